import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { styles } from './sides.styles.js';

/** What one side did: as it is written, and as the length of a bar; without a bar where lengths mean nothing. */
export interface Amount {
  text: string;
  size: number | null;
}

export interface SidesRow {
  label: string;
  us: Amount;
  them: Amount;
  /** The same of similar won deals, as it is written; null where they have no such figure. */
  similar?: string | null;
}

/**
 * @summary Our side beside the other: a row for each figure, bars to compare by, and where there are similar won deals,
 * their averages. Our bars are solid, theirs are striped.
 */
@customElement('relata-sides')
export class RelataSides extends LitElement {
  static styles = [base, styles];

  /** What the figures are about. */
  @property() label = '';
  @property({ attribute: false }) rows: SidesRow[] = [];
  /** How many similar won deals the averages are of; null where there are none to compare with. */
  @property({ attribute: false }) deals: number | null = null;

  render() {
    const longest = Math.max(0, ...this.rows.flatMap(({ us, them }) => [us.size ?? 0, them.size ?? 0]));
    return html`
      <table>
        <caption class="visually-hidden">
          ${this.label}
        </caption>
        <thead>
          <tr>
            <td></td>
            <th scope="col"><span class="swatch us" aria-hidden="true"></span>${t('side.us')}</th>
            <th scope="col"><span class="swatch them" aria-hidden="true"></span>${t('side.them')}</th>
            ${this.deals === null ? nothing : this.similar(this.deals)}
          </tr>
        </thead>
        <tbody>
          ${this.rows.map((it) => this.row(it, longest))}
        </tbody>
      </table>
    `;
  }

  private similar(count: number) {
    return html`<th scope="col" class="similar" title=${t('side.similar.count', { count })}>${t('side.similar')} <span>${t('side.similar.how')}</span></th>`;
  }

  private row({ label, us, them, similar }: SidesRow, longest: number) {
    return html`
      <tr>
        <th scope="row">${label}</th>
        <td>${us.text} ${bar('us', us.size, longest)}</td>
        <td>${them.text} ${bar('them', them.size, longest)}</td>
        ${this.deals === null ? nothing : html`<td class="similar">${similar ?? t('figure.none')}</td>`}
      </tr>
    `;
  }
}

function bar(side: 'us' | 'them', size: number | null, longest: number) {
  if (!size) return nothing;
  return html`<span class="bar ${side}" .style=${`width: ${(size / longest) * 100}%`}></span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-sides': RelataSides;
  }
}
