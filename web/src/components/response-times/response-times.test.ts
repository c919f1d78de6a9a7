import { expect, test } from 'vitest';
import { averages, kpis, noKpis } from '../../testing/analytics-examples.js';
import { find, mount, must, settled, textOf } from '../../testing/mount.js';
import './response-times.js';

test('by the clock, and in business hours when asked', async () => {
  const element = await mount('relata-response-times', { kpis: kpis() });
  expect(textOf(element)).toContain('Mean 5.2 hrs 5.2 hrs Median 3 hrs 3 hrs Answered 75% (9 of 12) 50% (4 of 8) Replies 5 4');
  must(element, 'input').click();
  await settled(element);
  await settled(must(element, 'relata-sides'));
  expect(textOf(element)).toContain('Mean 2.1 hrs 2.1 hrs Median 1.5 hrs 1.5 hrs');
});

test('beside similar won deals, whose business hours nobody knows', async () => {
  const element = await mount('relata-response-times', { kpis: kpis({ similar: averages() }) });
  expect(textOf(element)).toContain('Mean 5.2 hrs 5.2 hrs – Median 3 hrs 3 hrs 4 hrs / 9.5 hrs');
  expect(textOf(element)).toContain('(4 of 8) 90% / 70%');
  must(element, 'input').click();
  await settled(element);
  await settled(must(element, 'relata-sides'));
  expect(textOf(element)).toContain('Median 1.5 hrs 1.5 hrs –');
});

test('nobody answered', async () => {
  const element = await mount('relata-response-times', { kpis: noKpis() });
  expect(textOf(element)).toContain('Neither side has answered the other in this period.');
  expect(find(element, 'input')).toBeNull();
});
