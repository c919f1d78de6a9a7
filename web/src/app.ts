/** The application: its table of pages, and the shell around them. */
import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { getViewer } from './api/overview.js';
import { styles } from './app.styles.js';
import { moonIcon, settingsIcon, sunIcon } from './icons.js';
import { t } from './locales/t.js';
import { daysOf } from './pages/moves.js';
import { tabOf } from './pages/record.js';
import { SERVER } from './pages/server.js';
import { followLinks, pageAt, type Route } from './router.js';
import { RECORDS_HREF, SETTINGS_HREF } from './routes.js';
import { base } from './styles/base.styles.js';
import { applyTheme, chooseTheme, currentTheme, onSystemTheme } from './theme.js';
import { outside } from './wording/outside.js';
import './fluent.js';
import './pages/colleague.js';
import './pages/colleagues.js';
import './pages/engagement.js';
import './pages/lost.js';
import './pages/overview.js';
import './pages/person.js';
import './pages/pipeline.js';
import './pages/records.js';
import './pages/search.js';
import './pages/settings/settings.js';
import './widgets/search/search.js';

const routes: Route[] = [
  { path: /^\/$/, page: () => html`<relata-overview-page></relata-overview-page>` },
  { path: /^\/search$/, page: (_, query) => html`<relata-search-page .query=${query.get('q') ?? ''}></relata-search-page>` },
  { path: /^\/records$/, page: (_, query) => html`<relata-records-page .address=${query}></relata-records-page>` },
  { path: /^\/records\/(?<id>[^/]+)$/, page: ({ id }, query) => html`<relata-record-page .record=${id} .tab=${tabOf(query.get('tab'))}></relata-record-page>` },
  { path: /^\/pipeline$/, page: (_, query) => html`<relata-pipeline-page .mine=${query.get('mine') === 'true'}></relata-pipeline-page>` },
  { path: /^\/moves$/, page: (_, query) => html`<relata-moves-page .days=${daysOf(query.get('days'))}></relata-moves-page>` },
  { path: /^\/engagement$/, page: (_, query) => html`<relata-engagement-page .address=${query}></relata-engagement-page>` },
  { path: /^\/settings(?:\/|$)(?<area>[^/]*)$/, page: ({ area }) => html`<relata-settings-page .area=${area}></relata-settings-page>` },
  { path: /^\/people\/(?<id>[^/]+)$/, page: ({ id }) => html`<relata-person-page .person=${id}></relata-person-page>` },
  { path: /^\/colleagues$/, page: () => html`<relata-colleagues-page></relata-colleagues-page>` },
  { path: /^\/colleagues\/(?<id>[^/]+)$/, page: ({ id }) => html`<relata-colleague-page .colleague=${id}></relata-colleague-page>` },
];

const sections = [
  { href: '/', label: 'nav.overview', holds: /^\/$/ },
  { href: RECORDS_HREF, label: 'nav.records', holds: /^\/(records|people)/ },
  { href: '/pipeline', label: 'nav.pipeline', holds: /^\/pipeline/ },
  { href: '/moves', label: 'nav.moves', holds: /^\/moves/ },
  { href: '/engagement', label: 'nav.engagement', holds: /^\/engagement/ },
  { href: '/colleagues', label: 'nav.colleagues', holds: /^\/colleagues/ },
] as const;

/** Pages of many columns. */
const WIDE = /^\/((records|pipeline|engagement)$|settings)/;

/**
 * @summary The application's shell: where one is, a search, who is looking, light or dark; and the page inside.
 */
@customElement('relata-app')
export class RelataApp extends LitElement {
  static styles = [base, styles];

  @state() private theme = currentTheme();
  @query('main') private main!: HTMLElement;
  @query('nav') private nav!: HTMLElement;
  private visited = location.pathname;

  private readonly viewer = new Task(this, { task: (_, { signal }) => getViewer(SERVER, signal), args: () => [] });

  connectedCallback() {
    super.connectedCallback();
    onSystemTheme(this.retheme);
    addEventListener('popstate', this.visit);
    this.addEventListener('click', followLinks);
  }

  render() {
    return html`
      <a class="skip" href="#main" @click=${this.skip}>${t('app.skip')}</a>
      <header>
        <a class="brand" href="/"><img src="/favicon.svg" alt="" width="24" height="24" />${t('app.name')}</a>
        <nav aria-label=${t('nav.label')}>${sections.map((it) => this.section(it))}</nav>
        ${location.pathname === '/' ? nothing : this.search()} ${this.who()} ${this.settings()} ${this.themeSwitch()}
      </header>
      <main id="main" tabindex="-1" class=${WIDE.test(location.pathname) ? 'wide' : ''}>${pageAt(routes, location) ?? html`<relata-lost-page></relata-lost-page>`}</main>
    `;
  }

  /** Where the sections do not all fit beside each other, the current one is in sight. */
  updated() {
    const current = this.renderRoot.querySelector<HTMLElement>('nav [aria-current]');
    if (current) this.nav.scrollLeft = current.offsetLeft - (this.nav.clientWidth - current.clientWidth) / 2;
  }

  private section({ href, label, holds }: (typeof sections)[number]) {
    const current = location.pathname + location.search === href ? 'page' : holds.test(location.pathname);
    return html`<a href=${href} aria-current=${current || nothing}>${t(label)}</a>`;
  }

  private search() {
    const query = location.pathname === '/search' ? (new URLSearchParams(location.search).get('q') ?? '') : '';
    return html`<relata-search .server=${SERVER} .query=${query}></relata-search>`;
  }

  private who() {
    const viewer = this.viewer.value;
    if (!viewer) return nothing;
    return html`
      <span class="viewer">
        ${viewer.demo ? html`<fluent-badge appearance="tint" title=${t('viewer.demo.why')}>${t('viewer.demo')}</fluent-badge>` : nothing}
        <span class="viewer-name">${outside(viewer.name)}</span>
      </span>
    `;
  }

  private settings() {
    const current = location.pathname.startsWith(SETTINGS_HREF) || nothing;
    return html`
      <a class="settings" href=${SETTINGS_HREF} aria-label=${t('nav.settings')} title=${t('nav.settings')} aria-current=${current}>${settingsIcon}</a>
    `;
  }

  private themeSwitch() {
    const other = this.theme === 'dark' ? 'light' : 'dark';
    const label = t(`theme.${other}`);
    return html`
      <fluent-button
        role="button"
        appearance="subtle"
        icon-only
        aria-label=${label}
        title=${label}
        @click=${() => this.switchTheme(other)}
      >
        ${other === 'dark' ? moonIcon : sunIcon}
      </fluent-button>
    `;
  }

  private switchTheme(theme: 'light' | 'dark') {
    chooseTheme(theme);
    this.theme = theme;
  }

  private retheme = () => {
    applyTheme();
    this.theme = currentTheme();
  };

  /** A new page starts at its top, and a screen reader is told by the focus; another view of the same page does not. */
  private visit = () => {
    this.requestUpdate();
    if (location.pathname === this.visited) return;
    this.visited = location.pathname;
    scrollTo(0, 0);
    this.main.focus({ preventScroll: true });
  };

  private skip(event: Event) {
    event.preventDefault();
    this.main.focus();
  }
}

applyTheme();

declare global {
  interface HTMLElementTagNameMap {
    'relata-app': RelataApp;
  }
}
