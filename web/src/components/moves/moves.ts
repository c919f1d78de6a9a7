import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Move, What } from '../../api/types.js';
import { aloneIcon, fallingIcon, replyIcon, risingIcon, silentIcon } from '../../icons.js';
import { t } from '../../locales/t.js';
import { hrefOfRecord } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside, sentence } from '../../wording/outside.js';
import { groupsOf, isAlike, sharesOf, type Group } from './groups.js';
import { styles } from './moves.styles.js';

/** So many of a group are shown before the viewer asks for all. */
const FIRST = 6;
const ICONS = {
  went_quiet: silentIcon,
  cooled: fallingIcon,
  single_threaded: aloneIcon,
  replied_after_silence: replyIcon,
  warmed: risingIcon,
};

/**
 * @summary What changed in the relationships, in groups: what went quiet, cooled, hangs on one colleague, came back,
 * warmed. Each says from what to what, and why, in words.
 */
@customElement('relata-moves')
export class RelataMoves extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) moves: Move[] = [];
  /** No more than so many, some of each group; 0 shows the first of each group, and all on demand. */
  @property({ type: Number }) limit = 0;

  @state() private opened: ReadonlySet<What> = new Set();

  render() {
    const groups = groupsOf(this.moves);
    const shares = this.limit > 0 ? sharesOf(groups, this.limit) : groups.map(({ what }) => (this.opened.has(what) ? Infinity : FIRST));
    return groups.map((it, index) => (shares[index] === 0 ? nothing : this.group(it, shares[index] ?? 0)));
  }

  private group({ what, moves }: Group, share: number) {
    const alike = isAlike(moves);
    return html`
      <section class=${what} aria-labelledby=${what}>
        <h2 id=${what}>
          <span class="icon">${ICONS[what]}</span> ${t(`move.${what}`)} <span class="count">${moves.length}</span>
        </h2>
        <p class="faint">${t(`move.${what}.why`)}</p>
        <ul class=${alike ? 'alike' : ''}>
          ${moves.slice(0, share).map((it) => this.move(it, alike))}
        </ul>
        ${this.limit > 0 || moves.length <= share ? nothing : this.more(what, moves.length)}
      </section>
    `;
  }

  private more(what: What, total: number) {
    return html`
      <button class="button" aria-label="${t('more.all', { total })}: ${t(`move.${what}`)}" @click=${() => (this.opened = new Set([...this.opened, what]))}>
        ${t('more.all', { total })}
      </button>
    `;
  }

  private move({ record, before, after, text }: Move, alike: boolean) {
    return html`
      <li>
        <div class="main">
          <a href=${hrefOfRecord(record.id)}>${outside(record.name)}</a>
          <span class="faint">${t(`kind.${record.kind}`)}</span>
        </div>
        ${alike ? nothing : html`<p>${sentence(text)}</p>`}
        ${before === null && after === null ? nothing : this.change(before, after)}
      </li>
    `;
  }

  private change(before: number | null, after: number | null) {
    const from = before === null ? t('move.no_score') : String(before);
    const to = after === null ? t('move.no_score') : String(after);
    return html`
      <span class="change">
        <span class="visually-hidden">${t('move.change', { from, to })}</span>
        <span aria-hidden="true">${from} <span class="arrow">→</span> <strong>${to}</strong></span>
      </span>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-moves': RelataMoves;
  }
}
