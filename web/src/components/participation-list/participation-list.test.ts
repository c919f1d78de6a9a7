import { expect, test } from 'vitest';
import type { Participant } from '../../api/types.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import { buttons } from '../../testing/press.js';
import { participant } from '../../testing/privacy.js';
import './participation-list.js';

test.each<[Partial<Participant>, string, string[]]>([
  [{}, 'Contributes By name', ['Opt out Amber Adams', 'More for Amber Adams']],
  [{ state: 'opted_out', since: '2002-02-01T09:00:00Z', by: 'Adam', visibility: 'hidden' }, 'Opted out Since 1 Feb 2002, by Adam. Not at all', ['Opt in again Amber Adams', 'More for Amber Adams']],
  [{ state: 'excluded_group', group: 'Board', since: '2002-02-01T09:00:00Z' }, 'In a group left out Member of Board. Since 1 Feb 2002. By name', ['Opt out Amber Adams', 'More for Amber Adams']],
  [{ state: 'waiting_for_opt_in' }, 'Has not opted in Only they themselves can opt in. By name', ['Opt out Amber Adams', 'More for Amber Adams']],
  [{ state: 'left' }, 'Has left By name', ['More for Amber Adams']],
])('%o', async (changed, says, offers) => {
  const list = await mount('relata-participation-list', { people: [participant(changed)] });
  expect(textOf(must(list, 'tbody tr'))).toMatch(new RegExp(`^Amber Adams amber@us.example ${says.replace('.', '\\.')}`));
  expect(buttons(list)).toEqual(offers);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const list = await mount('relata-participation-list', { people: [participant({ name, email: name, state: 'excluded_group', group: name, by: name, since: '2002-02-01T09:00:00Z' })] });
  expect(find(list, 'img, script')).toBeNull();
  expect(textOf(list)).not.toMatch(/[\u202a-\u202e]/);
});
