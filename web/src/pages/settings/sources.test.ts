import { afterEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../api/types.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import { press, write } from '../../testing/press.js';
import { serve } from '../../testing/server.js';
import { asText, end, finding, plan } from '../../testing/trials.js';
import './sources.js';

afterEach(() => vi.restoreAllMocks());

const connection = (changed: Partial<Connection> = {}): Connection => ({
  id: '1',
  kind: 'microsoft365',
  tenant: 'contoso.example',
  client: 'app',
  group: 'sales',
  service_host: 'https://graph.microsoft.com',
  state: 'reading',
  added_at: '2026-11-01T09:00:00Z',
  changed_at: '2026-11-01T09:00:00Z',
  trouble: null,
  mailboxes: 4,
  read_to_the_end: 3,
  failing: 0,
  failures: [],
  read_at: '2026-11-02T09:00:00Z',
  read: 12,
  stored: 7,
  duplicates: 2,
  quarantined: 1,
  filtered: [{ rule: 'no_colleague', explanation: '', count: 2 }],
  records: [],
  ...changed,
});

async function show(...connections: Connection[]) {
  const server = serve({ '/connections/1/troubles': { troubles: [], count: 0 }, '/connections': { connections } });
  const page = await mount('relata-sources-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  return { page, ...server };
}

test('that nothing is connected is said, with what can be done', async () => {
  const { page } = await show();
  expect(textOf(page)).toContain('Nothing is connected yet.');
});

test('how far a source has been read adds up', async () => {
  const { page } = await show(connection());
  expect(textOf(page)).toContain('3 of 4 read to the end');
  expect(textOf(page)).toContain('12 read: 7 stored, 2 copies of those, 2 left out by rule, 1 unreadable');
});

test('a mailbox that cannot be read says whose, since when and why; markup in it stays text', async () => {
  const failure = { mailbox: '3', owner: 'Ben', what: 'calendar', since: '2026-11-01T09:00:00Z', reason: '<b>outside the group</b>' };
  const { page } = await show(connection({ failing: 1, failures: [failure] }));
  expect(textOf(page)).toContain('1 mailbox cannot be read');
  expect(textOf(page)).toContain('Calendar of Ben: <b>outside the group</b>');
});

test('it is paused at once, and ended after a question, with what it brought', async () => {
  const { page, changes } = await show(connection());
  await press(page, 'Pause Microsoft 365: contoso.example');
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/connections/1/pause', {}]]));
  await vi.waitFor(() => expect(textOf(must(page, '[role=status]'))).toContain('is not read until you resume it'));
  await press(page, 'Disconnect Microsoft 365: contoso.example');
  must<HTMLInputElement>(page, 'relata-confirm [data-name=erase]').click();
  must<HTMLFormElement>(page, 'relata-confirm form').requestSubmit();
  await vi.waitFor(() => expect(changes()[1]).toEqual(['POST', '/connections/1/disconnect', { erase: true }]));
});

test('a tenant is connected with what was written, and nothing that was left empty', async () => {
  const { page, changes } = await show();
  await press(page, 'Connect Microsoft 365');
  must<HTMLInputElement>(page, 'relata-connect-dialog input[type=radio]:not(:checked)').click();
  await write(page, 'Directory (tenant) ID or domain', ' contoso.example ');
  await write(page, 'Application (client) ID', 'app');
  await write(page, 'Client secret', 'hush');
  expect(must<HTMLButtonElement>(page, 'relata-connect-dialog button.primary').disabled).toBe(true);
  await write(page, 'Object ID of the security group', 'sales');
  must<HTMLFormElement>(page, 'relata-connect-dialog form').requestSubmit();
  const said = { kind: 'microsoft365', tenant: 'contoso.example', client: 'app', secret: 'hush', group: 'sales' };
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/connections', said]]));
});

test('an environment of Dataverse is connected by its address, without a group', async () => {
  const { page, changes } = await show();
  await press(page, 'Connect Dataverse');
  must<HTMLInputElement>(page, 'relata-connect-dialog input[type=radio]:not(:checked)').click();
  await write(page, 'Directory (tenant) ID or domain', 'contoso.example');
  await write(page, 'Application (client) ID', 'app');
  await write(page, 'Client secret', 'hush');
  expect(must<HTMLButtonElement>(page, 'relata-connect-dialog button.primary').disabled).toBe(true);
  await write(page, 'Address of the environment', 'https://contoso.crm4.dynamics.com');
  must<HTMLFormElement>(page, 'relata-connect-dialog form').requestSubmit();
  const said = { kind: 'dataverse', tenant: 'contoso.example', client: 'app', secret: 'hush', service_host: 'https://contoso.crm4.dynamics.com' };
  await vi.waitFor(() => expect(changes()).toEqual([['POST', '/connections', said]]));
});

test('the records of a CRM are counted by kind, and one that cannot be read says why', async () => {
  const fine = { kind: 'contact' as const, stored: 1200, read: 1300, unreadable: 1, removed: 20, read_at: '2026-11-02T09:00:00Z', failing_since: null, reason: null };
  const broken = { ...fine, kind: 'lead' as const, stored: 0, read_at: null, failing_since: '2026-11-01T09:00:00Z', reason: 'the table leads may not be read' };
  const crm = { kind: 'dataverse' as const, service_host: 'https://contoso.crm4.dynamics.com', group: null, records: [fine, broken] };
  const { page } = await show(connection(crm));
  expect(textOf(page)).toContain('Dataverse: contoso.crm4.dynamics.com');
  expect(textOf(page)).toMatch(/Contacts\s+1,200\s+1,300\s+20/);
  expect(textOf(page)).toContain('Leads: the table leads may not be read');
  expect(textOf(page)).not.toContain('mailboxes');
});

test('what was entered is tried before it is connected, and again once something else is entered', async () => {
  const answers = { '/connections/test': asText(finding('fine', 'signed in'), end(true)), '/connections': { connections: [] } };
  const { changes } = serve(answers);
  const page = await mount('relata-sources-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  await press(page, 'Connect Microsoft 365');
  must<HTMLInputElement>(page, 'relata-connect-dialog input[type=radio]:not(:checked)').click();
  await write(page, 'Directory (tenant) ID or domain', 'contoso.example');
  await write(page, 'Application (client) ID', 'app');
  await write(page, 'Client secret', 'hush');
  await settled(must(page, 'relata-connect-dialog'));
  await press(page, 'Test');
  await vi.waitFor(() => expect(textOf(must(page, 'relata-trial'))).toContain('Everything that was tried works.'));
  expect(changes()).toEqual([['POST', '/connections/test', { kind: 'microsoft365', tenant: 'contoso.example', client: 'app', secret: 'hush' }]]);
  await write(page, 'Client secret', 'other');
  await settled(must(page, 'relata-connect-dialog'));
  await settled(must(page, 'relata-trial'));
  expect(textOf(must(page, 'relata-trial'))).toBe('');
});

test('the plan of a connection is shown in a dialog', async () => {
  serve({ '/connections/1/plan': asText(plan(), end(true)), '/connections/1/troubles': { troubles: [], count: 0 }, '/connections': { connections: [connection()] } });
  const page = await mount('relata-sources-page', {});
  await vi.waitFor(() => expect(find(page, 'relata-skeleton')).toBeNull());
  await press(page, 'Show the plan of Microsoft 365: contoso.example');
  await vi.waitFor(() => expect(textOf(must(page, 'relata-trial'))).toContain('This would be read. Nothing has been read yet.'));
});
