import { expect, test } from 'vitest';
import { record } from '../testing/analytics-examples.js';
import { allFacts, mainFacts } from './record-facts.js';

const given = (facts: ReturnType<typeof allFacts>) =>
  Object.fromEntries(facts.map(({ label, values }) => [label, values.filter((it) => it !== null)]).filter(([, values]) => values!.length > 0));

test('an opportunity shows how far it is, a contact does not', () => {
  expect(given(mainFacts(record({ kind: 'opportunity' })))).toMatchObject({
    'record.status': ['Open'],
    'record.stage': ['Propose'],
    'record.revenue': ['US$120,000'],
    'record.close_on': ['30 Jun 2002'],
  });
  expect(given(mainFacts(record({ kind: 'contact' })))).not.toHaveProperty('record.status');
});

test('who belongs to it leads to their pages where they have one', () => {
  expect(given(allFacts(record()))).toMatchObject({
    'record.account': [{ text: 'Acme', href: '/records/A-1' }],
    'record.primary_contact': [{ text: 'Lea Brandt', href: '/records/C-1' }],
    'record.stakeholders': [{ text: 'Lea Brandt', href: '/records/C-1' }, 'board@acme.example'],
  });
});

test('what the sample made up says so', () => {
  const invented = allFacts(record({ invented: ['stage'] })).filter((it) => it.invented);
  expect(invented.map(({ label }) => label)).toEqual(['record.stage']);
});
