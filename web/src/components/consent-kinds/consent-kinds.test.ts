import { expect, test } from 'vitest';
import { mount, textOf } from '../../testing/mount.js';
import { buttons, press } from '../../testing/press.js';
import { given, kind, withdrawn } from '../../testing/privacy.js';
import type { WithdrawEvent } from './consent-kinds.events.js';
import './consent-kinds.js';

const kinds = [given('for_each_user'), kind('aggregated'), withdrawn('identifiable', { rows_gone: '2002-02-13T09:03:00Z' })];

test('each kind says what it is, whether it is consented to, since when and by whom', async () => {
  const table = await mount('relata-consent-kinds', { kinds });
  expect(textOf(table)).toContain('That colleague alone');
  expect(textOf(table)).toContain('Given 5 Feb 2002, 09:00 UTC, Dora');
  expect(textOf(table)).toContain('Gone from the database , done 13 Feb 2002, 09:03 UTC Gone from all files , under way by 15 Mar 2002');
  expect(buttons(table)).toEqual([]);
});

test('whoever may gives what is not given and withdraws what is', async () => {
  const table = await mount('relata-consent-kinds', { kinds, consenter: true, open: true });
  expect(buttons(table)).toEqual(['Withdraw the consent to: Insights for each user', 'Consent to: Aggregated insights', 'Consent to: Identifiable insights']);
  const heard = new Promise<WithdrawEvent>((resolve) => table.addEventListener('relata-withdraw', (it) => resolve(it as WithdrawEvent)));
  await press(table, 'Withdraw the consent to: Insights for each user');
  expect((await heard).insights).toBe('for_each_user');
});
