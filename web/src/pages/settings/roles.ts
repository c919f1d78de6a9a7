import { Task } from '@lit/task';
import { LitElement, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Roles } from '../../api/types.js';
import { assignRole, endAssignment, endGrant, getRoles, grantRight } from '../../api/roles.js';
import type { AssignEvent, EndAssignmentEvent, EndGrantEvent } from '../../components/role-list/role-list.events.js';
import { t } from '../../locales/t.js';
import { base, controls } from '../../styles/base.styles.js';
import { form } from '../../styles/form.styles.js';
import { page } from '../../styles/page.styles.js';
import { setTitle } from '../../title.js';
import type { HandOutEvent } from '../../widgets/role-dialog/role-dialog.js';
import { roleInWords, unknown } from '../../wording/role.js';
import { whoSees } from '../../wording/see-who.js';
import { SERVER } from '../server.js';
import { Attempt } from './attempt.js';
import '../../components/grant-list/grant-list.js';
import '../../components/refusal/refusal.js';
import '../../components/role-list/role-list.js';
import '../../components/skeleton/skeleton.js';
import '../../widgets/role-dialog/role-dialog.js';

/**
 * @summary Who may do what: the roles in words, who has them, and rights granted beside; who can see who knows whom, in one
 * sentence.
 */
@customElement('relata-roles-page')
export class RelataRolesPage extends LitElement {
  static styles = [base, controls, page, form];

  @state() private roles: Roles | null = null;
  /** What is being handed out, and the role it begins with. */
  @state() private handing: { of: 'role' | 'right'; role: string } | null = null;
  @state() private done = '';

  private readonly attempt = new Attempt(this);
  private readonly loaded = new Task(this, { task: async (_, { signal }) => (this.roles = await getRoles(SERVER, signal)), args: () => [] });

  connectedCallback() {
    super.connectedCallback();
    setTitle(t('roles.title'));
  }

  render() {
    return html`
      <hgroup>
        <h1>${t('roles.title')}</h1>
        <p>${t('roles.intro')}</p>
      </hgroup>
      ${this.roles
        ? this.content(this.roles)
        : this.loaded.render({
            pending: () => html`<div class="card"><relata-skeleton .rows=${6}></relata-skeleton></div>`,
            error: (error) => html`<relata-refusal .error=${error} @relata-retry=${() => this.loaded.run()}></relata-refusal>`,
          })}
    `;
  }

  private content(roles: Roles) {
    const { busy, error } = this.attempt;
    return html`
      <p class="visually-hidden" role="status">${this.done}</p>
      <p class="card">${whoSees(roles)} ${t('roles.sees.visibility')}</p>
      <section class="card" aria-labelledby="roles">
        <h2 id="roles">${t('roles.all')}</h2>
        <relata-role-list .roles=${roles} @relata-assign=${({ role }: AssignEvent) => this.hand('role', role)} @relata-end-assignment=${this.end} @relata-end-grant=${this.take}></relata-role-list>
      </section>
      <section class="card" aria-labelledby="grants">
        <h2 id="grants">${t('grants.title')}</h2>
        <p class="why">${t('grants.why')}</p>
        <relata-grant-list .grants=${roles.grants} .rights=${roles.rights} @relata-end-grant=${this.take}></relata-grant-list>
        <div class="actions start"><button class="button" @click=${() => this.hand('right', '')}>${t('grants.add')}</button></div>
      </section>
      <relata-role-dialog .server=${SERVER} .of=${this.handing?.of ?? null} .first=${this.handing?.role ?? ''} .rights=${roles.rights} ?busy=${busy}
        .error=${this.handing ? error : null} @relata-hand-out=${this.handOut} @relata-close=${() => (this.handing = null)}></relata-role-dialog>
      ${this.attempt.dialog()}
    `;
  }

  private hand(of: 'role' | 'right', role: string) {
    this.attempt.clear();
    this.handing = { of, role };
  }

  private async handOut({ what, holder }: HandOutEvent) {
    const id = { kind: holder.kind, id: holder.id };
    const isRole = this.handing?.of === 'role';
    const given = await this.attempt.now(async () => {
      await (isRole ? assignRole(SERVER, what, id) : grantRight(SERVER, what, id));
      await this.reload(t('roles.done.given', { name: holder.name }));
    });
    if (given) this.handing = null;
  }

  private end({ assignment: { id, role, holder } }: EndAssignmentEvent) {
    const words = { role: roleInWords(role), name: holder.name };
    const says = [t('roles.end.says', words), ...(holder.kind === 'group' || holder.kind === 'claim' ? [t('roles.end.group')] : []), t('roles.end.own')];
    this.attempt.ask({ heading: t('roles.end.title', words), says, action: t('roles.end'), grave: true }, async () => {
      await endAssignment(SERVER, id);
      await this.reload(t('roles.done.ended', words));
    });
  }

  private take({ grant: { id, right, holder } }: EndGrantEvent) {
    const what = this.roles?.rights.find((it) => it.right === right)?.what ?? unknown(right);
    const says = [holder.kind === 'role' ? t('grants.end.role.says', { right: what }) : t('grants.end.says', { right: what, name: holder.name })];
    this.attempt.ask({ heading: t('grants.end.title'), says, action: t('roles.grant.end'), grave: true }, async () => {
      await endGrant(SERVER, id);
      await this.reload(t('grants.done.ended'));
    });
  }

  private async reload(done: string) {
    this.roles = await getRoles(SERVER, new AbortController().signal);
    this.done = done;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-roles-page': RelataRolesPage;
  }
}
