import { expect, test, vi } from 'vitest';
import { contacted } from '../../testing/analytics-examples.js';
import { lea } from '../../testing/examples.js';
import { find, HOSTILE_NAMES, mount, must, textOf } from '../../testing/mount.js';
import './most-contacted.js';

test('a person has counts by channel and the last contact', async () => {
  const element = await mount('relata-most-contacted', { people: [contacted()], personHref: '/people/{id}' });
  expect(textOf(must(element, 'li .who'))).toBe('Lea Brandt Head of gas 14 emails, 2 meetings, last on 10 Feb 2002');
  expect(must(element, 'a').getAttribute('href')).toBe('/people/7');
  expect(find(element, 'button')).toBeNull();
});

test('more are shown on demand', async () => {
  const element = await mount('relata-most-contacted', { people: [contacted()], more: true });
  const asked = vi.fn();
  element.addEventListener('relata-more', asked);
  must(element, 'button').click();
  expect(asked).toHaveBeenCalledOnce();
});

test.each([
  ['contacted', 'Nobody on their side has been contacted yet.'],
  ['contacted_by', 'Nobody on our side has been in touch yet.'],
] as const)('nobody: %s', async (side, words) => {
  expect(textOf(await mount('relata-most-contacted', { side }))).toBe(words);
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const element = await mount('relata-most-contacted', { people: [contacted({ person: { ...lea, name, email: name, title: name } })] });
  expect(find(element, 'img')).toBeNull();
  expect(textOf(element)).not.toMatch(/[\u202a-\u202e]/);
});
