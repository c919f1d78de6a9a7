import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AnalyticsSettings, SavedSettings } from '../../api/types.js';
import { getAnalyticsSettings, saveAnalyticsSettings } from '../../api/settings.js';
import type { SaveEvent } from '../../components/analytics-settings/analytics-settings.events.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { page } from '../../styles/page.styles.js';
import { setTitle } from '../../title.js';
import { sentence } from '../../wording/outside.js';
import { SERVER } from '../server.js';
import '../../components/analytics-settings/analytics-settings.js';
import '../../components/refusal/refusal.js';
import '../../components/skeleton/skeleton.js';

/**
 * @summary The settings of analytics and health, for administrators; anybody else is told which right is missing, and who
 * grants it.
 */
@customElement('relata-analytics-page')
export class RelataAnalyticsPage extends LitElement {
  static styles = [base, page];

  /** As the server last said. */
  @state() private settings: AnalyticsSettings | null = null;
  @state() private saved: SavedSettings | null = null;
  @state() private saving = false;
  @state() private refusal = '';

  private readonly loaded = new Task(this, {
    task: async (_, { signal }) => (this.settings = await getAnalyticsSettings(SERVER, signal)),
    args: () => [],
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('settings.title'));
    addEventListener('beforeunload', this.leaving);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.leaving);
  }

  render() {
    return html`
      <header>
        <h1>${t('settings.title')}</h1>
        <p>${t('settings.intro')}</p>
      </header>
      ${this.loaded.render({
        pending: () => html`<div class="card"><relata-skeleton .rows=${6}></relata-skeleton></div>`,
        error: (error) => html`<relata-refusal .error=${error} @relata-retry=${() => this.loaded.run()}></relata-refusal>`,
        complete: () => this.form(),
      })}
    `;
  }

  private form() {
    return html`
      <relata-analytics-settings
        .settings=${this.settings}
        .saving=${this.saving}
        .saved=${this.saved}
        .refusal=${this.refusal}
        @relata-save=${this.save}
      ></relata-analytics-settings>
    `;
  }

  private async save({ settings }: SaveEvent) {
    this.saving = true;
    this.refusal = '';
    try {
      this.saved = await saveAnalyticsSettings(SERVER, settings);
      this.settings = this.saved.settings;
    } catch (error) {
      this.refusal = sentence(error instanceof Error ? error.message : String(error));
    }
    this.saving = false;
  }

  /** The browser itself asks whether to leave what is not saved. */
  private leaving = (event: BeforeUnloadEvent) => {
    const form = this.renderRoot.querySelector('relata-analytics-settings');
    if (form?.isDirty) event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-analytics-page': RelataAnalyticsPage;
  }
}
