import { html } from 'lit';
import { expect, test, vi } from 'vitest';
import { pageAt } from './router.js';

const page = vi.fn(() => html``);
const routes = [{ path: /^\/records\/(?<id>[^/]+)$/, page }];

test.each([
  ['/records/C-1', { id: 'C-1' }],
  ['/records/a%2Fb%20c', { id: 'a/b c' }],
])('%s is a page about %o', (pathname, ids) => {
  pageAt(routes, { pathname, search: '?q=1' });
  expect(page).toHaveBeenLastCalledWith(ids, new URLSearchParams('q=1'));
});

test.each(['/', '/records/', '/records/%E0%A4%A', '/records/a/b'])('%s leads nowhere', (pathname) => {
  expect(pageAt(routes, { pathname, search: '' })).toBeUndefined();
});
