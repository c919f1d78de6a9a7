import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Moves } from '../../api/types.js';
import { ApiProblem } from '../../api/client.js';
import { listMoves } from '../../api/moves.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { tokens } from '../../styles/tokens.styles.js';
import { sentence } from '../../wording/outside.js';
import { day } from '../../wording/time.js';
import { styles } from './moves.styles.js';
import '../../components/moves/moves.js';
import '../../components/problem/problem.js';
import '../../components/skeleton/skeleton.js';

const FORBIDDEN = 403;

/**
 * @summary What moved in the relationships of the last days, or a word that nothing did.
 */
@customElement('relata-what-moved')
export class RelataWhatMoved extends LitElement {
  static styles = [tokens, base, styles];

  /** Where Relata runs; the page's own origin when empty. */
  @property() server = '';
  @property({ type: Number }) days = 7;
  /** Show no more than this, some of each group; 0 shows all. */
  @property({ type: Number }) limit = 0;

  private readonly moves = new Task(this, {
    task: ([server, days], { signal }) => listMoves(server, days, signal),
    args: () => [this.server, this.days] as const,
  });

  render() {
    return this.moves.render({
      pending: () => html`<relata-skeleton .rows=${4}></relata-skeleton>`,
      error: (error) => this.problem(error),
      complete: (moves) => this.content(moves),
    });
  }

  /** What the viewer may not see is no fault of a page that shows it only beside other things. */
  private problem(error: unknown) {
    if (this.limit > 0 && error instanceof ApiProblem && error.status === FORBIDDEN) return html`<p>${sentence(error.message)}</p>`;
    return html`<relata-problem .error=${error} @relata-retry=${() => this.moves.run()}></relata-problem>`;
  }

  private content({ from, until, moves }: Moves) {
    return html`
      <p class="faint" role="status">${t('moves.window', { count: moves.length, from: day(from), until: day(until) })}</p>
      ${moves.length === 0
        ? html`<p class="nothing"><strong>${t('moves.none')}</strong><br />${t('moves.none.hint')}</p>`
        : html`<relata-moves .moves=${moves} .limit=${this.limit}></relata-moves>`}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-what-moved': RelataWhatMoved;
  }
}
