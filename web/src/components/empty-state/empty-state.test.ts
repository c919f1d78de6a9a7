import { expect, test } from 'vitest';
import type { Introducers } from '../../api/types.js';
import { answer } from '../../testing/examples.js';
import { mount, textOf } from '../../testing/mount.js';
import './empty-state.js';

const none = { introducers: [], total: 0 };
const quiet = {
  colleague: 'Jon',
  last: { at: '2000-12-05T00:00:00Z', kind: 'email' as const, direction: 'outbound' as const },
};

test.each<[Partial<Introducers>, string]>([
  [
    { state: 'nobody' },
    'Nobody has been in touch No colleague has exchanged mail with Lea Brandt in the last 12 months. 412 mailboxes were searched.',
  ],
  [
    { state: 'hidden', hidden: 2 },
    'Hidden from you 2 colleagues may know Lea Brandt, but do not share this. You can ask around without seeing names.',
  ],
  [
    { state: 'hidden', hidden: 1 },
    'Hidden from you 1 colleague may know Lea Brandt, but does not share this. You can ask around without seeing the name.',
  ],
  [
    { state: 'quiet', quiet },
    'Quiet since then Jon was the last to be in touch with Lea Brandt: 14 months before 13 Feb 2002.',
  ],
  [
    { state: 'reading', reading: [{ source: 'Anna', read: 31200, expected: 48900 }] },
    'Still reading Anna: 31,200 of 48,900 mails read; results improve as reading goes on.',
  ],
  [
    { state: 'broken', broken: [{ source: 'Calendar of Jon', detail: 'password changed', since: '2001-05-04' }] },
    'A source has stopped Calendar of Jon stopped on 4 May 2001: password changed. Nobody can be found through it until it works again.',
  ],
])('%o', async (state, text) => {
  const element = await mount('relata-empty-state', { answer: answer({ ...none, ...state }) });
  expect(textOf(element)).toBe(text);
});
