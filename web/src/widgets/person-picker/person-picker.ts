import { LitElement, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { getRecord } from '../../api/records.js';
import { SHORTEST_QUERY, search } from '../../api/search.js';
import type { SearchHit } from '../../api/types.js';
import type { LookEvent, PickEvent } from '../../components/picker/picker.events.js';
import { closeIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { chips } from '../../styles/chips.styles.js';
import { outside } from '../../wording/outside.js';
import '../../components/fault/fault.js';
import '../../components/picker/picker.js';

const MOST = 20;

/** Somebody, by the number of the person. */
export interface Picked {
  id: string;
  name: string;
}

/** The viewer chose somebody, or nobody any more. */
export class PersonEvent extends Event {
  constructor(readonly person: Picked | null) {
    super('relata-person');
  }
}

/**
 * @summary One person, found by name or address: a colleague, somebody outside, or whom a contact or lead stands for.
 *
 * @event {PersonEvent} relata-person - The viewer chose somebody, or nobody any more.
 */
@customElement('relata-person-picker')
export class RelataPersonPicker extends LitElement {
  static styles = [base, chips];

  @property() server = '';
  @property({ attribute: false }) person: Picked | null = null;

  @state() private hits: SearchHit[] | null = null;
  @state() private error: unknown = null;
  private visit = new AbortController();

  render() {
    return html`
      ${this.person ? this.chosen(this.person) : this.finder()}
      <relata-fault .error=${this.error}></relata-fault>
    `;
  }

  private chosen(person: Picked) {
    return html`
      <ul class="chips">
        <li>${outside(person.name)} <button type="button" aria-label=${t('groups.remove', { name: person.name })} @click=${() => this.tell(null)}>${closeIcon}</button></li>
      </ul>
    `;
  }

  private finder() {
    const choices = this.hits?.map(({ kind, id, name, detail, email }) => ({ id: `${kind} ${id}`, name, detail: [t(`kind.${kind}`), email ?? detail].filter(Boolean).join(' · ') })) ?? null;
    return html`
      <relata-picker flows .label=${t('person_picker.label')} .choices=${choices}
        @relata-look=${({ query }: LookEvent) => this.look(query)} @relata-pick=${({ choice }: PickEvent) => this.pick(choice.id)}></relata-picker>
    `;
  }

  private look(query: string) {
    return this.attempt(async (signal) => {
      if (query.length < SHORTEST_QUERY) return void (this.hits = null);
      const { results } = await search(this.server, query, MOST, signal);
      this.hits = results.filter(({ kind }) => kind === 'colleague' || kind === 'person' || kind === 'contact' || kind === 'lead');
    });
  }

  private pick(id: string) {
    const hit = this.hits?.find((it) => `${it.kind} ${it.id}` === id);
    if (!hit) return;
    void this.attempt(async (signal) => this.tell({ id: await this.personOf(hit, signal), name: hit.name }));
  }

  /** A record stands for a person; without one, nobody knows whom to look for. */
  private async personOf({ kind, id }: SearchHit, signal: AbortSignal): Promise<string> {
    if (kind === 'person' || kind === 'colleague') return id;
    const { person } = await getRecord(this.server, id, signal);
    if (person === null) throw new Error(t('person_picker.no_person'));
    return person;
  }

  private async attempt(work: (signal: AbortSignal) => Promise<void>) {
    this.visit.abort();
    this.visit = new AbortController();
    const { signal } = this.visit;
    try {
      await work(signal);
      this.error = null;
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
  }

  private tell(person: Picked | null) {
    this.person = person;
    this.dispatchEvent(new PersonEvent(person));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-person-picker': RelataPersonPicker;
  }
}
