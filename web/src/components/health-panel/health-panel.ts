import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Health, HealthState } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { sentence } from '../../wording/outside.js';
import { rhythmInWords } from '../../wording/rhythm.js';
import { signedPoints } from '../../wording/strength.js';
import { styles } from './health-panel.styles.js';
import '../basis/basis.js';
import '../health-dial/health-dial.js';
import '../health-history/health-history.js';
import '../health-parts/health-parts.js';
import '../touches/touches.js';

/**
 * @summary How a relationship stands: the dial, the rhythm of contact, what moved it, the last and next contact, its
 * history; and it opens into the parts of the score. Where there is no score it says why, and what is needed.
 */
@customElement('relata-health-panel')
export class RelataHealthPanel extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) health: Health | null = null;

  render() {
    const { health } = this;
    if (health === null) return nothing;
    if (health.state === 'hidden') return html`<p>${t('health.state.hidden')}</p>`;
    return html`
      <div class="standing">
        <relata-health-dial .state=${health.state} .score=${health.score} .trend=${health.trend} .grades=${health.grades}></relata-health-dial>
        <div class="story">
          ${health.score === null ? this.why(health) : nothing}
          ${health.rhythm.gap_days === null && health.score === null ? nothing : html`<p class="rhythm">${rhythmInWords(health.rhythm)}</p>`}
          ${this.movers(health)}
          <relata-touches .last=${health.last} .next=${health.next} .computedFor=${health.computed_for}></relata-touches>
        </div>
      </div>
      ${health.score === null ? nothing : this.parts(health)}
      ${health.history.length > 0 ? html`<relata-health-history .history=${health.history} .grades=${health.grades}></relata-health-history>` : nothing}
      <relata-basis .accuracy=${health.accuracy} .missing=${health.missing} .edition=${health.edition} .computedAt=${health.computed_at}></relata-basis>
    `;
  }

  private why({ state, needs }: Health) {
    return html`<p>${isExplained(state) ? t(`health.state.${state}`) : nothing} ${needs ? sentence(needs) : nothing}</p>`;
  }

  private movers({ movers }: Health) {
    if (movers.length === 0) return nothing;
    return html`
      <div class="movers">
        <h3 id="movers">${t('health.movers')}</h3>
        <ul aria-labelledby="movers">
          ${movers.map(
            ({ signal, points }) =>
              html`<li class=${points < 0 ? 'down' : 'up'}>${t('health.mover', { signal: t(`signal.${signal}`), points: signedPoints(points) })}</li>`,
          )}
        </ul>
      </div>
    `;
  }

  private parts({ parts, score }: Health) {
    return html`
      <details>
        <summary>${t('health.parts')}</summary>
        <relata-health-parts .parts=${parts} .score=${score}></relata-health-parts>
      </details>
    `;
  }
}

const EXPLAINED = ['not_enough_information', 'no_completed_activities', 'in_progress', 'failed', 'not_applicable'] as const;

const isExplained = (state: HealthState): state is (typeof EXPLAINED)[number] => EXPLAINED.some((it) => it === state);

declare global {
  interface HTMLElementTagNameMap {
    'relata-health-panel': RelataHealthPanel;
  }
}
