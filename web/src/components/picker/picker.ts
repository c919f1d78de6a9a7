import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { LookEvent, PickEvent, type Choice } from './picker.events.js';
import { styles } from './picker.styles.js';

/** So long a pause in typing counts as the end of a word. */
const PAUSE_MS = 150;

/**
 * @summary A field that finds one of many by its name, after the ARIA combobox pattern: arrows walk through what was found,
 * Enter takes one, Escape closes the list.
 *
 * @event {LookEvent} relata-look - The viewer paused in typing; choices are wanted.
 * @event {PickEvent} relata-pick - The viewer took one.
 */
@customElement('relata-picker')
export class RelataPicker extends LitElement {
  static styles = [base, controls, styles];

  @property() label = '';
  @property() placeholder = '';
  /** What was found pushes down what is below, instead of lying over it. */
  @property({ type: Boolean, reflect: true }) flows = false;
  /** For what was typed; null while there are none to show. */
  @property({ attribute: false }) choices: Choice[] | null = null;

  @state() private typed = '';
  @state() private open = false;
  /** The choice the arrows stand on; -1 is the field itself. */
  @state() private active = -1;

  @query('input') private field!: HTMLInputElement;
  private pause?: ReturnType<typeof setTimeout>;

  render() {
    const shown = this.open && this.choices !== null;
    const choices = shown ? (this.choices ?? []) : [];
    return html`
      <label class="field">
        ${this.label}
        <input
          type="text" role="combobox" autocomplete="off" spellcheck="false" maxlength="200" aria-autocomplete="list" aria-controls="choices"
          placeholder=${this.placeholder} aria-expanded=${shown} aria-activedescendant=${shown && this.active >= 0 ? `choice-${this.active}` : nothing}
          .value=${this.typed} @input=${this.changed} @keydown=${this.pressed} @focus=${this.focused} @blur=${() => (this.open = false)}
        />
      </label>
      <div id="choices" role="listbox" aria-label=${this.label} ?hidden=${choices.length === 0}>${choices.map((it, index) => this.choice(it, index))}</div>
      <p class="none" role="status">${shown && choices.length === 0 && this.typed.trim() ? t('picker.none', { query: this.typed.trim() }) : ''}</p>
    `;
  }

  private choice(choice: Choice, index: number) {
    return html`
      <div id="choice-${index}" class="choice" role="option" aria-selected=${index === this.active}
        @pointerdown=${(event: PointerEvent) => event.preventDefault()} @click=${() => this.pick(choice)}>
        <span class="name">${outside(choice.name)}</span> <span class="faint">${outside(choice.detail)}</span>
      </div>
    `;
  }

  private changed() {
    this.typed = this.field.value;
    this.open = true;
    this.active = -1;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.dispatchEvent(new LookEvent(this.typed.trim())), PAUSE_MS);
  }

  private focused() {
    this.open = true;
    if (this.choices === null) this.dispatchEvent(new LookEvent(this.typed.trim()));
  }

  private pressed(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) this.walk(step);
    else if (event.key === 'Escape' && this.open) this.open = false;
    else if (event.key === 'Enter') this.take();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** From the field down to the first, from the last on to the field again. */
  private walk(step: number) {
    const count = this.choices?.length ?? 0;
    this.open = true;
    this.active = ((this.active + 1 + step + count + 1) % (count + 1)) - 1;
    void this.updateComplete.then(() => this.renderRoot.querySelector(`#choice-${this.active}`)?.scrollIntoView({ block: 'nearest' }));
  }

  private take() {
    const choice = this.open ? this.choices?.[Math.max(this.active, 0)] : undefined;
    if (choice) this.pick(choice);
  }

  private pick(choice: Choice) {
    clearTimeout(this.pause);
    this.typed = '';
    this.open = false;
    this.active = -1;
    this.dispatchEvent(new PickEvent(choice));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-picker': RelataPicker;
  }
}
