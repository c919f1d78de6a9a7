/** Lines of the audit trail as sentences, and where what they are about has its page. */
import type { AuditEvent } from '../api/types.js';
import en from '../locales/en.json';
import { LOCALE, number as numberInWords, t } from '../locales/t.js';
import { hrefOfColleague, hrefOfPerson, hrefOfRecord, hrefOfSettings } from '../routes.js';
import { plain } from './outside.js';
import { known, roleInWords, unknown } from './role.js';

const DID = 'audit.did.';

/** Every action there is, as the texts know them. */
export const ACTIONS = Object.keys(en)
  .filter((it) => it.startsWith(DID))
  .map((it) => it.slice(DID.length));

export const actionInWords = (action: string) => known(`audit.did.${action}`) ?? unknown(plain(action));

/** "Amber Adams gave consent." The name stands for itself beside it, so it may come from anywhere. */
export function whatWasDone({ action, detail }: AuditEvent): string {
  const { flag } = parsed(detail);
  if (flag === undefined) return actionInWords(action);
  return t(String(flag) === 'true' ? 'audit.marked' : 'audit.unmarked');
}

/** What Relata itself, the command line and others without a number did begins a sentence too. */
export const actorInWords = ({ id, name }: AuditEvent['actor']) => (id.includes(':') ? name : name.charAt(0).toLocaleUpperCase(LOCALE) + name.slice(1));

/** Whatever is done to colleagues as such. */
const OF_COLLEAGUES = /^(opted|role|right)_/;
/** Somebody whose page may be gone by now. */
const OF_REQUESTS = /^(erasure|access)_/;

const PAGES: Record<string, (id: string) => string> = {
  person: hrefOfPerson,
  colleague: hrefOfColleague,
  record: hrefOfRecord,
  erasure: () => hrefOfSettings('privacy'),
  access_request: () => hrefOfSettings('privacy'),
};

/** How many people's ties were shown, where there were any. */
export const peopleShown = ({ people }: AuditEvent) => (people > 0 ? t('audit.people', { count: people }) : '');

/** What an event is about, as a link where it has a page. */
export function subjectOf({ subject, action }: Pick<AuditEvent, 'subject' | 'action'>): { text: string; href?: string } | null {
  if (subject === '') return null;
  const [kind = '', ...rest] = subject.split(':');
  const id = rest.join(':');
  const text = id === '' ? plain(unknown(kind)) : t('audit.subject', { kind: known(`audit.about.${kind}`) ?? unknown(kind), id: kind === 'role' ? roleInWords(id) : id });
  const href = pageOf(kind, action)?.(id);
  return { text, ...(href && { href }) };
}

function pageOf(kind: string, action: string) {
  if (kind !== 'person') return PAGES[kind];
  if (OF_REQUESTS.test(action)) return PAGES.access_request;
  return OF_COLLEAGUES.test(action) ? PAGES.colleague : PAGES.person;
}

/** Kept as one text. */
const LISTS = ['insights', 'rights'];

/** Counts and ids beside the event, as words; nothing when there are none. */
export function detailInWords(detail: string): string {
  const values = parsed(detail);
  return Object.entries(values)
    .filter(([name]) => name !== 'flag')
    .map(([name, value]) => whatInWords(name, value) ?? `${unknown(plain(name))}: ${plain(inWords(LISTS.includes(name) ? String(value).split(/[ ,]+/) : value))}`)
    .join(' · ');
}

/** What was looked at or taken along. */
const whatInWords = (name: string, value: unknown) => (name === 'what' ? known(`audit.what.${String(value)}`) : undefined);

function inWords(value: unknown): string {
  if (typeof value === 'number') return numberInWords(value);
  if (Array.isArray(value)) return value.map(inWords).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return known(`audit.${String(value)}`) ?? unknown(String(value));
}

function parsed(detail: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(detail || '{}');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : { detail };
  } catch {
    return { detail };
  }
}
