import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { plain } from '../../wording/outside.js';
import { warningIcon } from '../../icons.js';
import { styles } from './problem.styles.js';

/**
 * @summary What went wrong, in the server's words, and a way to try again.
 *
 * @event relata-retry - The viewer wants to try again.
 */
@customElement('relata-problem')
export class RelataProblem extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) error: unknown = null;

  render() {
    return html`
      <div role="alert">
        ${warningIcon}
        <div>
          <strong>${t('problem.title')}</strong>
          <p>${plain(this.error instanceof Error ? this.error.message : String(this.error))}</p>
        </div>
        <button class="button" @click=${this.retry}>${t('problem.retry')}</button>
      </div>
    `;
  }

  private retry() {
    this.dispatchEvent(new Event('relata-retry'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-problem': RelataProblem;
  }
}
