import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { endSession, listSessions } from '../api/sign-in.js';
import type { EndSessionEvent } from '../components/session-list/session-list.events.js';
import { t } from '../locales/t.js';
import { base } from '../styles/base.styles.js';
import { page } from '../styles/page.styles.js';
import { setTitle } from '../title.js';
import { SERVER } from './server.js';
import '../components/fault/fault.js';
import '../components/problem/problem.js';
import '../components/session-list/session-list.js';
import '../components/skeleton/skeleton.js';

/**
 * @summary The browsers in which the viewer is signed in.
 */
@customElement('relata-sessions-page')
export class RelataSessionsPage extends LitElement {
  static styles = [base, page];

  /** What is said after one was ended. */
  @state() private done = '';
  @state() private error: unknown = null;

  private readonly sessions = new Task(this, {
    task: async (_, { signal }) => (await listSessions(SERVER, signal)).sessions,
    args: () => [],
  });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('sessions.title'));
  }

  render() {
    return html`
      <header>
        <h1>${t('sessions.title')}</h1>
        <p>${t('sessions.intro')}</p>
      </header>
      <div class="card">
        ${this.sessions.render({
          pending: () => html`<relata-skeleton></relata-skeleton>`,
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.sessions.run()}></relata-problem>`,
          complete: (sessions) =>
            sessions.length === 0
              ? html`<p>${t('sessions.none')}</p>`
              : html`<relata-session-list .sessions=${sessions} @relata-end-session=${this.end}></relata-session-list>`,
        })}
        <relata-fault .error=${this.error}></relata-fault>
        <p role="status">${this.done}</p>
      </div>
    `;
  }

  private async end({ id }: EndSessionEvent) {
    this.error = null;
    try {
      await endSession(SERVER, id);
      this.done = t('sessions.ended');
      await this.sessions.run();
    } catch (error) {
      this.error = error;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-sessions-page': RelataSessionsPage;
  }
}
