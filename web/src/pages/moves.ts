import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../locales/t.js';
import { hrefOfMoves } from '../routes.js';
import { base } from '../styles/base.styles.js';
import { choices } from '../styles/choices.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { SERVER } from './server.js';
import '../widgets/moves/moves.js';

/** Moves are of the last week. */
const WINDOWS = [1, 3, 7] as const;

/** The days an address asks for; a week when it asks for none we offer. */
export const daysOf = (asked: string | null) => WINDOWS.find((it) => String(it) === asked) ?? 7;

/**
 * @summary What moved in the relationships of the last day, three days, or week.
 */
@customElement('relata-moves-page')
export class RelataMovesPage extends LitElement {
  static styles = [base, choices, page];

  @property({ type: Number }) days = 7;

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('moves.title'));
  }

  render() {
    return html`
      <header>
        <h1>${t('moves.title')}</h1>
        <p>${t('moves.intro')}</p>
      </header>
      <nav class="choices" aria-label=${t('moves.windows')}>
        ${WINDOWS.map(
          (it) => html`<a href=${hrefOfMoves(it)} aria-current=${it === this.days ? 'page' : 'false'}>${t('moves.days', { count: it })}</a>`,
        )}
      </nav>
      <div class="card"><relata-what-moved .server=${SERVER} .days=${this.days}></relata-what-moved></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-moves-page': RelataMovesPage;
  }
}
