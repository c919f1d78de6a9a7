import { afterEach, expect, test, vi } from 'vitest';
import type { NewConnection } from '../../api/types.js';
import { LookEvent } from '../../components/picker/picker.events.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import { pick, write } from '../../testing/press.js';
import { serve } from '../../testing/server.js';
import type { TenantGroupEvent } from './tenant-group.js';
import './tenant-group.js';

afterEach(() => vi.restoreAllMocks());

const CONNECTION: NewConnection = { kind: 'microsoft365', tenant: 'contoso.example', client: 'app', secret: 'hush' };
const GROUPS = { groups: [{ id: 'g-1', name: 'Sales', members: 16 }, { id: 'g-2', name: 'Sales North', members: null }] };

async function show(connection: NewConnection | null) {
  const chooser = await mount('relata-tenant-group', { connection });
  const chosen: string[] = [];
  chooser.addEventListener('relata-tenant-group', (it) => chosen.push((it as TenantGroupEvent).group));
  return { chooser, chosen };
}

test('a group is found by its name, with its members, and taken by its id', async () => {
  const { changes } = serve({ '/connections/groups': GROUPS });
  const { chooser, chosen } = await show(CONNECTION);
  await pick(chooser, 'Sal', 'Sales');
  await settled(chooser);
  expect(changes()).toEqual([['POST', '/connections/groups', { connection: CONNECTION, beginning: 'Sal' }]]);
  expect(chosen).toEqual(['g-1']);
  expect(must<HTMLInputElement>(chooser, '.field > input:not([role])').value).toBe('g-1');
  expect(textOf(must(chooser, '.why[role=status]'))).toBe('Sales · 16 members');
});

test('where groups may not be listed that is said, and an id can be written', async () => {
  serve({ '/connections/groups': { detail: 'the application may not list groups' } }, 502);
  const { chooser, chosen } = await show(CONNECTION);
  must(chooser, 'relata-picker').dispatchEvent(new LookEvent(''));
  await vi.waitFor(() => expect(textOf(must(chooser, '[role=alert]'))).toContain('may not list groups'));
  await write(chooser, 'Object ID of the security group', 'g-9');
  expect(chosen).toEqual(['g-9']);
});

test('before anything is known of the tenant nothing is asked', async () => {
  const { chooser } = await show(null);
  expect(find(chooser, 'relata-picker')).toBeNull();
  expect(textOf(chooser)).toContain('you can choose the security group from a list');
});
