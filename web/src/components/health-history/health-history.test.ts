import { expect, test } from 'vitest';
import { health } from '../../testing/analytics-examples.js';
import { everythingIn, find, mount, must, textOf } from '../../testing/mount.js';
import './health-history.js';

test('a line, where grades begin, and the changes as a table', async () => {
  const { history } = health();
  const element = await mount('relata-health-history', { history });
  expect(textOf(must(element, 'h3'))).toBe('Health over the last 4 days');
  expect(everythingIn(element).filter((it) => it.matches('.line'))).toHaveLength(2);
  expect(textOf(must(element, '.plot'))).toBe('Good from 60 Fair from 40');
  expect(textOf(must(element, 'tbody'))).toBe('13 Feb 2002 72 12 Feb 2002 – 10 Feb 2002 68');
});

test.each([[[]], [[{ on: '2002-02-13', score: null }]]])('%j is no history', async (history) => {
  const element = await mount('relata-health-history', { history });
  expect(textOf(element)).toBe('There is no history yet.');
  expect(find(element, 'svg')).toBeNull();
});
