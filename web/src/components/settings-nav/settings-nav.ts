import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../locales/t.js';
import { navigate } from '../../router.js';
import { base } from '../../styles/base.styles.js';
import { select } from '../../styles/select.styles.js';
import { styles } from './settings-nav.styles.js';

/** One part of the settings, as the list shows it. */
export interface AreaLink {
  href: string;
  label: string;
}

/**
 * @summary The parts of the settings: a list at the side, and where there is no room for it, a choice.
 */
@customElement('relata-settings-nav')
export class RelataSettingsNav extends LitElement {
  static styles = [base, select, styles];

  @property({ attribute: false }) areas: AreaLink[] = [];
  /** The address of the one that is open. */
  @property() current = '';

  render() {
    return html`
      <nav aria-label=${t('settings.nav')}>
        <ul>
          ${this.areas.map(
            ({ href, label }) => html`<li><a href=${href} aria-current=${href === this.current ? 'page' : nothing}>${label}</a></li>`,
          )}
        </ul>
      </nav>
      <label>
        <span>${t('settings.nav')}</span>
        <select @change=${(event: Event) => navigate((event.target as HTMLSelectElement).value)}>
          ${this.areas.every(({ href }) => href !== this.current) ? html`<option selected disabled>${t('settings.nav.choose')}</option>` : nothing}
          ${this.areas.map(({ href, label }) => html`<option value=${href} .selected=${href === this.current}>${label}</option>`)}
        </select>
      </label>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-settings-nav': RelataSettingsNav;
  }
}
