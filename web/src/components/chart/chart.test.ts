import { expect, test, vi } from 'vitest';
import { find, HOSTILE_NAMES, mount, must, settled, textOf } from '../../testing/mount.js';
import './chart.js';

const table = { columns: ['Day', 'Emails'], rows: [['1 Feb 2002', 3], ['2 Feb 2002', null]] };

test('the same figures stand in a table that a screen reader always reaches', async () => {
  const chart = await mount('relata-chart', { label: 'Activities', table });
  expect(must(chart, '.drawing').getAttribute('aria-label')).toBe('Activities');
  expect(must(chart, 'table').closest('.visually-hidden')).not.toBeNull();
  expect(textOf(must(chart, 'tbody'))).toBe('1 Feb 2002 3 2 Feb 2002 –');
});

test('a button shows the table instead of the drawing, and back', async () => {
  const chart = await mount('relata-chart', { label: 'Activities', table });
  must(chart, 'button[aria-label="Show as a table: Activities"]').click();
  await settled(chart);
  expect(must(chart, '.drawing').hidden).toBe(true);
  expect(must(chart, 'table').closest('.visually-hidden')).toBeNull();
  must(chart, 'button[aria-label="Show as a chart: Activities"]').click();
  await settled(chart);
  expect(must(chart, '.drawing').hidden).toBe(false);
});

test('a link of the hidden table that takes the focus is seen', async () => {
  const rows = [[{ text: 'Acme', href: '/records/A-1' }, 3]];
  const chart = await mount('relata-chart', { label: 'Deals', table: { columns: ['Deal', 'Health'], rows } });
  must(chart, 'a').dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
  await settled(chart);
  expect(must(chart, '.drawing').hidden).toBe(true);
});

test('without a size nothing is drawn', async () => {
  const option = vi.fn(() => ({}));
  await mount('relata-chart', { label: 'Deals', option });
  expect(option).not.toHaveBeenCalled();
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const chart = await mount('relata-chart', { label: 'Deals', table: { columns: ['Deal'], rows: [[name]] } });
  expect(find(chart, 'img')).toBeNull();
  expect(textOf(chart)).not.toMatch(/[\u202a-\u202e]/);
});
