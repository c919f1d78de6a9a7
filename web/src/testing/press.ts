/** For tests: what a person does with the mouse and the keyboard. */
import { expect, vi } from 'vitest';
import { LookEvent, PickEvent } from '../components/picker/picker.events.js';
import type { RelataPicker } from '../components/picker/picker.js';
import { everythingIn, must, settled, textOf } from './mount.js';

/** Presses the button that says so, or is labelled so. */
export async function press(root: Element, name: string) {
  const button = everythingIn(root).find((it): it is HTMLButtonElement => it instanceof HTMLButtonElement && nameOf(it) === name);
  if (!button) throw new Error(`no button says ${name}; there are ${buttons(root).join(', ')}`);
  if (button.disabled) throw new Error(`the button ${name} cannot be pressed`);
  button.click();
  await settled(root);
}

/** What every button says that is there. */
export const buttons = (root: Element) => everythingIn(root).filter((it) => it instanceof HTMLButtonElement).map(nameOf);

/** Ticks the box, or chooses the one, that the label says. */
export async function tick(root: Element, label: string) {
  const found = labelled(root, label);
  found.checked = found.type === 'radio' || !found.checked;
  found.dispatchEvent(new Event('change', { bubbles: true }));
  await settled(root);
}

/** Writes into the field that the label names. */
export async function write(root: Element, label: string, text: string) {
  const found = labelled(root, label);
  found.value = text;
  found.dispatchEvent(new Event('input', { bubbles: true }));
  found.dispatchEvent(new Event('change', { bubbles: true }));
  await settled(root);
}

/** Looks for something in the picker, and takes what is called so. */
export async function pick(root: Element, query: string, name: string) {
  const picker = must<RelataPicker>(root, 'relata-picker');
  picker.dispatchEvent(new LookEvent(query));
  await vi.waitFor(() => expect(picker.choices?.map((it) => it.name)).toContain(name));
  const choice = picker.choices?.find((it) => it.name === name);
  if (choice) picker.dispatchEvent(new PickEvent(choice));
  await settled(root);
  await settled(picker);
}

function labelled(root: Element, label: string): HTMLInputElement {
  const found = everythingIn(root).find((it) => it instanceof HTMLLabelElement && textOf(it) === label);
  const field = found?.querySelector('input, select');
  if (!field) throw new Error(`no field is labelled ${label}`);
  return field as HTMLInputElement;
}

const nameOf = (button: Element) => button.getAttribute('aria-label') ?? textOf(button);
