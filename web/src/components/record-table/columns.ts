/** What the table of records says of each, in which column. */
import { html, nothing, type TemplateResult } from 'lit';
import type { RecordKind, RecordRow, Touch } from '../../api/types.js';
import type { Sort } from '../../api/record-query.js';
import { number, t, type Key } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { money } from '../../wording/money.js';
import { outside, plain } from '../../wording/outside.js';
import { plannedInWords, touchInWords } from '../../wording/standing.js';
import { day } from '../../wording/time.js';
import '../grade/grade.js';

export interface Column {
  name: Sort | 'owner';
  sort: Sort | null;
  label: Key;
  /** Pixels it needs. */
  least: number;
  /** Its share of the pixels to spare. */
  share?: number;
  cell: (row: RecordRow) => TemplateResult | string;
  /** Numbers stand at the end, where their digits line up. */
  amount?: true;
  kinds?: RecordKind[];
}

/** Beside a column, and at both ends of a row. */
const GAP_PX = 16;
/** What goes first where there is too little room for all. */
const DISPENSABLE: Column['name'][] = ['calls', 'meetings', 'emails', 'owner', 'next'];

/** The columns that fit. */
export function columnsOf(kind: RecordKind, width: number): Column[] {
  let columns = COLUMNS.filter(({ kinds }) => kinds?.includes(kind) ?? true);
  for (const name of DISPENSABLE) if (roomOf(columns) > width) columns = columns.filter((it) => it.name !== name);
  return columns;
}

/** As the track of a CSS grid. */
export const trackOf = ({ least, share }: Column) => (share ? `minmax(${least}px, ${share}fr)` : `${least}px`);

const roomOf = (columns: Column[]) => columns.reduce((sum, { least }) => sum + least + GAP_PX, GAP_PX);

const DEAL: RecordKind[] = ['opportunity'];
const PARTY: RecordKind[] = ['contact', 'lead', 'account'];

const COLUMNS: Column[] = [
  { name: 'name', sort: 'name', label: 'column.name', least: 180, share: 3, cell: nameOf },
  { name: 'health', sort: 'health', label: 'column.health', least: 112, share: 1, cell: healthOf },
  { name: 'last', sort: 'last', label: 'column.last', least: 112, share: 1, cell: (row) => touch(row.last, touchInWords) },
  { name: 'next', sort: 'next', label: 'column.next', least: 112, share: 1, cell: (row) => touch(row.next, plannedInWords) },
  count('emails', 56),
  count('meetings', 72),
  count('calls', 44),
  { name: 'revenue', sort: 'revenue', label: 'column.revenue', least: 124, amount: true, kinds: DEAL, cell: revenueOf },
  { name: 'close', sort: 'close', label: 'column.close', least: 108, kinds: DEAL, cell: closeOf },
  { name: 'owner', sort: null, label: 'column.owner', least: 100, share: 1, kinds: PARTY, cell: ownerOf },
];

function count(name: 'emails' | 'meetings' | 'calls', least: number): Column {
  return { name, sort: name, label: `column.${name}`, least, amount: true, cell: (row) => number(row[name]) };
}

function revenueOf(row: RecordRow) {
  return html`${row.revenue === null ? '–' : money(row.revenue, row.currency)}${invented(row, 'revenue')}`;
}

function closeOf(row: RecordRow) {
  return html`<span>${row.close_on ? day(row.close_on) : '–'}${invented(row, 'close_on')}</span>`;
}

function ownerOf(row: RecordRow) {
  return html`<span class="one" title=${plain(row.owner ?? '')}>${row.owner ? outside(row.owner) : '–'}${invented(row, 'owner')}</span>`;
}

export function nameOf(row: RecordRow) {
  const detail = detailOf(row);
  return html`
    <a class="one" href=${hrefOfRecord(row.id)} tabindex="-1" title=${plain(row.name)}>${outside(row.name)}</a>
    ${detail ? html`<span class="one faint" title=${plain(detail)}>${outside(detail)}</span>` : nothing}
  `;
}

export function healthOf({ health }: RecordRow) {
  return html`<relata-grade .state=${health.state} .score=${health.score} .trend=${health.trend}></relata-grade>`;
}

/** An opportunity's account and stage; anybody's title and company. */
function detailOf({ kind, title, company, account, stage, owner, email, name }: RecordRow): string {
  const words = kind === 'opportunity' ? [account?.name, stage, owner] : [title, account?.name ?? company, stage];
  const said = words.filter(Boolean).join(' · ');
  return said || (email && email !== name ? email : '');
}

const touch = (it: Touch | null, inWords: (it: Touch) => string) =>
  it === null ? html`<span class="faint">–</span>` : html`<span class="one">${inWords(it)}</span><span class="one faint">${day(it.at)}</span>`;

/** Marks what the sample data made up; the foot of the list says what the mark means. */
export const invented = (row: RecordRow, field: keyof RecordRow) =>
  row.invented.includes(field) ? html`<span aria-hidden="true">*</span><span class="visually-hidden"> (${t('record.invented')})</span>` : nothing;
