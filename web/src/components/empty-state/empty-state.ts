import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Introducers } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { brokenInWords, readingInWords } from '../../wording/coverage.js';
import { when } from '../../wording/time.js';
import { styles } from './empty-state.styles.js';

type EmptyState = Exclude<Introducers['state'], 'known'>;

/**
 * @summary Why there is no introducer to show. Five different reasons, each said honestly: nobody was in touch, it is
 * hidden from the viewer, it went quiet, sources are still read, a source is broken.
 */
@customElement('relata-empty-state')
export class RelataEmptyState extends LitElement {
  static styles = [base, styles];

  /** An answer without introducers. */
  @property({ attribute: false }) answer: Introducers | null = null;

  render() {
    if (this.answer === null || this.answer.state === 'known') return nothing;
    return html`
      <p class="title">${t(`state.${this.answer.state}.title`)}</p>
      ${sentences[this.answer.state](this.answer).map((sentence) => html`<p>${sentence}</p>`)}
    `;
  }
}

const sentences: Record<EmptyState, (answer: Introducers) => string[]> = {
  nobody: ({ target, history_months, mailboxes_searched }) => [
    t('state.nobody', { name: target.name, count: history_months }),
    t('state.searched', { count: mailboxes_searched }),
  ],
  hidden: ({ target, hidden }) => [t('state.hidden', { name: target.name, count: hidden })],
  quiet: ({ target, quiet, computed_for }) =>
    quiet === null
      ? [t('state.quiet.alone', { name: target.name })]
      : [t('state.quiet', { name: target.name, colleague: quiet.colleague, when: when(quiet.last.at, computed_for) })],
  reading: ({ reading }) => reading.map(readingInWords),
  broken: ({ broken }) => [...broken.map(brokenInWords), t('state.broken.alone')],
};

declare global {
  interface HTMLElementTagNameMap {
    'relata-empty-state': RelataEmptyState;
  }
}
