import { expect, test } from 'vitest';
import { textsSaidBy } from '../../scripts/embed-texts.js';
import texts from './en.json';

const said = textsSaidBy('src/embed.ts', texts);

test.each(['locale', 'wkw.title', 'state.nobody', 'health.part.silence', 'touch.email.inbound', 'rhythm.weekly', 'period.days'])(
  'the widgets can say %s',
  (key) => expect(said).toHaveProperty([key]),
);

test.each(['ledger.title', 'nav.records', 'similar.deal'])('%s is for the application alone', (key) => {
  expect(texts).toHaveProperty([key]);
  expect(said).not.toHaveProperty([key]);
});
