import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { getViewer } from '../../api/overview.js';
import { t } from '../../locales/t.js';
import { hrefOfSettings } from '../../routes.js';
import { base } from '../../styles/base.styles.js';
import { page } from '../../styles/page.styles.js';
import { SERVER } from '../server.js';
import { AREAS, areasFor } from './areas.js';
import { styles } from './settings.styles.js';
import '../../components/problem/problem.js';
import '../../components/settings-nav/settings-nav.js';
import '../../components/skeleton/skeleton.js';
import '../lost.js';

/**
 * @summary The settings: the parts this viewer may open at the side, and one of them. What was opened by its address is
 * shown all the same, and says itself which right is missing.
 */
@customElement('relata-settings-page')
export class RelataSettingsPage extends LitElement {
  static styles = [base, page, styles];

  /** The part that is open; empty for the first the viewer may open. */
  @property() area = '';

  private readonly viewer = new Task(this, { task: (_, { signal }) => getViewer(SERVER, signal), args: () => [] });

  render() {
    return this.viewer.render({
      pending: () => html`<relata-skeleton></relata-skeleton>`,
      error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.viewer.run()}></relata-problem>`,
      complete: ({ rights }) => this.content(rights),
    });
  }

  private content(rights: string[]) {
    const offered = areasFor(rights);
    const open = this.area === '' ? offered[0] : AREAS.find(({ name }) => name === this.area);
    const links = offered.map(({ name, label }) => ({ href: hrefOfSettings(name), label: t(label) }));
    return html`
      ${offered.length === 0 ? '' : html`<relata-settings-nav .areas=${links} .current=${open ? hrefOfSettings(open.name) : ''}></relata-settings-nav>`}
      <div class="open">${open ? open.page() : this.area === '' ? this.none() : html`<relata-lost-page></relata-lost-page>`}</div>
    `;
  }

  private none() {
    return html`
      <h1>${t('nav.settings')}</h1>
      <section class="card" role="status">
        <h2>${t('settings.none')}</h2>
        <p>${t('settings.none.why')}</p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-settings-page': RelataSettingsPage;
  }
}
