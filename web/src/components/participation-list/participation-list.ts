import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Participant, ParticipationState } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { table } from '../../styles/table.styles.js';
import { outside, plain } from '../../wording/outside.js';
import { known, unknown } from '../../wording/role.js';
import { day } from '../../wording/time.js';
import { MoreEvent, OptInEvent, OptOutEvent } from './participation-list.events.js';
import { styles } from './participation-list.styles.js';

/** The states from which somebody can be opted out. */
const IN: ParticipationState[] = ['contributing', 'waiting_for_opt_in', 'not_a_contributor', 'excluded_group'];

/**
 * @summary Colleagues, whether their data count, and if not, why; since when, and who decided it.
 *
 * @event {OptOutEvent} relata-opt-out - The viewer wants to leave somebody out.
 * @event {OptInEvent} relata-opt-in - The viewer wants somebody in again.
 * @event {MoreEvent} relata-more - The viewer wants to do something else for somebody.
 */
@customElement('relata-participation-list')
export class RelataParticipationList extends LitElement {
  static styles = [base, controls, table, styles];

  @property({ attribute: false }) people: Participant[] = [];

  render() {
    return html`
      <table role="table" aria-label=${t('people.title')}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${t('people.colleague')}</th>
            <th role="columnheader" scope="col">${t('people.state')}</th>
            <th role="columnheader" scope="col">${t('people.visibility')}</th>
            <th role="columnheader" scope="col"><span class="visually-hidden">${t('people.actions')}</span></th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(this.people, ({ person }) => person, (it) => this.row(it))}
        </tbody>
      </table>
    `;
  }

  private row(participant: Participant) {
    const { name, email, state, visibility } = participant;
    return html`
      <tr role="row">
        <th role="rowheader" scope="row">${outside(name)}<span class="faint">${outside(email)}</span></th>
        <td role="cell" data-label=${t('people.state')}>
          <div>
            <span class="badge ${BADGES[state] ?? ''}">${stateInWords(state)}</span>
            ${whyOf(participant)}
          </div>
        </td>
        <td role="cell" data-label=${t('people.visibility')}>${known(`visibility.${visibility}`) ?? unknown(visibility)}</td>
        <td role="cell" class="actions">${this.actions(participant)}</td>
      </tr>
    `;
  }

  private actions(participant: Participant) {
    const { name, state } = participant;
    return html`
      <div>
        ${IN.includes(state)
          ? html`<button class="button" aria-label=${t('people.opt_out.of', { name })} @click=${() => this.dispatchEvent(new OptOutEvent(participant))}>${t('people.opt_out')}</button>`
          : nothing}
        ${state === 'opted_out'
          ? html`<button class="button" aria-label=${t('people.opt_in.of', { name })} @click=${() => this.dispatchEvent(new OptInEvent(participant))}>${t('people.opt_in')}</button>`
          : nothing}
        <button class="button subtle" aria-haspopup="dialog" aria-label=${t('people.more.of', { name })} @click=${() => this.dispatchEvent(new MoreEvent(participant))}>${t('people.more')}</button>
      </div>
    `;
  }
}

const BADGES: Partial<Record<ParticipationState, string>> = { contributing: 'good', opted_out: 'bad', excluded_group: 'bad', waiting_for_opt_in: 'busy' };

const stateInWords = (state: string) => known(`people.state.${state}`) ?? unknown(state);

/** The reason, where the state alone does not say it; since when, and who decided it. */
function whyOf({ state, group, since, by }: Participant) {
  const reason = state === 'excluded_group' && group ? t('people.why.group', { group }) : (known(`people.why.${state}`) ?? '');
  const when = since && by ? t('people.since_by', { day: day(since), name: plain(by) }) : since ? t('people.since', { day: day(since) }) : '';
  const text = [reason, when].filter(Boolean).join(' ');
  return text ? html`<span class="faint">${text}</span>` : nothing;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-participation-list': RelataParticipationList;
  }
}
