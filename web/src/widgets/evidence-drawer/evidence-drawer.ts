import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Server } from '../../api/client.js';
import { getEvidence } from '../../api/introducers.js';
import type { Pair } from '../../events/pair.js';
import { t } from '../../locales/t.js';
import '../../components/dialog/dialog.js';
import '../../components/evidence/evidence.js';
import '../../components/problem/problem.js';
import '../../components/skeleton/skeleton.js';

/**
 * @summary The drawer that answers "why?" for one pair. It is open as long as it has a pair.
 *
 * @event relata-close - The viewer closed it.
 */
@customElement('relata-evidence-drawer')
export class RelataEvidenceDrawer extends LitElement {
  @property({ attribute: false }) server: Server = '';
  @property({ attribute: false }) pair: Pair | null = null;

  private readonly evidence = new Task(this, {
    task: async ([server, pair], { signal }) => pair && getEvidence(server, pair.contact.id, pair.colleague.id, signal),
    args: () => [this.server, this.pair] as const,
  });

  render() {
    const { pair } = this;
    const names = pair && { colleague: pair.colleague.name, contact: pair.contact.name };
    return html`
      <relata-dialog placement="end" .open=${pair !== null} .heading=${names ? t('evidence.title', names) : ''} @relata-close=${this.closed}>
        ${this.evidence.render({
          pending: () => html`<relata-skeleton label=${t('evidence.loading')}></relata-skeleton>`,
          error: (error) => html`<relata-problem .error=${error} @relata-retry=${() => this.evidence.run()}></relata-problem>`,
          complete: (evidence) => html`<relata-evidence .evidence=${evidence}></relata-evidence>`,
        })}
      </relata-dialog>
    `;
  }

  private closed() {
    this.pair = null;
    this.dispatchEvent(new Event('relata-close'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-evidence-drawer': RelataEvidenceDrawer;
  }
}
