import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Evidence, Part, Piece } from '../../api/types.js';
import { callIcon, emailIcon, meetingIcon, taskIcon } from '../../icons.js';
import { number, t, type Key } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { plain, sentence } from '../../wording/outside.js';
import { signedPoints } from '../../wording/strength.js';
import { day, moment } from '../../wording/time.js';
import { styles } from './evidence.styles.js';
import '../strength/strength.js';

/**
 * @summary Why a pair is said to know each other: the parts that add up to the strength, the newest pieces of evidence,
 * what was left out, what it is based on, and how sure it is.
 */
@customElement('relata-evidence')
export class RelataEvidence extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) evidence: Evidence | null = null;

  render() {
    if (this.evidence === null) return nothing;
    const { band, strength, computed_for, computed_at } = this.evidence;
    return html`
      <relata-strength .band=${band} .strength=${strength}></relata-strength>
      ${strength === null ? html`<p>${t('evidence.unknown')}</p>` : this.parts(this.evidence.parts, strength)}
      ${this.confidence(this.evidence)} ${this.pieces(this.evidence)} ${this.leftOut(this.evidence)}
      ${this.coverage(this.evidence)}
      <p class="faint">${t('evidence.computed', { day: day(computed_for), moment: moment(computed_at) })}</p>
    `;
  }

  private parts(parts: Part[], strength: number) {
    const longest = Math.max(1, ...parts.map((it) => Math.abs(it.points)));
    return html`
      <table>
        <caption>
          ${t('evidence.parts')}
        </caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">${t('evidence.part')}</th>
            <th scope="col">${t('evidence.points')}</th>
          </tr>
        </thead>
        <tbody>
          ${parts.map((it) => this.partRow(it, longest))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">${t('evidence.total')}</th>
            <td class="points">${number(strength)}</td>
          </tr>
        </tfoot>
      </table>
    `;
  }

  private partRow({ part, points, explanation }: Part, longest: number) {
    const width = `width: ${(Math.abs(points) / longest) * 100}%`;
    return html`
      <tr>
        <th scope="row">
          ${t(`part.${part}` as Key)}
          ${points === 0 ? nothing : html`<span class="bar ${points < 0 ? 'minus' : 'plus'}" .style=${width}></span>`}
          <span class="faint">${plain(explanation)}</span>
        </th>
        <td class="points">${signedPoints(points)}</td>
      </tr>
    `;
  }

  private confidence({ confidence, confidence_reason }: Evidence) {
    return html`
      <h3>${t('evidence.confidence')}</h3>
      <p><strong>${t(`confidence.${confidence}`)}.</strong> ${sentence(confidence_reason)}</p>
    `;
  }

  private pieces({ pieces, first_at, colleague, contact }: Evidence) {
    const names = { colleague: colleague.name, contact: contact.name };
    return html`
      <h3>${t('evidence.pieces')}</h3>
      ${pieces.length === 0 ? html`<p>${t('evidence.pieces.none')}</p>` : nothing}
      <ul class="pieces">
        ${pieces.map((it) => this.piece(it, names))}
      </ul>
      <p class="faint">${t('evidence.first', { day: day(first_at) })}</p>
    `;
  }

  private piece({ at, kind, direction, reply }: Piece, names: { colleague: string; contact: string }) {
    return html`
      <li>
        ${icons[kind]}
        <span class="sentence">${t(`piece.${kind}.${direction}`, names)}${reply ? `, ${t('piece.reply')}` : ''}</span>
        <time datetime=${at}>${day(at)}</time>
      </li>
    `;
  }

  private leftOut({ left_out }: Evidence) {
    return html`
      <h3>${t('evidence.left_out')}</h3>
      ${left_out.length === 0 ? html`<p>${t('evidence.left_out.none')}</p>` : nothing}
      <ul>
        ${left_out.map((it) => html`<li class="rule"><strong>${number(it.count)}</strong> ${plain(it.explanation)}</li>`)}
      </ul>
    `;
  }

  private coverage({ coverage: { mailbox, state, detail } }: Evidence) {
    return html`
      <h3>${t('evidence.coverage')}</h3>
      <p>${t(`coverage.${state}`, { mailbox })} ${sentence(detail)}</p>
    `;
  }
}

const icons = { email: emailIcon, meeting: meetingIcon, call: callIcon, task: taskIcon };

declare global {
  interface HTMLElementTagNameMap {
    'relata-evidence': RelataEvidence;
  }
}
