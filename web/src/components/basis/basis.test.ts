import { expect, test } from 'vitest';
import { find, HOSTILE_NAMES, mount, textOf } from '../../testing/mount.js';
import './basis.js';

test('complete figures say when, and from what', async () => {
  const basis = await mount('relata-basis', { edition: 'enhanced', computedAt: '2002-02-13T05:12:00Z' });
  expect(textOf(basis)).toBe('Complete · From mailboxes, calendars and the CRM · Calculated 13 Feb 2002, 05:12 UTC');
});

test('partial figures say what is missing', async () => {
  const basis = await mount('relata-basis', { accuracy: 'partial', missing: ['calendar of Jon stopped on 4 May'] });
  expect(textOf(basis)).toBe('These figures are partial. Calendar of Jon stopped on 4 May. Partial');
});

test.each(HOSTILE_NAMES)('%j is only text', async (name) => {
  const basis = await mount('relata-basis', { accuracy: 'partial', missing: [name] });
  expect(find(basis, 'img')).toBeNull();
  expect(textOf(basis)).not.toMatch(/[\u202a-\u202e]/);
});
