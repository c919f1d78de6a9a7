import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SearchHit } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { hrefOfHit } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { entries } from '../../styles/entries.styles.js';
import { outside } from '../../wording/outside.js';
import { byKind } from './by-kind.js';
import { styles } from './search-results.styles.js';
import '../avatar/avatar.js';

/**
 * @summary What a search found, by kind; within a kind in the server's order, the best first.
 */
@customElement('relata-search-results')
export class RelataSearchResults extends LitElement {
  static styles = [base, entries, styles];

  @property({ attribute: false }) results: SearchHit[] = [];

  render() {
    return byKind(this.results).map(([kind, hits]) => this.group(kind, hits));
  }

  private group(kind: SearchHit['kind'], hits: SearchHit[]) {
    return html`
      <section aria-labelledby=${kind}>
        <h2 id=${kind}>${t(`kinds.${kind}`)}</h2>
        <ul>
          ${hits.map((it) => this.row(it))}
        </ul>
      </section>
    `;
  }

  private row(hit: SearchHit) {
    return html`
      <li>
        <relata-avatar .name=${hit.name}></relata-avatar>
        <div class="main">
          <a href=${hrefOfHit(hit)}>${outside(hit.name)}</a>
          <span class="faint">${outside(hit.detail)}</span>
        </div>
        <span class="side faint">${hit.email && hit.email !== hit.detail && hit.email !== hit.name ? outside(hit.email) : null}</span>
      </li>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-search-results': RelataSearchResults;
  }
}
