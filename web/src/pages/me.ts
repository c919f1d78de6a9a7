import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ApiProblem } from '../api/client.js';
import { getMyParticipation } from '../api/me.js';
import { getViewer } from '../api/overview.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { sentence } from '../wording/outside.js';
import { SERVER } from './server.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';
import './my-relationships.js';
import './my-stored.js';
import './my-switches.js';

const TABS = ['relationships', 'stored', 'switches'] as const;
export type MyTab = (typeof TABS)[number];

const BELONGS_TO_NOBODY = 409;

/** The tab an address asks for; the relationships when it asks for none we know. */
export const myTabOf = (asked: string | null): MyTab => TABS.find((it) => it === asked) ?? 'relationships';

/**
 * @summary The viewer's own page, for nobody else's eyes: their relationships, what is stored about them, who looked, and their
 * switches.
 */
@customElement('relata-my-page')
export class RelataMyPage extends LitElement {
  static styles = [base, page];

  @property() tab: MyTab = 'relationships';

  private visited = new Set<MyTab>();

  private readonly mine = new Task(this, {
    task: async (_, { signal }) => {
      const [viewer] = await Promise.all([getViewer(SERVER, signal), getMyParticipation(SERVER, signal)]);
      return viewer;
    },
    args: () => [],
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('me.title'));
  }

  willUpdate() {
    this.visited.add(this.tab);
  }

  render() {
    return html`
      <header>
        <h1>${t('me.title')}</h1>
        <p>${t('me.intro')}</p>
      </header>
      ${this.mine.render({
        pending: () => html`<div class="card"><relata-skeleton></relata-skeleton></div>`,
        error: (error) => this.refused(error),
        complete: ({ name, person }) => this.content(name, person ?? ''),
      })}
    `;
  }

  private refused(error: unknown) {
    if (!(error instanceof ApiProblem) || error.status !== BELONGS_TO_NOBODY) {
      return html`<relata-problem .error=${error} @relata-retry=${() => this.mine.run()}></relata-problem>`;
    }
    return html`
      <section class="card" role="status">
        <h2>${t('me.nobody')}</h2>
        <p>${sentence(error.message)}</p>
        <p>${t('me.nobody.why')}</p>
      </section>
    `;
  }

  private content(name: string, person: string) {
    return html`
      <fluent-tablist activeid=${this.tab} aria-label=${t('me.title')} @change=${this.chosen}>
        ${TABS.map((it) => html`<fluent-tab id=${it} aria-controls="panel-${it}">${t(`me.tab.${it}`)}</fluent-tab>`)}
      </fluent-tablist>
      ${TABS.map(
        (it) => html`
          <div id="panel-${it}" class="panel" role="tabpanel" aria-labelledby=${it} ?hidden=${it !== this.tab}>
            ${this.visited.has(it) ? inside(it, name, person) : nothing}
          </div>
        `,
      )}
    `;
  }

  /** The address follows without a visit: the focus stays on the tab, and nothing scrolls. */
  private chosen(event: Event) {
    const { activeid } = event.currentTarget as HTMLElement & { activeid: string };
    if (activeid === this.tab) return;
    this.tab = myTabOf(activeid);
    history.replaceState(null, '', `${location.pathname}?tab=${this.tab}`);
  }
}

function inside(tab: MyTab, name: string, person: string) {
  switch (tab) {
    case 'relationships':
      return html`<relata-my-relationships .name=${name} .person=${person}></relata-my-relationships>`;
    case 'stored':
      return html`<relata-my-stored></relata-my-stored>`;
    case 'switches':
      return html`<relata-my-switches .name=${name}></relata-my-switches>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-my-page': RelataMyPage;
  }
}
