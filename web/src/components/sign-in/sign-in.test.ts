import { expect, test } from 'vitest';
import { find, mount, must, textOf } from '../../testing/mount.js';
import type { LocalSignInEvent } from './sign-in.events.js';
import './sign-in.js';

const entra = { provider: { name: 'Entra ID' }, local: true, demo: false };

test.each([
  [{}, '/api/v1/sign-in/start?back=%2Frecords%3Fkind%3Dlead', '_self'],
  [{ again: true }, '/api/v1/sign-in/start?back=%2Frecords%3Fkind%3Dlead&again=true', '_self'],
  [{ apart: true }, '/api/v1/sign-in/start?back=%2Frecords%3Fkind%3Dlead', '_blank'],
])('%o: one button leads to the provider, and back to where one was', async (changed, href, target) => {
  const element = await mount('relata-sign-in', { ways: entra, back: '/records?kind=lead', ...changed });
  const link = must<HTMLAnchorElement>(element, 'a');
  expect([textOf(link), link.getAttribute('href'), link.target]).toEqual(['Sign in with Entra ID', href, target]);
});

test.each([
  [entra, false],
  [{ ...entra, provider: null }, true],
])('%o: the local sign-in is open: %s', async (ways, open) => {
  expect(must<HTMLDetailsElement>(await mount('relata-sign-in', { ways }), 'details').open).toBe(open);
});

test('a local administrator signs in', async () => {
  const element = await mount('relata-sign-in', { ways: { ...entra, provider: null } });
  const heard = new Promise<LocalSignInEvent>((resolve) => element.addEventListener('relata-local-sign-in', resolve));
  must<HTMLInputElement>(element, '[name=name]').value = 'root';
  must<HTMLInputElement>(element, '[name=password]').value = 'secret';
  must(element, 'form').dispatchEvent(new SubmitEvent('submit', { cancelable: true }));
  expect(await heard).toMatchObject({ name: 'root', password: 'secret' });
});

test.each([
  [{ provider: null, local: false, demo: false }, 'Nobody can sign in yet.', null],
  [{ provider: null, local: false, demo: true }, 'This is a demo.', '/'],
])('%o: %s', async (ways, text, href) => {
  const element = await mount('relata-sign-in', { ways, back: 'javascript:alert(1)' });
  expect(textOf(element)).toContain(text);
  expect(find(element, 'form')).toBeNull();
  expect(find(element, 'a')?.getAttribute('href') ?? null).toBe(href);
});
