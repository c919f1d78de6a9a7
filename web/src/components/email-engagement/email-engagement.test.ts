import { expect, test } from 'vitest';
import { kpis } from '../../testing/analytics-examples.js';
import { mount, must, textOf } from '../../testing/mount.js';
import './email-engagement.js';

test('rates are marked as approximate, and an unknown rate is no zero', async () => {
  const element = await mount('relata-email-engagement', { engagement: kpis().engagement });
  expect(textOf(must(element, 'dl'))).toBe('Opened 63% Link followed 25% Attachment opened –');
  expect(textOf(element)).toContain('approximate');
  expect(textOf(element)).toContain('Of 8 followed emails. Blocked pictures hide openings');
});

test('without followed emails there is nothing to rate', async () => {
  const engagement = { followed: 0, open_rate: null, click_rate: null, attachment_rate: null };
  const element = await mount('relata-email-engagement', { engagement });
  expect(textOf(element)).toBe('How our emails are received The CRM has followed no email in this period.');
});
