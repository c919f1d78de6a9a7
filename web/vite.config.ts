/**
 * Two bundles from one tree: `vite build` makes the application, `vite build --mode embed` adds `embed.js`, the one
 * file a CRM form includes. `vite` serves the application and passes `/api` on to a running `relata demo`.
 */
import { defineConfig } from 'vitest/config';

const SERVER = process.env.RELATA_URL ?? 'http://127.0.0.1:8080';

export default defineConfig(({ mode }) => ({
  server: { proxy: { '/api': SERVER } },
  build: mode === 'embed' ? embed() : { target: 'es2022', chunkSizeWarningLimit: 600 },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: 'src/testing/setup.ts',
    isolate: false,
    onConsoleLog: (text: string) => !text.includes('Lit is in dev mode'),
  },
}));

function embed() {
  return {
    target: 'es2022',
    emptyOutDir: false,
    copyPublicDir: false,
    lib: { entry: 'src/embed.ts', formats: ['es' as const], fileName: () => 'embed.js' },
    minify: true,
  };
}
