/** Lines of the audit trail as sentences, and where what they are about has its page. */
import type { AuditEvent } from '../api/types.js';
import en from '../locales/en.json';
import { number as numberInWords, t } from '../locales/t.js';
import { hrefOfPerson, hrefOfRecord, hrefOfSettings } from '../routes.js';
import { plain } from './outside.js';
import { known, unknown } from './role.js';

const DID = 'audit.did.';

/** Every action there is, as the texts know them. */
export const ACTIONS = Object.keys(en)
  .filter((it) => it.startsWith(DID))
  .map((it) => it.slice(DID.length));

/** "Amber Adams gave consent." The name stands for itself beside it, so it may come from anywhere. */
export const actionInWords = (action: string) => known(`audit.did.${action}`) ?? unknown(plain(action));

const PAGES: Record<string, (id: string) => string> = {
  person: hrefOfPerson,
  record: hrefOfRecord,
  erasure: () => hrefOfSettings('privacy'),
  access_request: () => hrefOfSettings('privacy'),
};

/** How many people's ties were shown, where there were any. */
export const peopleShown = ({ people }: AuditEvent) => (people > 0 ? t('audit.people', { count: people }) : '');

/** What an event is about, as a link where it has a page. */
export function subjectOf(subject: string): { text: string; href?: string } | null {
  if (subject === '') return null;
  const [kind = '', ...rest] = subject.split(':');
  const id = rest.join(':');
  const text = id === '' ? plain(unknown(kind)) : t('audit.subject', { kind: known(`audit.about.${kind}`) ?? unknown(kind), id });
  const href = PAGES[kind]?.(id);
  return { text, ...(href && { href }) };
}

/** Counts and ids beside the event, as words; nothing when there are none. */
export function detailInWords(detail: string): string {
  const values = parsed(detail);
  return Object.entries(values)
    .map(([name, value]) => whatInWords(name, value) ?? `${unknown(plain(name))}: ${plain(inWords(value))}`)
    .join(' · ');
}

/** What was looked at or taken along. */
const whatInWords = (name: string, value: unknown) => (name === 'what' ? known(`audit.what.${String(value)}`) : undefined);

function inWords(value: unknown): string {
  if (typeof value === 'number') return numberInWords(value);
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : (known(`audit.${String(value)}`) ?? unknown(String(value)));
}

function parsed(detail: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(detail || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { detail };
  } catch {
    return { detail };
  }
}
