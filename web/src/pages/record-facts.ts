/** The fields of a record, as its page shows them: a few at the head, all of them in a tab. */
import type { RecordPage } from '../api/types.js';
import type { Fact, FactValue } from '../components/facts/facts.js';
import type { Key } from '../locales/t.js';
import { t } from '../locales/t.js';
import { hrefOfRecord } from '../routes.js';
import { money } from '../wording/money.js';
import { day } from '../wording/time.js';

export const isInvented = ({ invented }: RecordPage, field: keyof RecordPage) => invented.includes(field);

/** What tells a record from others, and how far it is. */
export function mainFacts(record: RecordPage): Fact[] {
  return [
    fact(record, 'title', [record.title]),
    fact(record, 'company', [record.account ? null : record.company]),
    fact(record, 'account', [named(record.account)]),
    fact(record, 'emails', record.emails),
    fact(record, 'owner', [record.owner]),
    ...standing(record),
  ];
}

/** Every field. */
export function allFacts(record: RecordPage): Fact[] {
  return [
    ...mainFacts(record),
    fact(record, 'domains', record.domains),
    fact(record, 'state', [record.state]),
    fact(record, 'primary_contact', [named(record.primary_contact)]),
    fact(record, 'stakeholders', record.stakeholders.map(({ id, name }) => named({ id, name }))),
    fact(record, 'team', record.team),
    fact(record, 'created_on', [record.created_on && day(record.created_on)]),
    fact(record, 'close_on', [record.closed_on && record.close_on && day(record.close_on)]),
  ];
}

function standing(record: RecordPage): Fact[] {
  const { kind, status, stage, revenue, currency, close_on } = record;
  const status_shown = kind === 'lead' || kind === 'opportunity' ? t(`status.${status}`) : null;
  return [
    fact(record, 'status', [status_shown]),
    fact(record, 'stage', [stage]),
    fact(record, 'revenue', [revenue === null ? null : money(revenue, currency)]),
    record.closed_on ? fact(record, 'closed_on', [day(record.closed_on)]) : fact(record, 'close_on', [close_on && day(close_on)]),
  ];
}

type Field = keyof RecordPage & (Key extends infer Name ? (Name extends `record.${infer Field}` ? Field : never) : never);

const fact = (record: RecordPage, field: Field, values: FactValue[]): Fact => ({
  label: `record.${field}`,
  values,
  invented: isInvented(record, field),
});

function named(it: { id: string | null; name: string } | null): FactValue {
  if (it === null) return null;
  return it.id === null ? it.name : { text: it.name, href: hrefOfRecord(it.id) };
}
