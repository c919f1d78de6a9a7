import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { getFolders, getLedger, getTroubles, hrefOfLedgerCsv } from '../../api/completeness.js';
import type { CompletenessLine, FolderLine, Trouble } from '../../api/types.js';
import { downloadIcon } from '../../icons.js';
import { number, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { page } from '../../styles/page.styles.js';
import { tableFrom } from '../../styles/table.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { moment } from '../../wording/time.js';
import { Paged } from '../paged.js';
import { SERVER } from '../server.js';
import { styles } from './completeness.styles.js';
import '../../components/problem/problem.js';
import '../../components/skeleton/skeleton.js';

/** Folders that every mailbox has, by the names we have for them. */
const KNOWN = ['inbox', 'sentitems', 'archive'] as const;

/**
 * @summary A connection's ledger: what is wrong with it, since when and what to do; and when opened, what each mailbox and folder has
 * beside what was read of it.
 */
@customElement('relata-completeness')
export class RelataCompleteness extends LitElement {
  static styles = [base, controls, page, tableFrom(760), styles];

  /** The connection's id. */
  @property() connection = '';
  /** What it is called. */
  @property() source = '';

  @state() private troubles: Trouble[] = [];
  @state() private troubleCount = 0;
  @state() private open = false;
  @state() private unexplained = false;
  /** The mailbox whose folders are shown, and these once they are there. */
  @state() private opened: { mailbox: string; folders: FolderLine[] | null } | null = null;

  private readonly lines = new Paged<CompletenessLine>(this, async (after, signal) => {
    const { mailboxes, next } = await getLedger(SERVER, this.connection, this.unexplained, after, signal);
    return { items: mailboxes.filter(({ what }) => what === 'mail'), next };
  });

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('connection') && this.connection !== '') void this.look();
  }

  render() {
    return html`
      <article class="card" aria-label=${t('completeness.of', { source: plain(this.source) })}>
        <h2>${t('completeness.of', { source: plain(this.source) })}</h2>
        ${this.wrong()}
        <div class="bar">
          <button class="button" aria-expanded=${this.open} @click=${this.toggle}>${t(this.open ? 'completeness.hide' : 'completeness.show')}</button>
          ${this.open
            ? html`
                <label><input type="checkbox" .checked=${this.unexplained} @change=${this.narrow} />${t('completeness.only_unexplained')}</label>
                <a class="button" href=${hrefOfLedgerCsv(SERVER, this.connection, this.unexplained)} download>${downloadIcon} ${t('completeness.csv')}</a>
              `
            : nothing}
        </div>
        ${this.open ? this.ledger() : nothing}
      </article>
    `;
  }

  private wrong() {
    if (this.troubles.length === 0) return html`<p class="faint">${t('completeness.no_trouble')}</p>`;
    return html`
      <h3>${t('completeness.troubles', { count: this.troubleCount })}</h3>
      <ul class="troubles">
        ${this.troubles.map(
          ({ text, remedy, since, owner }) => html`
            <li>
              <strong>${owner ? html`${outside(owner)}: ` : nothing}${plain(text)}</strong>
              <span class="faint">${t('sources.failing.since', { moment: moment(since) })}</span>
              <div>${plain(remedy)}</div>
            </li>
          `,
        )}
      </ul>
    `;
  }

  private ledger() {
    const { items, loading, error, hasMore } = this.lines;
    const isEmpty = items.length === 0 && !loading && !hasMore && error === null;
    return html`
      <p class="faint">${t('completeness.intro')}</p>
      ${items.length > 0 ? this.table(items) : nothing}
      ${isEmpty ? html`<p role="status">${t(this.unexplained ? 'completeness.none.unexplained' : 'completeness.none')}</p>` : nothing}
      ${loading ? html`<relata-skeleton></relata-skeleton>` : nothing}
      ${error ? html`<relata-problem .error=${error} @relata-retry=${() => this.lines.load()}></relata-problem>` : nothing}
      ${hasMore ? html`<button class="button start" @click=${() => this.lines.load()}>${t('more.load')}</button>` : nothing}
    `;
  }

  private table(lines: CompletenessLine[]) {
    return html`
      <table role="table" aria-label=${t('completeness.of', { source: plain(this.source) })}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t('completeness.mailbox')}</th>
            ${COLUMNS.map((it) => html`<th role="columnheader" scope="col" class="end">${t(`completeness.${it}`)}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(lines, ({ mailbox }) => mailbox, (it) => this.line(it))}
        </tbody>
      </table>
    `;
  }

  private line(it: CompletenessLine) {
    const open = this.opened?.mailbox === it.mailbox;
    const owner = it.owner ?? t('sources.failing.nobody');
    return html`
      <tr role="row">
        <th role="rowheader" scope="row">
          <button class="button subtle" aria-expanded=${open} @click=${() => this.show(it)}>${outside(owner)}</button>
          <span class="faint">${checked(it)}</span>
        </th>
        ${it.checked_at === null
          ? COLUMNS.map((column) => html`<td role="cell" class="end" data-label=${t(`completeness.${column}`)}>–</td>`)
          : amounts({ ...it, unexplained: it.unexplained })}
      </tr>
      ${open && this.opened?.folders ? [...this.opened.folders.map(folder), beside(it)] : nothing}
    `;
  }

  private async look() {
    const { troubles, count } = await getTroubles(SERVER, this.connection, AbortSignal.timeout(10_000)).catch(() => ({ troubles: [], count: 0 }));
    this.troubles = troubles;
    this.troubleCount = count;
  }

  private toggle = () => {
    this.open = !this.open;
    if (this.open) void this.lines.restart();
  };

  private narrow = (event: Event) => {
    this.unexplained = (event.target as HTMLInputElement).checked;
    this.opened = null;
    void this.lines.restart();
  };

  private async show({ mailbox }: CompletenessLine) {
    if (this.opened?.mailbox === mailbox) {
      this.opened = null;
      return;
    }
    this.opened = { mailbox, folders: null };
    const { folders } = await getFolders(SERVER, this.connection, mailbox, AbortSignal.timeout(10_000)).catch(() => ({ folders: [] }));
    if (this.opened?.mailbox === mailbox) this.opened = { mailbox, folders };
  }
}

/** What is read goes on after a check; the source is asked anew by the next one. */
function checked({ checked_at, source, kept, left_out, quarantined, unexplained }: CompletenessLine) {
  if (checked_at === null) return t('completeness.unchecked');
  const since = kept + left_out + quarantined + unexplained - source;
  const when = { moment: moment(checked_at) };
  return since > 0 ? t('completeness.checked.since', { ...when, count: since }) : t('completeness.checked', when);
}

const COLUMNS = ['source', 'kept', 'left_out', 'quarantined', 'unexplained', 'gone'] as const;

type Amounts = Record<(typeof COLUMNS)[number], number>;

const amounts = (of: Amounts) =>
  COLUMNS.map(
    (it) => html`<td role="cell" class="end ${it === 'unexplained' && of[it] !== 0 ? 'unexplained' : ''}" data-label=${t(`completeness.${it}`)}>${number(of[it])}</td>`,
  );

function folder(it: FolderLine) {
  const left_out = it.left_out.reduce((sum, { count }) => sum + count, 0);
  const unexplained = it.unexplained.reduce((sum, { messages }) => sum + Math.abs(messages), 0);
  return html`
    <tr role="row" class="folder">
      <th role="rowheader" scope="row">
        ${nameOf(it)}
        ${it.left_out.map(({ explanation, count }) => html`<span class="faint">${number(count)} ${plain(explanation)}</span>`)}
        ${it.unexplained.map(({ month, messages, since }) => html`<span class="faint">${t('completeness.in_month', { month, messages: number(messages), moment: moment(since) })}</span>`)}
      </th>
      ${amounts({ ...it, left_out, unexplained })}
    </tr>
  `;
}

function nameOf({ folder, name }: FolderLine) {
  const known = KNOWN.find((it) => it === name);
  return known ? t(`completeness.folder.${known}`) : t('completeness.folder', { folder });
}

const beside = ({ older, beside, found_late }: CompletenessLine) => html`
  <tr role="row" class="folder">
    <td role="cell" colspan=${COLUMNS.length + 1}>
      <span class="faint">${t('completeness.beside', { older: number(older), beside: number(beside), found: number(found_late) })}</span>
    </td>
  </tr>
`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-completeness': RelataCompleteness;
  }
}
