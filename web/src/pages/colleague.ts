import { Task } from '@lit/task';
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { listAcquaintances } from '../api/colleagues.js';
import type { Acquaintances, Colleague } from '../api/types.js';
import type { Fact } from '../components/facts/facts.js';
import type { Pair, WhyEvent } from '../events/pair.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { showMore } from '../wording/more.js';
import { day } from '../wording/time.js';
import { SERVER } from './server.js';
import '../components/acquaintances/acquaintances.js';
import '../components/page-header/page-header.js';
import '../components/problem/problem.js';
import '../components/skeleton/skeleton.js';
import '../widgets/evidence-drawer/evidence-drawer.js';

const FIRST = 20;
const MOST = 100;

/**
 * @summary A colleague, and whom this colleague knows.
 */
@customElement('relata-colleague-page')
export class RelataColleaguePage extends LitElement {
  static styles = [base, page];

  @property() colleague = '';

  @state() private all = false;
  @state() private asksWhy: Pair | null = null;

  private readonly found = new Task(this, {
    task: async ([colleague, limit], { signal }) => {
      const found = await listAcquaintances(SERVER, colleague, limit, signal);
      setTitle(found.colleague.name);
      return found;
    },
    args: () => [this.colleague, this.all ? MOST : FIRST] as const,
  });

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('colleague')) this.all = false;
  }

  render() {
    return html`
      ${this.found.render({
        pending: () => (this.all && this.found.value ? this.content(this.found.value) : html`<relata-skeleton></relata-skeleton>`),
        error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.found.run()}></relata-problem>`,
        complete: (answer) => this.content(answer),
      })}
      <relata-evidence-drawer
        .server=${SERVER}
        .pair=${this.asksWhy}
        @relata-close=${() => (this.asksWhy = null)}
      ></relata-evidence-drawer>
    `;
  }

  private content(answer: Acquaintances) {
    const { colleague, contacts, computed_for } = answer;
    return html`
      <relata-page-header
        .kind=${t('kind.colleague')}
        .name=${colleague.name}
        .photo=${colleague.photo}
        .facts=${facts(colleague)}
      ></relata-page-header>
      <section class="card" aria-labelledby="knows" @relata-why=${(event: WhyEvent) => (this.asksWhy = event.pair)}>
        <h2 id="knows">${t('acquaintances.title', { name: colleague.name })}</h2>
        ${computed_for ? html`<p class="faint">${t('wkw.as_of', { day: day(computed_for) })}</p>` : nothing}
        ${contacts.length === 0 ? html`<p>${t('acquaintances.none', { name: colleague.name })}</p>` : nothing}
        <relata-acquaintances .answer=${answer}></relata-acquaintances>
        ${this.more(answer)}
      </section>
    `;
  }

  private more({ contacts, total }: Acquaintances) {
    if (contacts.length >= total) return nothing;
    if (this.all) return html`<p class="faint">${t('acquaintances.shown', { count: contacts.length, total })}</p>`;
    return html`
      <fluent-button role="button" @click=${() => (this.all = true)}>${showMore(MOST, total)}</fluent-button>
    `;
  }
}

const facts = ({ title, department, email }: Colleague): Fact[] => [
  { label: 'record.title', values: [title] },
  { label: 'colleague.department', values: [department] },
  { label: 'record.emails', values: [email] },
];

declare global {
  interface HTMLElementTagNameMap {
    'relata-colleague-page': RelataColleaguePage;
  }
}
