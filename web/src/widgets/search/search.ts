import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { SHORTEST_QUERY, search } from '../../api/search.js';
import type { ChooseEvent, QueryEvent, SubmitQueryEvent } from '../../components/search-box/search-box.events.js';
import { navigate } from '../../router.js';
import { hrefOfHit, hrefOfSearch } from '../../routes.js';
import '../../components/search-box/search-box.js';

const SUGGESTIONS = 8;

/**
 * @summary The application's search: suggestions from the server while the viewer types, then the page of what was taken.
 */
@customElement('relata-search')
export class RelataSearch extends LitElement {
  @property() server = '';
  /** What the field says at first. */
  @property() query = '';

  @state() private asked = '';

  private readonly hits = new Task(this, {
    task: async ([server, asked], { signal }) =>
      asked.length < SHORTEST_QUERY ? null : (await search(server, asked, SUGGESTIONS, signal)).results,
    args: () => [this.server, this.asked] as const,
  });

  render() {
    return html`
      <relata-search-box
        .query=${this.query}
        .hits=${this.asked === '' ? null : (this.hits.value ?? null)}
        @relata-query=${(event: QueryEvent) => (this.asked = event.query)}
        @relata-choose=${(event: ChooseEvent) => this.go(hrefOfHit(event.hit))}
        @relata-submit=${(event: SubmitQueryEvent) => this.go(hrefOfSearch(event.query))}
      ></relata-search-box>
    `;
  }

  private go(href: string) {
    this.asked = '';
    navigate(href);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-search': RelataSearch;
  }
}
