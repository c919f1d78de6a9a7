import { expect, test } from 'vitest';
import type { AccessRequest } from '../../api/types.js';
import { HOSTILE_NAMES, everythingIn, find, mount, must, textOf } from '../../testing/mount.js';
import './access-request-list.js';

const request = (changed: Partial<AccessRequest> = {}): AccessRequest => ({
  id: '6',
  state: 'ready',
  person: '7',
  name: 'Lea Brandt',
  requested_at: '2002-02-13T09:00:00Z',
  requested_by: 'Adam',
  ready_at: '2002-02-13T09:01:00Z',
  expires_at: '2002-02-20T09:00:00Z',
  detail: null,
  ...changed,
});

test.each<[Partial<AccessRequest>, string, string[]]>([
  [{ state: 'requested' }, 'Lea Brandt Request no. 6 · 13 Feb 2002, 09:00 UTC, Adam Being put together This takes up to a few minutes; the page shows when it is ready.', []],
  [{}, 'Lea Brandt Request no. 6 · 13 Feb 2002, 09:00 UTC, Adam Ready Can be downloaded until 20 Feb 2002. Page to read JSON', ['/api/v1/access-requests/6/html', '/api/v1/access-requests/6/json']],
  [{ state: 'expired', name: null }, 'Person no. 7, whose name is erased Request no. 6 · 13 Feb 2002, 09:00 UTC, Adam Expired', []],
  [{ state: 'failed', name: null }, 'Person no. 7, whose name is erased Request no. 6 · 13 Feb 2002, 09:00 UTC, Adam Failed Nothing about this person is left.', []],
  [{ state: 'failed', detail: 'nobody of that number' }, 'Lea Brandt Request no. 6 · 13 Feb 2002, 09:00 UTC, Adam Failed Please ask again. Nobody of that number.', []],
])('%o', async (changed, text, links) => {
  const list = await mount('relata-access-request-list', { requests: [request(changed)] });
  expect(textOf(must(list, 'tbody'))).toBe(text);
  expect(everythingIn(list).filter((it) => it.matches('a')).map((it) => it.getAttribute('href'))).toEqual(links);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-access-request-list', { requests: [request({ person: name, name, requested_by: name, detail: name, state: 'failed' })] }), 'img, script')).toBeNull();
});
