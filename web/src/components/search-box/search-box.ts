import { LitElement, html, nothing } from 'lit';
import { customElement, property, query as find, state } from 'lit/decorators.js';
import type { SearchHit } from '../../api/types.js';
import { searchIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { byKind } from '../search-results/by-kind.js';
import { ChooseEvent, QueryEvent, SubmitQueryEvent } from './search-box.events.js';
import { styles } from './search-box.styles.js';

/** So long a pause in typing counts as the end of a word. */
const PAUSE_MS = 150;

/**
 * @summary A search field with suggestions, after the ARIA combobox pattern: arrows walk through the suggestions, Enter
 * takes one or searches for what was typed, Escape closes them and then empties the field.
 *
 * @event {QueryEvent} relata-query - The viewer paused in typing; suggestions are wanted.
 * @event {ChooseEvent} relata-choose - The viewer took a suggestion.
 * @event {SubmitQueryEvent} relata-submit - The viewer wants all results.
 */
@customElement('relata-search-box')
export class RelataSearchBox extends LitElement {
  static styles = [base, styles];

  @property() query = '';
  /** Suggestions for the query; null while there are none to show. */
  @property({ attribute: false }) hits: SearchHit[] | null = null;

  @state() private open = false;
  /** The suggestion the arrows stand on; -1 is the field itself. */
  @state() private active = -1;

  @find('input') private field!: HTMLInputElement;
  private pause?: ReturnType<typeof setTimeout>;

  render() {
    const shown = this.open && this.hits !== null && this.query.trim() !== '';
    return html`
      <form role="search" @submit=${this.submitted} @focusout=${this.left}>
        ${searchIcon}
        <input
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          maxlength="200"
          placeholder=${t('search.placeholder')}
          aria-label=${t('search.label')}
          aria-autocomplete="list"
          aria-controls="hits"
          aria-expanded=${shown}
          aria-activedescendant=${shown && this.active >= 0 ? `hit-${this.active}` : nothing}
          .value=${this.query}
          @input=${this.typed}
          @keydown=${this.pressed}
          @focus=${() => (this.open = true)}
        />
        <div id="hits" class="hits" role="listbox" aria-label=${t('search.results')} ?hidden=${!shown || this.hits?.length === 0}>
          ${shown ? byKind(this.ordered).map(([kind, hits]) => this.group(kind, hits)) : nothing}
        </div>
        <p class="visually-hidden" role="status">${shown ? this.found() : ''}</p>
      </form>
    `;
  }

  /** The suggestions in the order they are shown, and the arrows walk. */
  private get ordered(): SearchHit[] {
    return byKind(this.hits ?? []).flatMap(([, hits]) => hits);
  }

  private group(kind: SearchHit['kind'], hits: SearchHit[]) {
    return html`
      <div role="group" aria-labelledby=${kind}>
        <p id=${kind} class="kind" role="presentation">${t(`kinds.${kind}`)}</p>
        ${hits.map((it) => this.hit(it, this.ordered.indexOf(it)))}
      </div>
    `;
  }

  private hit(hit: SearchHit, index: number) {
    return html`
      <div
        id="hit-${index}"
        class="hit"
        role="option"
        aria-selected=${index === this.active}
        @pointerdown=${(event: PointerEvent) => event.preventDefault()}
        @click=${() => this.choose(hit)}
      >
        <span class="name">${outside(hit.name)}</span>
        <span class="faint">${outside(detailOf(hit))}</span>
      </div>
    `;
  }

  private found() {
    const count = this.hits?.length ?? 0;
    return count === 0 ? t('search.none', { query: this.query }) : t('search.found', { count });
  }

  private typed() {
    this.query = this.field.value;
    this.open = true;
    this.active = -1;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.dispatchEvent(new QueryEvent(this.query.trim())), PAUSE_MS);
  }

  private pressed(event: KeyboardEvent) {
    const count = this.open ? (this.hits?.length ?? 0) : 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) this.walk(step, count);
    else if (event.key === 'Escape') this.escape();
    else return;
    event.preventDefault();
  }

  /** From the field down to the first, from the last on to the field again. */
  private walk(step: number, count: number) {
    this.open = true;
    this.active = ((this.active + 1 + step + count + 1) % (count + 1)) - 1;
    void this.updateComplete.then(() => this.renderRoot.querySelector(`#hit-${this.active}`)?.scrollIntoView({ block: 'nearest' }));
  }

  private escape() {
    if (this.open && this.hits?.length) this.open = false;
    else this.query = '';
    this.active = -1;
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    const hit = this.open ? this.ordered[this.active] : undefined;
    if (hit) this.choose(hit);
    else if (this.query.trim()) this.leave(new SubmitQueryEvent(this.query.trim()));
  }

  private choose(hit: SearchHit) {
    this.query = '';
    this.leave(new ChooseEvent(hit));
  }

  private leave(event: Event) {
    clearTimeout(this.pause);
    this.open = false;
    this.active = -1;
    this.dispatchEvent(event);
  }

  private left() {
    this.open = false;
    this.active = -1;
  }
}

function detailOf({ name, detail, email }: SearchHit): string {
  return email && email !== name && !detail.includes(email) ? [detail, email].filter(Boolean).join(' · ') : detail;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-search-box': RelataSearchBox;
  }
}
