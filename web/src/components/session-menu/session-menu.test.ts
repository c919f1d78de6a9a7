import { expect, test, vi } from 'vitest';
import { viewer } from '../../testing/me.js';
import { HOSTILE_NAMES, find, mount, must, settled, textOf } from '../../testing/mount.js';
import './session-menu.js';

async function opened(changed = {}) {
  const element = await mount('relata-session-menu', { viewer: viewer(changed) });
  must(element, '.face').click();
  await settled(element);
  return element;
}

test('it says who is signed in, as what, and leads on', async () => {
  const element = await opened({ roles: ['salesperson', 'administrator'] });
  expect(textOf(must(element, '#panel'))).toBe('Amber Adams amber@us.example Salesperson and Administrator My page My sessions Sign out');
  expect([...element.shadowRoot!.querySelectorAll('a')].map((it) => it.getAttribute('href'))).toEqual(['/me', '/sessions']);
});

test('somebody without a role is told', async () => expect(textOf(await opened({ roles: [] }))).toContain('No role yet'));

test('the demo cannot be left', async () => {
  const element = await opened({ demo: true });
  expect(textOf(element)).not.toContain('Sign out');
  expect(textOf(element)).toContain('Sample data');
});

test('signing out is told', async () => {
  const element = await opened();
  const heard = vi.fn();
  element.addEventListener('relata-sign-out', heard);
  must(element, '#panel button').click();
  expect(heard).toHaveBeenCalledOnce();
});

test.each([
  ['Escape', (element: Element) => must(element, '.face').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))],
  ['a click elsewhere', () => document.body.click()],
])('%s closes it', async (_, act) => {
  const element = await opened();
  act(element);
  await settled(element);
  expect(must(element, '#panel').hidden).toBe(true);
  expect(must(element, '.face').getAttribute('aria-expanded')).toBe('false');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  expect(find(await opened({ name, email: name, roles: [name] }), 'img, script')).toBeNull();
});

test('who is asked for introductions sees how often, and hears it', async () => {
  const element = await mount('relata-session-menu', { viewer: viewer(), waiting: 2 });
  expect(textOf(must(element, '.count'))).toBe('2');
  expect(must(element, '.face').getAttribute('aria-label')).toContain('2 colleagues ask you for an introduction');
});
