import { expect, test } from 'vitest';
import { ApiProblem } from '../../api/client.js';
import { HOSTILE_NAMES, find, mount, must, textOf } from '../../testing/mount.js';
import './fault.js';

test.each([
  [null, ''],
  [new Error('the role `auditor` is not known'), 'The role auditor is not known.'],
  [new ApiProblem(403, 'you may not', false), 'You may not.'],
])('%s is said as %j', async (error, text) => {
  expect(textOf(await mount('relata-fault', { error }))).toBe(text);
});

test('who has to sign in again is led there, and back', async () => {
  history.replaceState(null, '', '/settings/roles?x=1');
  const fault = await mount('relata-fault', { error: new ApiProblem(403, 'too long ago', true) });
  expect(must(fault, 'a').getAttribute('href')).toBe('/sign-in?again=true&back=%2Fsettings%2Froles%3Fx%3D1');
  history.replaceState(null, '', '/');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await mount('relata-fault', { error: new Error(name) }), 'img, script')).toBeNull();
});
