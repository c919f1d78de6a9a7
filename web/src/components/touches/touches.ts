import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Touch } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { plannedInWords, touchInWords } from '../../wording/standing.js';
import { ahead, when } from '../../wording/time.js';
import { channelIcons } from './channel-icons.js';
import { styles } from './touches.styles.js';

/**
 * @summary The last and the next contact of both sides: what it is, who starts it, and when.
 */
@customElement('relata-touches')
export class RelataTouches extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) last: Touch | null = null;
  @property({ attribute: false }) next: Touch | null = null;
  /** The day that distances count from. */
  @property({ attribute: false }) computedFor: string | null = null;

  render() {
    return html`
      <dl>
        <div>
          <dt>${t('touches.last')}</dt>
          <dd>${this.last ? touch(this.last, touchInWords(this.last), when(this.last.at, this.computedFor)) : t('touches.last.none')}</dd>
        </div>
        <div>
          <dt>${t('touches.next')}</dt>
          <dd>${this.next ? touch(this.next, plannedInWords(this.next), ahead(this.next.at, this.computedFor)) : t('touches.next.none')}</dd>
        </div>
      </dl>
    `;
  }
}

const touch = (it: Touch, words: string, distance: string) => html`
  ${channelIcons[it.channel]}
  <span><strong>${words}</strong> <time datetime=${it.at}>${distance}</time></span>
`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-touches': RelataTouches;
  }
}
