import { afterEach, expect, test, vi } from 'vitest';
import { find, mount, must, textOf } from '../testing/mount.js';
import { bubble, pipeline } from '../testing/pipeline.js';
import { serve } from '../testing/server.js';
import './pipeline.js';

afterEach(() => {
  vi.restoreAllMocks();
  history.replaceState(null, '', '/');
});

async function show(answer: object, mine = false) {
  const server = serve({ '/pipeline': answer });
  const page = await mount('relata-pipeline-page', { mine });
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, ...server };
}

test('what is not drawn is said, and why', async () => {
  const { page, asked } = await show(pipeline([bubble()], { not_drawn: { past_close: 14, no_close: 1 } }));
  expect(textOf(page)).toContain('14 open opportunities are not drawn: their close dates have passed. 1 is not drawn: it has no close date.');
  expect(asked()).toEqual(['/pipeline?limit=500']);
});

test('"mine" is in the address', async () => {
  const { page, asked } = await show(pipeline([]), true);
  expect([asked()[0], textOf(page)]).toEqual(['/pipeline?mine=true&limit=500', expect.stringContaining('None of your opportunities can be drawn')]);
  const box = must<HTMLInputElement>(page, 'input[type=checkbox]');
  box.checked = false;
  box.dispatchEvent(new Event('change'));
  expect(location.pathname + location.search).toBe('/pipeline');
});
