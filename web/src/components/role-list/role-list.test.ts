import { expect, test } from 'vitest';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import { buttons } from '../../testing/press.js';
import { assignment, roles } from '../../testing/privacy.js';
import './role-list.js';

test('a role says what it is for, what it may, and who has it', async () => {
  const list = await mount('relata-role-list', { roles: roles() });
  expect(textOf(must(list, 'section'))).toBe(
    'Salesperson Give to… Works with records; sees who knows whom and how relationships stand. ' +
      'May See records and people See who knows whom Download lists granted by Adam on 13 Feb 2002 ' +
      'Who has it Sales Group of the directory',
  );
  expect(buttons(list)).toEqual(['Give to somebody: Salesperson', 'Take back from Salesperson: Download lists', 'Take Salesperson from Sales', 'Give to somebody: Auditor']);
});

test('a right that is not known yet is called by its name', async () => {
  const list = await mount('relata-role-list', { roles: roles({ roles: [{ role: 'time_keeper', rights: ['stop_clocks'], granted: [] }] }) });
  expect(textOf(list)).toContain('time keeper');
  expect(textOf(list)).toContain('Stop clocks');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const list = await mount('relata-role-list', { roles: roles({ assignments: [assignment({ holder: { kind: 'claim', id: '1', name } })] }) });
  expect(find(list, 'img, script')).toBeNull();
});
