import { expect, test } from 'vitest';
import { averages, kpis } from '../../testing/analytics-examples.js';
import { mount, textOf } from '../../testing/mount.js';
import './investment.js';

test('per week and in all', async () => {
  expect(textOf(await mount('relata-investment', { kpis: kpis() }))).toContain('Per week 1 hr 0.5 hrs In all 13 hrs 6.5 hrs');
});

test('beside similar won deals', async () => {
  const text = textOf(await mount('relata-investment', { kpis: kpis({ similar: averages() }) }));
  expect(text).toContain('Per week 1 hr 0.5 hrs 1.4 hrs / 1.1 hrs In all 13 hrs 6.5 hrs –');
});
