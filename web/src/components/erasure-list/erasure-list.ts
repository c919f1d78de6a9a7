import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { receiptDownload } from '../../api/erasures.js';
import type { Erasure } from '../../api/types.js';
import { downloadIcon } from '../../icons.js';
import { number, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { clearingSteps } from '../../wording/clearing.js';
import { outside, plain, sentence } from '../../wording/outside.js';
import { known, unknown } from '../../wording/role.js';
import { moment } from '../../wording/time.js';
import { styles } from './erasure-list.styles.js';
import '../steps/steps.js';

/**
 * @summary Erasures, the newest first: how far each has come, what went, and its receipt.
 */
@customElement('relata-erasure-list')
export class RelataErasureList extends LitElement {
  static styles = [base, controls, styles];

  @property() server = '';
  @property({ attribute: false }) erasures: Erasure[] = [];

  render() {
    return html`<ul>${repeat(this.erasures, ({ id }) => id, (it) => this.erasure(it))}</ul>`;
  }

  private erasure(erasure: Erasure) {
    const { id, source, state, reason, requested_at, requested_by, detail } = erasure;
    const steps = clearingSteps({ ...erasure, rows_due: null }, state === 'failed');
    const title = t('erasure.title', { id: plain(id), whom: whom(erasure) });
    return html`
      <li>
        <div class="head">
          <h3>${title}</h3>
          <span class="faint">${t(`erasure.source.${source}`)} · ${t('consent.when_by', { moment: moment(requested_at), name: requested_by })}</span>
        </div>
        <relata-steps .label=${title} .steps=${steps}></relata-steps>
        ${reason ? html`<p class="faint">${t('erasure.reason')} ${outside(reason)}</p>` : nothing}
        ${state === 'failed' ? html`<p class="failed">${t('erasure.failed')} ${sentence(detail ?? '')}</p>` : nothing}
        ${this.counts(erasure)} ${this.receipt(erasure, title)}
      </li>
    `;
  }

  private counts({ counts }: Erasure) {
    if (Object.keys(counts).length === 0) return nothing;
    const some = Object.entries(counts).filter(([, count]) => count > 0);
    return html`<p class="faint">${t('erasure.counts')} ${some.map(([name, count]) => erased(name, count)).join(' · ') || t('erasure.count.nothing')}</p>`;
  }

  private receipt({ id, files_gone_at }: Erasure, title: string) {
    if (files_gone_at === null) return html`<p class="faint">${t('erasure.receipt.when')}</p>`;
    return html`
      <div>
        <a class="button" download href=${receiptDownload(this.server, id)} aria-label=${t('erasure.receipt.of', { erasure: title })}>${downloadIcon} ${t('erasure.receipt')}</a>
      </div>
    `;
  }
}

/** So many rows of a table of the log; of one this version does not know, with its own name. */
function erased(table: string, count: number): string {
  const key = `erasure.count.${table.replace(/^log\./, '').replaceAll(' ', '_')}`;
  return known(key, { count }) ?? `${number(count)} ${unknown(plain(table))}`;
}

/** By name while there is one: once it is erased, nobody knows any more whom it was about. */
function whom({ kind, person, rows_gone_at }: Erasure): string {
  if (person) return plain(person.name);
  return kind === 'person' && rows_gone_at === null ? t('erasure.unmet') : t(`erasure.kind.${kind}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-erasure-list': RelataErasureList;
  }
}
