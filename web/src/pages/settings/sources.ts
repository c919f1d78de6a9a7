import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { connect, disconnect, getConnections, pauseConnection, resumeConnection, type Extent } from '../../api/connections.js';
import type { Connection, NewConnection } from '../../api/types.js';
import type { ConnectionEvent } from '../../components/connection-list/connection-list.events.js';
import { sourceOf } from '../../components/connection-list/connection-list.js';
import { t, type Key } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { page } from '../../styles/page.styles.js';
import { setTitle } from '../../title.js';
import type { ConnectEvent } from '../../widgets/connect-dialog/connect-dialog.js';
import type { Trial } from '../../widgets/trial/trial.js';
import { SERVER } from '../server.js';
import { Attempt } from './attempt.js';
import { Polling } from './polling.js';
import { styles } from './privacy.styles.js';
import './completeness.js';
import '../../components/connection-list/connection-list.js';
import '../../components/dialog/dialog.js';
import '../../components/fault/fault.js';
import '../../components/refusal/refusal.js';
import '../../components/skeleton/skeleton.js';
import '../../widgets/connect-dialog/connect-dialog.js';
import '../../widgets/trial/trial.js';

/** What can be connected, each with its button. */
const KINDS: [NewConnection['kind'], Key][] = [
  ['microsoft365', 'sources.connect'],
  ['dataverse', 'sources.connect.dataverse'],
];

/**
 * @summary Where mail, meetings and records come from over the network: connecting, trying, pausing, disconnecting, and how far each
 * has been read.
 */
@customElement('relata-sources-page')
export class RelataSourcesPage extends LitElement {
  static styles = [base, controls, page, styles];

  @state() private connections: Connection[] | null = null;
  @state() private kind: NewConnection['kind'] = 'microsoft365';
  @state() private connecting = false;
  @state() private done = '';
  /** The connection that is tried, and how far. */
  @state() private trying: { heading: string; trial: Trial } | null = null;

  private readonly attempt = new Attempt(this);
  private readonly joining = new Attempt(this);
  private readonly loaded = new Task(this, {
    task: (_, { signal }) => this.load(signal),
    args: () => [],
  });

  constructor() {
    super();
    new Polling(
      this,
      () => this.load(AbortSignal.timeout(10_000)),
      () => this.connections?.some(({ state }) => state === 'reading') ?? false,
    );
  }

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('settings.area.sources'));
  }

  render() {
    return html`
      <hgroup>
        <h1>${t('settings.area.sources')}</h1>
        <p>${t('sources.intro')}</p>
      </hgroup>
      ${this.connections
        ? this.content(this.connections)
        : this.loaded.render({
            pending: () => html`<div class="card"><relata-skeleton .rows=${4}></relata-skeleton></div>`,
            error: (error) => html`<relata-refusal .error=${error} @relata-retry=${() => this.loaded.run()}></relata-refusal>`,
          })}
    `;
  }

  private content(connections: Connection[]) {
    return html`
      <p role="status" class=${this.done ? 'done' : 'visually-hidden'}>${this.done}</p>
      <div class="head start">${KINDS.map(([kind, label]) => html`<button class="button primary" @click=${() => this.ask(kind)}>${t(label)}</button>`)}</div>
      <relata-fault .error=${this.attempt.fault}></relata-fault>
      ${connections.length === 0
        ? html`<p class="empty">${t('sources.none')}</p>`
        : html`<relata-connection-list .connections=${connections} ?busy=${this.attempt.busy} @relata-connection=${this.change}></relata-connection-list>`}
      ${connections
        .filter((it) => it.state !== 'ended' && it.kind === 'microsoft365')
        .map((it) => html`<relata-completeness .connection=${it.id} .source=${sourceOf(it)}></relata-completeness>`)}
      <relata-connect-dialog .server=${SERVER} .kind=${this.kind} .open=${this.connecting} ?busy=${this.joining.busy} .error=${this.joining.error} @relata-connect=${this.connect} @relata-close=${this.close}></relata-connect-dialog>
      ${this.trialDialog()} ${this.attempt.dialog()}
    `;
  }

  private trialDialog() {
    const { trying } = this;
    return html`
      <relata-dialog .open=${trying !== null} .heading=${trying?.heading ?? ''} @relata-close=${() => (this.trying = null)}>
        <relata-trial .server=${SERVER} .trial=${trying?.trial ?? null}></relata-trial>
      </relata-dialog>
    `;
  }

  private async load(signal: AbortSignal) {
    this.connections = (await getConnections(SERVER, signal)).connections;
  }

  private async tell(done: string) {
    await this.load(AbortSignal.timeout(10_000));
    this.done = done;
  }

  private ask(kind: NewConnection['kind']) {
    this.kind = kind;
    this.connecting = true;
  }

  private connect = async ({ connection }: ConnectEvent) => {
    const work = async () => {
      await connect(SERVER, connection);
      await this.tell(t('sources.done.connected'));
    };
    if (await this.joining.now(work)) this.close();
  };

  private close = () => {
    this.joining.clear();
    this.connecting = false;
  };

  private change = ({ change, connection }: ConnectionEvent) => {
    const source = sourceOf(connection);
    if (change === 'disconnect') return this.askToDisconnect(connection);
    if (change === 'test' || change === 'plan') return this.try(change, connection);
    const [work, done] = change === 'pause' ? [pauseConnection, t('sources.done.paused', { source })] : [resumeConnection, t('sources.done.resumed', { source })];
    void this.attempt.now(async () => {
      await work(SERVER, connection.id);
      await this.tell(done);
    });
  };

  private try(extent: Extent, connection: Connection) {
    this.trying = { heading: t(`sources.trying.${extent}`, { source: sourceOf(connection) }), trial: { extent, what: connection.id } };
  }

  private askToDisconnect(connection: Connection) {
    const source = sourceOf(connection);
    const question = {
      heading: t('sources.disconnect.title', { source }),
      says: [t('sources.disconnect.says'), t('sources.disconnect.keeps')],
      action: t('sources.disconnect'),
      grave: true,
      ticks: [{ name: 'erase', label: t('sources.disconnect.erase'), why: t('sources.disconnect.erase.why') }],
    };
    this.attempt.ask(question, async (ticked) => {
      await disconnect(SERVER, connection.id, ticked.includes('erase'));
      await this.tell(t('sources.done.disconnected', { source }));
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-sources-page': RelataSourcesPage;
  }
}
