/** Playwright's `test`, in which a breach of the content security policy or an uncaught error fails the test. */
import { test as base, expect } from '@playwright/test';

export { expect };

export const test = base.extend({
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text());
    });
    await use(page);
    expect(faults, 'the page has no faults').toEqual([]);
  },
});
