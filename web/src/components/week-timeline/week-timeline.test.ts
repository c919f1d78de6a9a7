import { expect, test } from 'vitest';
import { activities } from '../../testing/analytics-examples.js';
import { everythingIn, find, mount, must, textOf } from '../../testing/mount.js';
import './week-timeline.js';

test('a bar for each side that started something, and a row for each week', async () => {
  const { weeks } = activities();
  const timeline = await mount('relata-week-timeline', { weeks });
  const bars = everythingIn(timeline).filter((it) => it.localName === 'rect');
  expect(bars.map((it) => [it.getAttribute('class'), it.getAttribute('height')])).toEqual([['us', '38'], ['them', '38'], ['us', '38']]);
  expect(textOf(must(timeline, 'tbody'))).toBe('28 Jan 2002 0 0 4 Feb 2002 2 2 11 Feb 2002 2 0');
});

test('without weeks there is nothing to draw', async () => {
  expect(find(await mount('relata-week-timeline', {}), 'svg')).toBeNull();
});
