import { expect, test, vi } from 'vitest';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import { press, tick, write } from '../../testing/press.js';
import type { ConfirmEvent } from './confirm.events.js';
import type { Question } from './confirm.js';
import './confirm.js';

const question: Question = { heading: 'Erase Lea?', says: ['It goes.', 'It cannot be undone.'], action: 'Erase', grave: true };

async function show(changed: Partial<Question> = {}, properties = {}) {
  const element = await mount('relata-confirm', { question: { ...question, ...changed }, ...properties });
  const heard: string[][] = [];
  const closed = vi.fn();
  element.addEventListener('relata-confirm', (it) => heard.push((it as ConfirmEvent).ticked));
  element.addEventListener('relata-close', closed);
  return { element, heard, closed, send: () => must<HTMLFormElement>(element, 'form').requestSubmit() };
}

test('it says what is about to happen, and does it once somebody wants it', async () => {
  const { element, heard, send } = await show();
  expect(textOf(element)).toBe('Erase Lea? It goes. It cannot be undone. Cancel Erase');
  send();
  expect(heard).toEqual([[]]);
});

test('a box that is ticked goes along', async () => {
  const { element, heard, send } = await show({ ticks: [{ name: 'past', label: 'Also the past', why: 'All of it.' }] });
  await tick(element, 'Also the past');
  send();
  expect(heard).toEqual([['past']]);
});

test('what has to be written is written first', async () => {
  const { element } = await show({ typed: 'erase' });
  const button = must<HTMLButtonElement>(element, '.danger');
  expect(button.disabled).toBe(true);
  await write(element, 'To go on, type: erase', ' erase ');
  expect(button.disabled).toBe(false);
});

test('while it is under way, nothing is asked for twice', async () => {
  const { element, heard, send } = await show({}, { busy: true });
  send();
  expect([heard, textOf(must(element, '.danger'))]).toEqual([[], 'One moment…']);
});

test('what went wrong is said inside, and one can go back', async () => {
  const { element, closed } = await show({}, { error: new Error('the disk is full') });
  expect(textOf(must(element, '[role=alert]'))).toBe('The disk is full.');
  await press(element, 'Cancel');
  expect(closed).toHaveBeenCalledOnce();
});

test('another question begins anew', async () => {
  const { element } = await show({ typed: 'erase' });
  await write(element, 'To go on, type: erase', 'erase');
  element.question = { ...question, typed: 'all' };
  await settled(element);
  expect(must<HTMLButtonElement>(element, '.danger').disabled).toBe(true);
  element.question = null;
  await settled(element);
  expect(find(element, 'form')).toBeNull();
});
