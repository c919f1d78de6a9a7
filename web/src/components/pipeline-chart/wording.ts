/** A bubble in words, for who points at it, and for who reads the table. */
import type { Bubble } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { money } from '../../wording/money.js';
import { plain } from '../../wording/outside.js';
import { standingInWords } from '../../wording/standing.js';
import { day } from '../../wording/time.js';
import type { ChartTable } from '../chart/chart.js';

const LONGEST = 60;

export const revenueOf = ({ revenue, currency }: Bubble) => (revenue === null ? t('card.no_revenue') : money(revenue, currency));

/** Line by line. */
export function detailOf(bubble: Bubble): string[] {
  const { name, account, owner, stage, close_on, health } = bubble;
  const people = [account?.name, owner].filter((it) => it != null).map(short);
  return [
    short(name),
    people.join(' · '),
    [revenueOf(bubble), stage && short(stage)].filter(Boolean).join(' · '),
    t('pipeline.closes', { day: day(close_on) }),
    `${t('column.health')}: ${standingInWords(health)}`,
  ].filter(Boolean);
}

export const tableOf = (bubbles: Bubble[]): ChartTable => ({
  columns: [t('kind.opportunity'), t('kind.account'), t('column.owner'), t('column.revenue'), t('column.close'), t('pipeline.stage'), t('column.health')],
  rows: bubbles.map((it) => [
    { text: it.name, href: hrefOfRecord(it.id) },
    it.account?.name ?? null,
    it.owner,
    it.revenue === null ? null : money(it.revenue, it.currency),
    day(it.close_on),
    it.stage,
    standingInWords(it.health),
  ]),
});

/** A canvas does not wrap: what is too long ends in dots. */
const short = (text: string) => {
  const inert = plain(text);
  return inert.length > LONGEST ? `${inert.slice(0, LONGEST)}…` : inert;
};
