import { Task } from '@lit/task';
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { getHealth } from '../../api/health.js';
import type { Health } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { tokens } from '../../styles/tokens.styles.js';
import { widget } from '../../styles/widget.styles.js';
import { day } from '../../wording/time.js';
import { Embeddable } from '../embeddable.js';
import '../../components/health-panel/health-panel.js';
import '../../components/problem/problem.js';
import '../../components/skeleton/skeleton.js';

/**
 * @summary How the relationship behind a record stands: its health, what moved it, and the last and next contact.
 *
 * ```html
 * <relata-health server="https://relata.example.org" record="C-1"></relata-health>
 * ```
 *
 * Every custom property of `styles/tokens.css` can be set on the element; light or dark is the page's `color-scheme`.
 *
 * @csspart card - The frame around it all.
 */
@customElement('relata-health')
export class RelataHealth extends Embeddable {
  static styles = [tokens, base, widget];

  private readonly health = new Task(this, {
    task: ([server, record], { signal }) => {
      if (!record) throw new Error(t('health.no_record'));
      return getHealth(server, record, signal);
    },
    args: () => [this.from, this.record] as const,
  });

  render() {
    return html`
      <section part="card" aria-label=${t('health.title')}>
        ${this.health.render({
          pending: () => html`<h2>${t('health.title')}</h2><relata-skeleton .label=${t('health.loading')}></relata-skeleton>`,
          error: (error) => html`<h2>${t('health.title')}</h2><relata-problem .error=${error} @relata-retry=${this.retry}></relata-problem>`,
          complete: (health) => this.answer(health),
        })}
      </section>
    `;
  }

  private answer(health: Health) {
    return html`
      <div class="heading">
        <h2>${t('health.title')}</h2>
        <p class="faint">${t('basis.as_of', { day: day(health.computed_for) })}</p>
      </div>
      <relata-health-panel .health=${health}></relata-health-panel>
    `;
  }

  private retry() {
    void this.health.run();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-health': RelataHealth;
  }
}
