import { LitElement, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Consent, Group, Insights, Mode } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import type { GroupsEvent } from '../group-picker/group-picker.events.js';
import { GivenEvent } from './consent-dialog.events.js';
import { styles } from './consent-dialog.styles.js';
import '../../components/dialog/dialog.js';
import '../../components/fault/fault.js';
import '../group-picker/group-picker.js';

/** The text below. A change of what it says is a new version, and the server knows which ones it takes. */
export const TEXT_VERSION = 1;
const CLAUSES = ['reads', 'never', 'makes', 'seen', 'colleagues', 'withdraw', 'employment', 'duty'] as const;
const INSIGHTS: Insights[] = ['for_each_user', 'aggregated', 'identifiable'];
const MODES: Mode[] = ['opt_out', 'opt_in'];

/**
 * @summary What somebody who speaks for the directory agrees to, in plain words, with the kinds of insight, the groups that
 * are left out, and how colleagues take part. Nothing is given before the box below the text is ticked.
 *
 * @event {GivenEvent} relata-given - The viewer agrees.
 * @event relata-close - The viewer does not.
 */
@customElement('relata-consent-dialog')
export class RelataConsentDialog extends LitElement {
  static styles = [base, controls, form, styles];

  @property() server = '';
  @property() organisation = '';
  /** As things stand; null while the dialog is closed. */
  @property({ attribute: false }) consent: Consent | null = null;
  /** The kinds to begin with. */
  @property({ attribute: false }) wanted: Insights[] = INSIGHTS;
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) error: unknown = null;

  @state() private insights: Insights[] = [];
  @state() private groups: Group[] = [];
  @state() private mode: Mode = 'opt_out';
  @state() private agreed = false;

  willUpdate(changed: PropertyValues<this>) {
    const wasClosed = changed.has('consent') && (changed.get('consent') ?? null) === null;
    if (!wasClosed || this.consent === null) return;
    this.insights = this.wanted;
    this.groups = this.consent.excluded_groups;
    this.mode = this.consent.mode;
    this.agreed = false;
  }

  render() {
    return html`
      <relata-dialog .open=${this.consent !== null} .heading=${t('give.title', { organisation: this.organisation })} @relata-close=${this.closed}>
        ${this.consent?.text_version === TEXT_VERSION ? this.form() : html`<p>${t('give.outdated')}</p>`}
      </relata-dialog>
    `;
  }

  private form() {
    const ready = this.agreed && this.insights.length > 0;
    return html`
      <form @submit=${this.submitted}>
        <ol class="says">${CLAUSES.map((it) => html`<li>${t(`give.${it}`)}</li>`)}</ol>
        <fieldset>
          <legend>${t('give.kinds')}</legend>
          ${INSIGHTS.map((it) => this.kind(it))}
        </fieldset>
        <fieldset>
          <legend>${t('give.mode')}</legend>
          ${MODES.map((it) => this.modeChoice(it))}
        </fieldset>
        <fieldset>
          <legend>${t('give.groups')}</legend>
          <relata-group-picker flows .server=${this.server} .label=${t('give.groups')} .groups=${this.groups}
            @relata-groups=${(event: GroupsEvent) => (this.groups = event.groups)}></relata-group-picker>
        </fieldset>
        <label class="tick agree">
          <input type="checkbox" data-name="agreed" .checked=${this.agreed} @change=${() => (this.agreed = !this.agreed)} />
          ${t('give.agree', { organisation: this.organisation })}
        </label>
        <p class="faint">${t('give.version', { version: String(TEXT_VERSION) })}</p>
        <relata-fault .error=${this.error}></relata-fault>
        <div class="actions">
          <button type="button" class="button" ?disabled=${this.busy} @click=${this.closed}>${t('confirm.cancel')}</button>
          <button class="button primary" ?disabled=${!ready || this.busy}>${t(this.busy ? 'confirm.busy' : 'consent.give')}</button>
        </div>
      </form>
    `;
  }

  private kind(insights: Insights) {
    const toggled = this.insights.includes(insights) ? this.insights.filter((it) => it !== insights) : [...this.insights, insights];
    return html`
      <div>
        <label class="tick">
          <input type="checkbox" data-name=${insights} .checked=${this.insights.includes(insights)} @change=${() => (this.insights = toggled)} />
          ${t(`insights.${insights}`)}
        </label>
        <p class="why">${t(`give.${insights}`)}</p>
      </div>
    `;
  }

  private modeChoice(mode: Mode) {
    return html`
      <label class="tick">
        <input type="radio" name="mode" value=${mode} .checked=${this.mode === mode} @change=${() => (this.mode = mode)} />
        ${t(`mode.${mode}`)}
      </label>
    `;
  }

  private submitted(event: SubmitEvent) {
    event.preventDefault();
    const { insights, mode } = this;
    this.dispatchEvent(new GivenEvent({ insights, mode, excluded_groups: this.groups.map(({ id }) => id), text_version: TEXT_VERSION }));
  }

  private closed() {
    this.dispatchEvent(new Event('relata-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-consent-dialog': RelataConsentDialog;
  }
}
