/** The application: its table of pages, and the shell around them. */
import { Task } from '@lit/task';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { ApiProblem } from './api/client.js';
import { listIntroductions } from './api/introductions.js';
import { getViewer } from './api/overview.js';
import type { Viewer } from './api/types.js';
import { signOut } from './api/sign-in.js';
import { styles } from './app.styles.js';
import { moonIcon, settingsIcon, sunIcon } from './icons.js';
import { t } from './locales/t.js';
import { myTabOf } from './pages/me.js';
import { daysOf } from './pages/moves.js';
import { tabOf } from './pages/record.js';
import { SERVER } from './pages/server.js';
import { followLinks, navigate, pageAt, type Route } from './router.js';
import { ME_HREF, RECORDS_HREF, SESSIONS_HREF, SETTINGS_HREF, SIGNED_IN_HREF, SIGN_IN_HREF } from './routes.js';
import { base } from './styles/base.styles.js';
import { applyTheme, chooseTheme, currentTheme, onSystemTheme } from './theme.js';
import './components/session-menu/session-menu.js';
import './components/skeleton/skeleton.js';
import './fluent.js';
import './pages/colleague.js';
import './pages/colleagues.js';
import './pages/engagement.js';
import './pages/lost.js';
import './pages/no-role.js';
import './pages/overview.js';
import './pages/person.js';
import './pages/pipeline.js';
import './pages/records.js';
import './pages/search.js';
import './pages/sessions.js';
import './pages/settings/settings.js';
import './pages/settings/settings.js';
import './pages/sign-in.js';
import './pages/signed-in.js';
import './widgets/search/search.js';
import './widgets/signed-out/signed-out.js';

const routes: Route[] = [
  { path: /^\/$/, page: () => html`<relata-overview-page></relata-overview-page>` },
  { path: /^\/search$/, page: (_, query) => html`<relata-search-page .query=${query.get('q') ?? ''}></relata-search-page>` },
  { path: /^\/records$/, page: (_, query) => html`<relata-records-page .address=${query}></relata-records-page>` },
  { path: /^\/records\/(?<id>[^/]+)$/, page: ({ id }, query) => html`<relata-record-page .record=${id} .tab=${tabOf(query.get('tab'))}></relata-record-page>` },
  { path: /^\/pipeline$/, page: (_, query) => html`<relata-pipeline-page .mine=${query.get('mine') === 'true'}></relata-pipeline-page>` },
  { path: /^\/moves$/, page: (_, query) => html`<relata-moves-page .days=${daysOf(query.get('days'))}></relata-moves-page>` },
  { path: /^\/engagement$/, page: (_, query) => html`<relata-engagement-page .address=${query}></relata-engagement-page>` },
  { path: /^\/me$/, page: (_, query) => html`<relata-my-page .tab=${myTabOf(query.get('tab'))}></relata-my-page>` },
  { path: /^\/sessions$/, page: () => html`<relata-sessions-page></relata-sessions-page>` },
  { path: /^\/signed-in$/, page: () => html`<relata-signed-in-page></relata-signed-in-page>` },
  { path: /^\/sign-in$/, page: (_, query) => signInAgain(query) },
  { path: /^\/settings(?:\/|$)(?<area>[^/]*)$/, page: ({ area }) => html`<relata-settings-page .area=${area}></relata-settings-page>` },
  { path: /^\/people\/(?<id>[^/]+)$/, page: ({ id }) => html`<relata-person-page .person=${id}></relata-person-page>` },
  { path: /^\/colleagues$/, page: () => html`<relata-colleagues-page></relata-colleagues-page>` },
  { path: /^\/colleagues\/(?<id>[^/]+)$/, page: ({ id }) => html`<relata-colleague-page .colleague=${id}></relata-colleague-page>` },
];

/** Where somebody was who is sent to sign in. */
const backOf = (query: URLSearchParams) => query.get('back') ?? '/';

function signInAgain(query: URLSearchParams) {
  const back = backOf(query);
  const again = query.get('again') === 'true';
  return html`<relata-sign-in-page .back=${back} .again=${again} @relata-signed-in=${() => navigate(back)}></relata-sign-in-page>`;
}

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
/** Pages for everybody who is signed in, whatever their roles. */
const OWN = [ME_HREF, SESSIONS_HREF, SIGNED_IN_HREF, SIGN_IN_HREF];
const SIGNED_OUT = 401;
const LOOK_AGAIN_MS = 10_000;

/**
 * @summary The application's shell: where one is, a search, who is looking, light or dark; and the page inside.
 */
@customElement('relata-app')
export class RelataApp extends LitElement {
  static styles = [base, styles];

  @state() private theme = currentTheme();
  @query('main') private main!: HTMLElement;
  @query('nav') private nav!: HTMLElement | null;
  private visited = location.pathname;

  /** The session has ended while the viewer was at work. */
  @state() private signedOut = false;

  private readonly viewer = new Task(this, { task: (_, { signal }) => getViewer(SERVER, signal), args: () => [] });

  /** How many colleagues wait for the viewer's answer; whoever may not be asked has none. */
  private readonly waiting: Task<[string | null], number> = new Task(this, {
    task: async ([person], { signal }) => (person ? (await listIntroductions(SERVER, signal)).waiting : 0),
    args: () => [this.viewer.value?.person ?? null] as [string | null],
  });

