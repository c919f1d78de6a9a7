import { expect, test } from 'vitest';
import { everythingIn, find, mount, must, textOf } from '../../testing/mount.js';
import './sides.js';

const rows = [
  { label: 'Emails', us: { text: '8', size: 8 }, them: { text: '4', size: 4 }, similar: '12 / 10' },
  { label: 'Answered', us: { text: '75%', size: null }, them: { text: '–', size: null } },
];

test('both sides stand beside each other, with bars by the longest', async () => {
  const sides = await mount('relata-sides', { label: 'Who starts them', rows });
  expect(textOf(sides)).toBe('Who starts them Us Them Emails 8 4 Answered 75% –');
  const bars = everythingIn(sides).filter((it) => it.matches('.bar')) as HTMLElement[];
  expect(bars.map((it) => it.style.width)).toEqual(['100%', '50%']);
});

test('similar won deals have a column of their own, with a dash where there is no such figure', async () => {
  const sides = await mount('relata-sides', { label: 'Who starts them', rows, deals: 24 });
  expect(must(sides, 'th.similar').title).toBe('Averages of 24 deals');
  expect(textOf(must(sides, 'tbody'))).toBe('Emails 8 4 12 / 10 Answered 75% – –');
});

test('where nothing happened there are no bars', async () => {
  const none = { text: '0', size: 0 };
  expect(find(await mount('relata-sides', { label: 'None', rows: [{ label: 'Emails', us: none, them: none }] }), '.bar')).toBeNull();
});
