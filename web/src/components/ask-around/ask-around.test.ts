import { expect, test } from 'vitest';
import { request } from '../../testing/me.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import type { AskAroundEvent } from './ask-around.events.js';
import './ask-around.js';

test('the viewer asks, with a reason', async () => {
  const element = await mount('relata-ask-around', {});
  must(element, 'button').click();
  await settled(element);
  expect(textOf(element)).toContain('of the others you learn nothing');
  const heard = new Promise<AskAroundEvent>((resolve) => element.addEventListener('relata-ask-around', resolve));
  must<HTMLInputElement>(element, 'input').value = ' We bid. ';
  must(element, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  expect((await heard).reason).toBe('We bid.');
});

test('what was asked is not asked again', async () => {
  const element = await mount('relata-ask-around', { request: request() });
  expect(textOf(element)).toBe('Asked, nobody has answered yet.');
  expect(find(element, 'button')).toBeNull();
});
