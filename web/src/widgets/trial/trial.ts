import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { tryConnection, type Extent } from '../../api/connections.js';
import type { NewConnection, TrialFinding, TrialPlan, TrialStep } from '../../api/types.js';
import { doneIcon, noteIcon, warningIcon } from '../../icons.js';
import { number, t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { capital } from '../../wording/outside.js';
import { styles } from './trial.styles.js';
import '../../components/fault/fault.js';
import '../../components/plan/plan.js';

/** What is tried, and how far: what was entered, or a connection by its id. */
export interface Trial {
  extent: Extent;
  what: NewConnection | string;
}

const MARKS = { fine: doneIcon, note: noteIcon, wrong: warningIcon };

/**
 * @summary A connection tried while one looks: what is being done, each finding with its remedy as soon as it is there, and the plan.
 * It can be cancelled, and ends when it is no longer shown. Nothing of it is kept.
 */
@customElement('relata-trial')
export class RelataTrial extends LitElement {
  static styles = [base, controls, styles];

  @property() server = '';
  /** Begins when it is set; another one takes its place. */
  @property({ attribute: false }) trial: Trial | null = null;

  @state() private step: TrialStep | null = null;
  @state() private findings: TrialFinding[] = [];
  @state() private plan: TrialPlan | null = null;
  @state() private done = '';
  @state() private busy = false;
  @state() private error: unknown = null;
  @query('[role=status]') private status!: HTMLElement;
  private visit = new AbortController();

  willUpdate(changed: PropertyValues<this>) {
    if (changed.has('trial')) void this.begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.visit.abort();
  }

  render() {
    return html`
      <div class=${this.trial === null ? '' : 'now'}>
        <p role="status" tabindex="-1">${this.busy ? this.doing() : this.done}</p>
        ${this.busy ? html`${this.progress()}<button type="button" class="button" @click=${this.cancel}>${t('trial.cancel')}</button>` : nothing}
      </div>
      ${this.findings.length > 0 ? html`<ul class="findings" aria-label=${t('trial.findings')} aria-busy=${this.busy}>${this.findings.map(finding)}</ul>` : nothing}
      <relata-plan .plan=${this.plan}></relata-plan>
      <relata-fault .error=${this.error}></relata-fault>
    `;
  }

  private doing() {
    const step = this.step ?? { step: 'signing_in', done: 0, of: 0 };
    return t(`trial.step.${step.step}`, { now: number(step.done + 1), of: number(step.of) });
  }

  private progress() {
    const of = this.step?.of ?? 0;
    return of > 0 ? html`<progress aria-label=${t('trial.progress')} max=${of} value=${this.step?.done ?? 0}></progress>` : nothing;
  }

  private async begin() {
    this.visit.abort();
    this.visit = new AbortController();
    this.clear();
    const { trial } = this;
    if (trial === null) return;
    const { signal } = this.visit;
    this.busy = true;
    void this.updateComplete.then(() => this.status.scrollIntoView({ block: 'nearest' }));
    try {
      for await (const line of tryConnection(this.server, trial.extent, trial.what, signal)) {
        if (signal.aborted) return;
        if (line.line === 'step') this.step = line;
        else if (line.line === 'finding') this.findings = [...this.findings, line];
        else if (line.line === 'plan') this.plan = line;
        else this.done = this.end(line.sound);
      }
      if (this.done === '') throw new Error(t('trial.interrupted'));
    } catch (error) {
      if (!signal.aborted) this.error = error;
    }
    if (signal.aborted) return;
    this.busy = false;
    void this.updateComplete.then(() => this.status.scrollIntoView({ block: 'start' }));
  }

  private end(sound: boolean) {
    if (!sound) return t('trial.unsound');
    return t(this.plan === null ? 'trial.sound' : 'trial.planned');
  }

  private cancel() {
    this.visit.abort();
    this.clear();
    this.done = t('trial.cancelled');
    // The button that was pressed is gone.
    this.status.focus();
  }

  private clear() {
    this.step = null;
    this.findings = [];
    this.plan = null;
    this.done = '';
    this.busy = false;
    this.error = null;
  }
}

const finding = ({ verdict, text, remedy }: TrialFinding) => html`
  <li class=${verdict}>
    ${MARKS[verdict]}
    <div>
      <span class="visually-hidden">${t(`trial.verdict.${verdict}`)}</span>
      ${capital(text)}
      ${remedy === null ? nothing : html`<div class="remedy">→ ${capital(remedy)}</div>`}
    </div>
  </li>
`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-trial': RelataTrial;
  }
}
