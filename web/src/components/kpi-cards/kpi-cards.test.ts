import { expect, test } from 'vitest';
import { kpis } from '../../testing/analytics-examples.js';
import { everythingIn, mount, textOf } from '../../testing/mount.js';
import './kpi-cards.js';

test('every key figure has its heading', async () => {
  const cards = await mount('relata-kpi-cards', { kpis: kpis() });
  expect(everythingIn(cards).filter((it) => it.localName === 'h3').map(textOf)).toEqual([
    'Who starts them',
    'Time to answer',
    'Time invested',
    'Emails sent and received',
    'How our emails are received',
  ]);
});
