/**
 * End to end: the built binary running `relata demo`, in Debian's Chromium.
 *
 * `npm run e2e` checks; `npm run look` photographs every screen for a person to look at (into `test-results/look`).
 * RELATA_BIN names the binary. RELATA_URL names a server that runs already, and none is started.
 */
import { defineConfig } from '@playwright/test';

const IS_ROOT = process.getuid?.() === 0;
const QUIET = [...(IS_ROOT ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/server.ts',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    baseURL: process.env.RELATA_URL,
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET },
    actionTimeout: 20_000,
    navigationTimeout: 40_000,
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'e2e', testIgnore: /look/ },
    { name: 'look', testMatch: /look/ },
  ],
});
