import { expect, test } from 'vitest';
import { mount, must, textOf } from '../../testing/mount.js';
import type { VisibilityEvent } from '../my-participation/my-participation.events.js';
import './my-visibility.js';

test('four choices, each with what a colleague reads', async () => {
  const element = await mount('relata-my-visibility', { visibility: 'counted_only', name: 'Amber' });
  const labels = [...element.shadowRoot!.querySelectorAll('label')];
  expect(labels).toHaveLength(4);
  for (const it of labels) expect(textOf(it)).toContain('A colleague reads:');
  expect(textOf(labels[0]!)).toContain('“Amber, Strong');
  expect(must<HTMLInputElement>(element, '[value=counted_only]').checked).toBe(true);
});

test('another choice is told', async () => {
  const element = await mount('relata-my-visibility', {});
  const heard = new Promise<VisibilityEvent>((resolve) => element.addEventListener('relata-visibility', resolve));
  must(element, '[value=hidden]').click();
  expect((await heard).visibility).toBe('hidden');
});

test('a choice that could not be saved is not left marked, and can be made again', async () => {
  const element = await mount('relata-my-visibility', { visibility: 'named' });
  const hidden = must<HTMLInputElement>(element, '[value=hidden]');
  hidden.click();
  element.busy = true;
  await element.updateComplete;
  expect(hidden.checked).toBe(true);
  element.busy = false;
  await element.updateComplete;
  expect(hidden.checked).toBe(false);
  expect(must<HTMLInputElement>(element, '[value=named]').checked).toBe(true);
});
