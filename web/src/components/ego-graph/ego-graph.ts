import { LitElement, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Introducer, Target } from '../../api/types.js';
import { WhyEvent } from '../../events/pair.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { plain } from '../../wording/outside.js';
import { strengthInWords } from '../../wording/strength.js';
import { initials } from '../avatar/avatar.js';
import { around, centre, heightFor, isLabelAbove, lineWidth, mostShown, type Place, type Size } from './layout.js';
import { styles } from './ego-graph.styles.js';

const LONGEST_LABEL = 18;

/**
 * @summary The same colleagues as a picture: the target in the middle, each tie a line. Tab enters it, the arrow keys go
 * round, Enter opens the evidence. The list is its text alternative.
 *
 * @event {WhyEvent} relata-why - The viewer asks why a colleague is shown.
 */
@customElement('relata-ego-graph')
export class RelataEgoGraph extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) target: Target | null = null;
  @property({ attribute: false }) introducers: Introducer[] = [];

  /** The one node that Tab reaches. */
  @state() private current = 0;
  @state() private width = 640;

  private readonly observer = new ResizeObserver(([entry]) => {
    if (entry && entry.contentRect.width > 0) this.width = entry.contentRect.width;
  });

  connectedCallback() {
    super.connectedCallback();
    this.observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  render() {
    if (this.target === null) return nothing;
    const size = { width: this.width, height: heightFor(this.width) };
    const shown = this.introducers.slice(0, mostShown(size));
    const places = around(size, shown.length);
    const rest = this.introducers.length - shown.length;
    return html`
      <svg
        viewBox="0 0 ${size.width} ${size.height}"
        height=${size.height}
        role="group"
        aria-label=${t('graph.label', { name: this.target.name })}
        @keydown=${this.pressed}
      >
        ${shown.map((it, index) => this.line(it, centre(size), places[index]!))}
        ${this.middle(this.target, size)} ${shown.map((it, index) => this.node(it, index, places[index]!, size))}
      </svg>
      <p class="faint">${t('graph.legend')} ${rest > 0 ? t('graph.rest', { count: rest }) : nothing}</p>
    `;
  }

  private line({ band, strength }: Introducer, from: Place, to: Place) {
    return svg`
      <line class=${band} x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y} stroke-width=${lineWidth(strength)} />
    `;
  }

  private middle({ name }: Target, size: Size) {
    const { x, y } = centre(size);
    return svg`
      <g class="target" transform="translate(${x} ${y})" aria-hidden="true">
        <circle r="32" /><text dy="6">${initials(name)}</text>
        <text class="label" y="52">${short(name)}</text>
      </g>
    `;
  }

  private node(introducer: Introducer, index: number, place: Place, size: Size) {
    const { colleague, band, strength } = introducer;
    const top = isLabelAbove(size, place) ? -48 : 42;
    const label = t('graph.node', { colleague: colleague.name, strength: strengthInWords(introducer) });
    return svg`
      <g
        class="node ${band}"
        transform="translate(${place.x} ${place.y})"
        role="button"
        aria-haspopup="dialog"
        aria-label=${label}
        tabindex=${index === this.current ? 0 : -1}
        @focus=${() => (this.current = index)}
        @click=${() => this.ask(introducer)}
      >
        <title>${label}</title>
        <circle r="24" /><text dy="5">${initials(colleague.name)}</text>
        <text class="label" y=${top}>${short(colleague.name)}</text>
        <text class="band" y=${top + 14}>${t(`band.${band}`)}${strength === null ? '' : ` ${strength}`}</text>
      </g>
    `;
  }

  private pressed(event: KeyboardEvent) {
    const nodes = [...this.renderRoot.querySelectorAll<SVGElement>('.node')];
    const introducer = this.introducers[this.current];
    const next = neighbour(event.key, this.current, nodes.length);
    if (next !== null) nodes[next]?.focus();
    else if ((event.key === 'Enter' || event.key === ' ') && introducer) this.ask(introducer);
    else return;
    event.preventDefault();
  }

  private ask(introducer: Introducer) {
    this.dispatchEvent(new WhyEvent(introducer));
  }
}

/** Which node a key leads to; null when it leads nowhere. */
export function neighbour(key: string, from: number, count: number): number | null {
  if (key === 'ArrowRight' || key === 'ArrowDown') return (from + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (from - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

function short(name: string): string {
  const letters = [...plain(name)];
  return letters.length <= LONGEST_LABEL ? letters.join('') : `${letters.slice(0, LONGEST_LABEL - 1).join('')}…`;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-ego-graph': RelataEgoGraph;
  }
}
