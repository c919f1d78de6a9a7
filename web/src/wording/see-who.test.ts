import { expect, test } from 'vitest';
import type { Roles } from '../api/types.js';
import { roles } from '../testing/privacy.js';
import { whoSees } from './see-who.js';

const sees = 'see_who_knows_whom';
const beside = (name: string, right = sees): Roles['grants'] => [{ id: '1', right, holder: { kind: 'group', id: 'g', name }, by: 'Adam', at: '2002-02-13T09:00:00Z' }];
const role = (name: string, rights: string[], granted: string[] = []) => ({ role: name, rights, granted: granted.map((right) => ({ id: '1', right, holder: { kind: 'role' as const, id: name, name }, by: 'Adam', at: '2002-02-13T09:00:00Z' })) });

test.each<[string, Partial<Roles>, string]>([
  ['no role', { roles: [role('auditor', ['read_audit'])] }, 'Nobody can see who knows whom: no role has the right to it.'],
  ['roles', { roles: [role('salesperson', [sees]), role('sales_manager', [sees])] }, 'Who knows whom can be seen by salespeople and sales managers.'],
  ['a role it was granted to', { roles: [role('auditor', [], [sees])] }, 'Who knows whom can be seen by auditors.'],
  ['a group beside', { roles: [role('salesperson', [sees])], grants: beside('Partners') }, 'Who knows whom can be seen by salespeople and Partners.'],
  ['a group with another right', { roles: [role('salesperson', [sees])], grants: beside('Partners', 'read_audit') }, 'Who knows whom can be seen by salespeople.'],
])('%s', (_, changed, sentence) => {
  expect(whoSees(roles(changed))).toBe(sentence);
});
