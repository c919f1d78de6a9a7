import { expect, test } from 'vitest';
import type { SearchHit } from '../../api/types.js';
import { everythingIn, mount, textOf } from '../../testing/mount.js';
import './search-results.js';

const hit = (kind: SearchHit['kind'], id: string): SearchHit => ({ kind, id, name: `N ${id}`, detail: '', email: null });

test('results are grouped by kind, the best first, and lead to their pages', async () => {
  const results = [hit('colleague', '1'), hit('person', '2'), hit('contact', 'C/3'), hit('account', 'A-4'), hit('lead', 'L-5')];
  const element = await mount('relata-search-results', { results });
  const inside = everythingIn(element);
  expect(inside.filter((it) => it.matches('h2')).map(textOf)).toEqual([
    'Colleagues',
    'Accounts',
    'Contacts',
    'Leads',
    'People without a record',
  ]);
  expect(inside.filter((it) => it.matches('a')).map((it) => it.getAttribute('href'))).toEqual([
    '/colleagues/1',
    '/records/A-4',
    '/records/C%2F3',
    '/records/L-5',
    '/people/2',
  ]);
});
