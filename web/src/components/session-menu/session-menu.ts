import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Viewer } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { ME_HREF, SESSIONS_HREF } from '../../routes.js';
import { base, controls } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { rolesInWords } from '../../wording/roles.js';
import { styles } from './session-menu.styles.js';
import '../avatar/avatar.js';

/**
 * @summary Who is signed in, in the header; behind it the roles in words, the viewer's own page and sessions, and the way out.
 *
 * @event relata-sign-out - The viewer wants to sign out.
 */
@customElement('relata-session-menu')
export class RelataSessionMenu extends LitElement {
  static styles = [base, controls, styles];

  @property({ attribute: false }) viewer: Viewer | null = null;
  /** How many colleagues wait for the viewer's answer. */
  @property({ type: Number }) waiting = 0;

  @state() private open = false;
  @query('.face') private face!: HTMLButtonElement;

  connectedCallback() {
    super.connectedCallback();
    addEventListener('click', this.clickedElsewhere);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('click', this.clickedElsewhere);
  }

  render() {
    if (this.viewer === null) return nothing;
    const { name } = this.viewer;
    return html`
      <div @keydown=${this.pressed} @focusout=${this.left}>
        <button class="face" aria-expanded=${this.open} aria-controls="panel" aria-label=${this.label(name)} @click=${this.toggle}>
          <relata-avatar .name=${name}></relata-avatar>
          <span class="name" aria-hidden="true">${outside(name)}</span>
          ${this.waiting === 0 ? nothing : html`<span class="count" title=${t('session.menu.waiting', { count: this.waiting })}>${this.waiting}</span>`}
        </button>
        <div id="panel" ?hidden=${!this.open} @click=${this.chosen}>${this.panel(this.viewer)}</div>
      </div>
    `;
  }

  private label(name: string) {
    const label = t('session.menu', { name });
    return this.waiting === 0 ? label : `${label}; ${t('session.menu.waiting', { count: this.waiting })}`;
  }

  private panel({ name, email, roles, demo }: Viewer) {
    return html`
      <p class="who">
        <strong>${outside(name)}</strong>
        ${email && email !== name ? html`<span class="faint">${outside(email)}</span>` : nothing}
        <span>${rolesInWords(roles)}</span>
      </p>
      <ul>
        <li>
          <a href=${ME_HREF}>${t('me.title')}</a>
          ${this.waiting === 0 ? nothing : html`<span class="faint">${t('session.menu.waiting', { count: this.waiting })}</span>`}
        </li>
        ${demo ? nothing : html`<li><a href=${SESSIONS_HREF}>${t('sessions.title')}</a></li>`}
      </ul>
      ${demo
        ? html`<p class="faint">${t('viewer.demo.why')}</p>`
        : html`<button class="button" @click=${() => this.dispatchEvent(new Event('relata-sign-out'))}>${t('session.sign_out')}</button>`}
    `;
  }

  private toggle() {
    this.open = !this.open;
  }

  /** A link leads away, and the menu would lie over the page that follows. */
  private chosen(event: Event) {
    if (event.composedPath().some((it) => it instanceof HTMLAnchorElement)) this.open = false;
  }

  private pressed({ key }: KeyboardEvent) {
    if (key !== 'Escape' || !this.open) return;
    this.open = false;
    this.face.focus();
  }

  private left({ relatedTarget }: FocusEvent) {
    if (relatedTarget instanceof Node && !this.renderRoot.contains(relatedTarget)) this.open = false;
  }

  private clickedElsewhere = (event: Event) => {
    if (!event.composedPath().includes(this)) this.open = false;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-session-menu': RelataSessionMenu;
  }
}
