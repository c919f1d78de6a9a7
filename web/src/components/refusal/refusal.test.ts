import { expect, test, vi } from 'vitest';
import { ApiProblem } from '../../api/client.js';
import { mount, must, textOf } from '../../testing/mount.js';
import './refusal.js';

test('a right that is missing is named, and who grants it', async () => {
  const error = new ApiProblem(403, 'you need the right to read the audit trail; the roles `administrator` and `directory_administrator` have it, and an administrator can grant it');
  expect(textOf(await mount('relata-refusal', { error }))).toBe(
    'You lack a right for this You need the right to read the audit trail; the roles administrator and directory administrator have it, and an administrator can grant it. Administrators see under Settings, Roles who has which rights.',
  );
});

test('who signed in too long ago is led to sign in again', async () => {
  const refusal = await mount('relata-refusal', { error: new ApiProblem(403, 'an hour ago', true) });
  expect(textOf(must(refusal, 'h2'))).toBe('Please sign in again');
});

test('anything else is a problem to try again', async () => {
  const retried = vi.fn();
  const refusal = await mount('relata-refusal', { error: new ApiProblem(500, 'broken') });
  refusal.addEventListener('relata-retry', retried);
  must(refusal, 'button').click();
  expect(retried).toHaveBeenCalledOnce();
});
