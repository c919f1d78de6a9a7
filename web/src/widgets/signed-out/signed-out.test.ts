import { afterEach, expect, test, vi } from 'vitest';
import { find, mount, must, textOf } from '../../testing/mount.js';
import { serve } from '../../testing/server.js';
import './signed-out.js';

afterEach(() => vi.restoreAllMocks());

test('the viewer signs in in another tab, and the page learns of it when it is looked at again', async () => {
  serve({ '/sign-in': { provider: { name: 'Entra ID' }, local: false, demo: false } });
  const element = await mount('relata-signed-out', { open: true });
  await vi.waitFor(() => expect(find(element, 'a')).not.toBeNull());
  expect(textOf(element)).toContain('What is on this page stays as it is');
  const link = must<HTMLAnchorElement>(element, 'a');
  expect([link.getAttribute('href'), link.target]).toEqual(['/api/v1/sign-in/start?back=%2Fsigned-in', '_blank']);
  const heard = vi.fn();
  element.addEventListener('relata-signed-in', heard);
  dispatchEvent(new Event('focus'));
  expect(heard).toHaveBeenCalledOnce();
});

test('closed, it asks nothing', async () => {
  const { asked } = serve({});
  await mount('relata-signed-out', {});
  dispatchEvent(new Event('focus'));
  expect(asked()).toEqual([]);
});
