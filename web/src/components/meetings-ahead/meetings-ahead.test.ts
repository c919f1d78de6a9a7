import { expect, test } from 'vitest';
import { mount, textOf } from '../../testing/mount.js';
import './meetings-ahead.js';

test('who is new is marked', async () => {
  const people = [{ id: '7', name: 'Lea Brandt', met: true }, { id: '9', name: 'Max Stone', met: false }];
  const element = await mount('relata-meetings-ahead', { meetings: [{ at: '2002-02-15T09:00:00Z', minutes: 60, people }] });
  expect(textOf(element)).toMatch(/^15 Feb 2002, 09:00 UTC 60 minutes Lea Brandt Max Stone new to you$/);
});

test('none are said in words', async () => expect(textOf(await mount('relata-meetings-ahead', {}))).toContain('No meeting ahead'));