  connectedCallback() {
    super.connectedCallback();
    onSystemTheme(this.retheme);
    addEventListener('popstate', this.visit);
    addEventListener('relata-signed-out', this.noticeEnd);
    this.addEventListener('click', followLinks);
    this.addEventListener('relata-introduction-answered', () => this.waiting.run());
  }

  render() {
    return this.viewer.render({
      pending: () => (this.viewer.value ? this.shell(this.viewer.value) : this.bare(html`<relata-skeleton></relata-skeleton>`)),
      error: (error) => (isSignedOut(error) ? this.bare(this.signIn()) : this.shell(null)),
      complete: (viewer) => this.shell(viewer),
    });
  }

  /** Before it is known who looks, there is nowhere to go. */
  private bare(inside: TemplateResult) {
    return html`
      <header>${this.brand()} <span class="viewer"></span> ${this.themeSwitch()}</header>
      <main id="main" tabindex="-1">${inside}</main>
    `;
  }

  private shell(viewer: Viewer | null) {
    return html`
      <a class="skip" href="#main" @click=${this.skip}>${t('app.skip')}</a>
      <header>
        ${this.brand()}
        <nav aria-label=${t('nav.label')}>${sections.map((it) => this.section(it))}</nav>
        ${location.pathname === '/' ? nothing : this.search()} ${this.who(viewer)} ${this.settings()} ${this.themeSwitch()}
      </header>
      <main id="main" tabindex="-1" class=${WIDE.test(location.pathname) ? 'wide' : ''}>${this.page(viewer)}</main>
      <relata-signed-out .server=${SERVER} .open=${this.signedOut} @relata-signed-in=${this.lookAgain} @relata-close=${() => (this.signedOut = false)}></relata-signed-out>
    `;
  }

  private page(viewer: Viewer | null) {
    if (viewer && isWithoutRole(viewer) && !OWN.includes(location.pathname)) {
      return html`<relata-no-role-page .viewer=${viewer}></relata-no-role-page>`;
    }
    return pageAt(routes, location) ?? html`<relata-lost-page></relata-lost-page>`;
  }

  private signIn() {
    const { pathname, search } = location;
    const back = pathname === SIGN_IN_HREF ? backOf(new URLSearchParams(search)) : pathname + search;
    return html`<relata-sign-in-page .back=${back} @relata-signed-in=${() => this.viewer.run()}></relata-sign-in-page>`;
  }

  private brand() {
    return html`<a class="brand" href="/"><img src="/favicon.svg" alt="" width="24" height="24" />${t('app.name')}</a>`;
  }

  /** Where the sections do not all fit beside each other, the current one is in sight. */
  updated() {
    const current = this.renderRoot.querySelector<HTMLElement>('nav [aria-current]');
    if (current && this.nav) this.nav.scrollLeft = current.offsetLeft - (this.nav.clientWidth - current.clientWidth) / 2;
  }

  private section({ href, label, holds }: (typeof sections)[number]) {
    const current = location.pathname + location.search === href ? 'page' : holds.test(location.pathname);
    return html`<a href=${href} aria-current=${current || nothing}>${t(label)}</a>`;
  }

  private search() {
    const query = location.pathname === '/search' ? (new URLSearchParams(location.search).get('q') ?? '') : '';
    return html`<relata-search .server=${SERVER} .query=${query}></relata-search>`;
  }

  private who(viewer: Viewer | null) {
    if (viewer === null) return html`<span class="viewer"></span>`;
    return html`
      <span class="viewer">
        ${viewer.demo ? html`<fluent-badge appearance="tint" title=${t('viewer.demo.why')}>${t('viewer.demo')}</fluent-badge>` : nothing}
        <relata-session-menu .viewer=${viewer} .waiting=${this.waiting.value ?? 0} @relata-sign-out=${this.signOut}></relata-session-menu>
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

  private noticeEnd = () => {
    if (this.viewer.value) this.signedOut = true;
  };

  /** Whoever signed in meanwhile: the same person goes on where they were, for another one everything is loaded anew. */
  private lookAgain = async () => {
    const viewer = await getViewer(SERVER, AbortSignal.timeout(LOOK_AGAIN_MS)).catch(() => null);
    if (viewer === null) return;
    if (isSame(viewer, this.viewer.value)) this.signedOut = false;
    else location.reload();
  };

  private signOut = async () => {
    const { redirect } = await signOut(SERVER).catch(() => ({ redirect: null }));
    location.assign(redirect ?? '/');
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

const isSignedOut = (error: unknown) => error instanceof ApiProblem && error.status === SIGNED_OUT;

/** One's own ties are everybody's to see, without any role. */
const isWithoutRole = ({ roles, rights }: Viewer) => roles.length === 0 && rights.every((it) => it === 'see_own_ties');

const isSame = (a: Viewer, b: Viewer | undefined) => a.name === b?.name && a.email === b.email && a.person === b.person;

applyTheme();

declare global {
  interface HTMLElementTagNameMap {
    'relata-app': RelataApp;
  }
}
