/** A record as a card, where a row has no room. */
import { html, nothing } from 'lit';
import type { RecordRow, Touch } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { money } from '../../wording/money.js';
import { plannedInWords, touchInWords } from '../../wording/standing.js';
import { day } from '../../wording/time.js';
import { healthOf, invented, nameOf } from './columns.js';

export const card = (row: RecordRow) => html`
  <div role="gridcell" class="card">
    <div class="cell name">${nameOf(row)}</div>
    <div class="cell">${healthOf(row)}</div>
    <p class="faint one wide">${row.last ? contact('card.last', touchInWords(row.last), row.last) : t('card.no_contact')}</p>
    ${row.next ? html`<p class="faint one wide">${contact('card.next', plannedInWords(row.next), row.next)}</p>` : nothing}
    <p class="faint one wide">${row.kind === 'opportunity' ? deal(row) : t('card.counts', { emails: row.emails, meetings: row.meetings, calls: row.calls })}</p>
  </div>
`;

const contact = (label: 'card.last' | 'card.next', touch: string, { at }: Touch) => t(label, { touch, day: day(at) });

function deal(row: RecordRow) {
  const revenue = row.revenue === null ? t('card.no_revenue') : money(row.revenue, row.currency);
  const close = row.close_on === null ? t('card.no_close') : t('card.close', { day: day(row.close_on) });
  return html`${revenue}${invented(row, 'revenue')} · ${close}${invented(row, 'close_on')}`;
}
