import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TrialPlan } from '../../api/types.js';
import { number, t } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { styles } from './plan.styles.js';

/**
 * @summary What would be read of a connection before anything is: whose mailboxes, how many messages a month, how much is in the
 * tables of a CRM, and what would be kept of it, for example.
 */
@customElement('relata-plan')
export class RelataPlan extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) plan: TrialPlan | null = null;

  render() {
    const { plan } = this;
    if (plan === null) return nothing;
    return html`
      <h3>${t('plan.title')}</h3>
      <dl>${plan.tables.length > 0 ? plan.tables.map(table) : mailboxes(plan)}</dl>
      ${named(plan)}
      ${plan.examples.map(
        ({ of, fields }) => html`
          <div class="example">
            <p><strong>${t('plan.example', { of })}</strong></p>
            <dl>${fields.map(({ name, value }) => row(name, plain(value)))}</dl>
          </div>
        `,
      )}
      <ul>${plan.sentences.map((it) => html`<li>${plain(it)}</li>`)}</ul>
    `;
  }
}

const row = (name: string, value: string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const table = ({ table, rows, or_more }: TrialPlan['tables'][number]) => row(plain(table), or_more ? t('plan.or_more', { count: number(rows) }) : number(rows));

const mailboxes = (plan: TrialPlan) => html`
  ${row(t('plan.mailboxes'), number(plan.mailboxes))} ${row(t('plan.left_alone'), number(plan.left_alone))} ${row(t('plan.messages'), messages(plan))}
`;

function messages({ messages }: TrialPlan): string {
  if (messages === null) return t('plan.messages.none');
  const { low, high, counted, of } = messages;
  return counted === of ? t('plan.messages.exact', { low: number(low) }) : t('plan.messages.range', { low: number(low), high: number(high), counted: number(counted), of: number(of) });
}

function named({ named, mailboxes }: TrialPlan) {
  if (named.length === 0) return nothing;
  const more = mailboxes - named.length;
  return html`
    <details>
      <summary>${t('plan.named')}</summary>
      <ul tabindex="0" aria-label=${t('plan.named')}>
        ${named.map(({ name, address }) => html`<li>${outside(name ?? address)} ${name === null ? nothing : html`<span class="faint">${plain(address)}</span>`}</li>`)}
        ${more > 0 ? html`<li>${t('plan.named.more', { count: more })}</li>` : nothing}
      </ul>
    </details>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-plan': RelataPlan;
  }
}
