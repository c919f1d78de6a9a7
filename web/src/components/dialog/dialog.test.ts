import { expect, test, vi } from 'vitest';
import { mount, must, settled, textOf } from '../../testing/mount.js';
import './dialog.js';

test('it opens and closes with its property', async () => {
  const element = await mount('relata-dialog', { open: true, heading: 'Why' });
  const dialog = must<HTMLDialogElement>(element, 'dialog');
  expect(dialog.open).toBe(true);
  expect(textOf(must(element, 'h2'))).toBe('Why');
  element.open = false;
  await settled(element);
  expect(dialog.open).toBe(false);
});

test.each(['button', 'dialog'])('a click on %s closes it and says so', async (selector) => {
  const element = await mount('relata-dialog', { open: true });
  const closed = vi.fn();
  element.addEventListener('relata-close', closed);
  must(element, selector).click();
  expect(closed).toHaveBeenCalledOnce();
  expect(element.open).toBe(false);
});
