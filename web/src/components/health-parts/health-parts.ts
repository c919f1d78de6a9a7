import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Health } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { signedPoints } from '../../wording/strength.js';
import { styles } from './health-parts.styles.js';

/**
 * @summary The parts of a score of health, and that they add up to it.
 */
@customElement('relata-health-parts')
export class RelataHealthParts extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) parts: Health['parts'] = [];
  @property({ type: Number }) score: number | null = null;

  render() {
    if (this.score === null) return nothing;
    const longest = Math.max(1, ...this.parts.map(({ points }) => Math.abs(points)));
    return html`
      <table>
        <caption class="visually-hidden">
          ${t('health.parts')}
        </caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">${t('health.part')}</th>
            <th scope="col">${t('health.points')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.parts.map((it) => this.row(it, longest))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${t('health.total')}</th>
            <td>${number(this.score)}</td>
          </tr>
        </tfoot>
      </table>
    `;
  }

  private row({ part, points }: Health['parts'][number], longest: number) {
    const width = `width: ${(Math.abs(points) / longest) * 100}%`;
    return html`
      <tr>
        <th scope="row">
          ${t(`health.part.${part}`)}
          ${points === 0 ? nothing : html`<span class="bar ${points < 0 ? 'minus' : ''}" .style=${width}></span>`}
        </th>
        <td>${signedPoints(points)}</td>
      </tr>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-health-parts': RelataHealthParts;
  }
}
