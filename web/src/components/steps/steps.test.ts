import { expect, test } from 'vitest';
import { everythingIn, mount, textOf } from '../../testing/mount.js';
import './steps.js';

test('each step says how far it is, and when', async () => {
  const element = await mount('relata-steps', {
    label: 'Erasure',
    steps: [{ label: 'Hidden', state: 'done', when: 'on Monday' }, { label: 'Rows', state: 'now' }, { label: 'Files', state: 'ahead', when: 'by Friday' }],
  });
  const items = everythingIn(element).filter((it) => it.matches('li'));
  expect(items.map(textOf)).toEqual(['Hidden , done on Monday', 'Rows , under way', 'Files , still to come by Friday']);
  expect(items.map((it) => it.getAttribute('aria-current'))).toEqual([null, 'step', null]);
});
