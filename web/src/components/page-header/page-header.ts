import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../styles/base.styles.js';
import { inventedTag } from '../../wording/invented.js';
import { outside } from '../../wording/outside.js';
import type { Fact } from '../facts/facts.js';
import { styles } from './page-header.styles.js';
import '../avatar/avatar.js';
import '../facts/facts.js';

/**
 * @summary The head of a page about one person or record: picture, name, fields. What the sample data made up says so.
 *
 * @slot - Below the fields.
 */
@customElement('relata-page-header')
export class RelataPageHeader extends LitElement {
  static styles = [base, styles];

  /** What kind of thing the page is about, in a word. */
  @property() kind = '';
  @property() name = '';
  @property() photo: string | null = null;
  @property({ attribute: false }) facts: Fact[] = [];
  /** The sample data made up the name. */
  @property({ type: Boolean }) invented = false;

  render() {
    return html`
      <relata-avatar .name=${this.name} .photo=${this.photo}></relata-avatar>
      <div>
        <p class="faint">${this.kind}</p>
        <h1>${outside(this.name)} ${this.invented ? inventedTag() : nothing}</h1>
        <relata-facts .facts=${this.facts}></relata-facts>
        <slot></slot>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-page-header': RelataPageHeader;
  }
}
