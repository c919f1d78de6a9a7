import { expect, test } from 'vitest';
import { answer } from '../../testing/examples.js';
import { mount, textOf } from '../../testing/mount.js';
import './notes.js';

test('a complete answer needs no note', async () => {
  expect(textOf(await mount('relata-notes', { answer: answer() }))).toBe('');
});

test('what is missing stands beside the list', async () => {
  const missing = answer({
    reading: [{ source: 'Anna', read: 10, expected: null }],
    broken: [{ source: 'Calendar of Jon', detail: 'password changed', since: null }],
    hidden: 2,
  });
  expect(textOf(await mount('relata-notes', { answer: missing }))).toBe(
    'Calendar of Jon stopped: password changed. The strengths shown do without it. ' +
      'Anna: 10 mails read so far; results improve as reading goes on. ' +
      '2 more colleagues may know Lea Brandt, but do not share this.',
  );
});
