import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t, type Key } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { outside } from '../../wording/outside.js';
import { styles } from './page-header.styles.js';
import '../avatar/avatar.js';

/** A field of a person or record; one without values is not shown. */
export interface Fact {
  label: Key;
  values: (string | null)[];
  href?: string;
  /** The sample data made it up. */
  invented?: boolean;
}

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
        <h1>${outside(this.name)} ${this.invented ? tag() : nothing}</h1>
        <dl>
          ${this.facts.map((it) => this.fact(it))}
        </dl>
        <slot></slot>
      </div>
    `;
  }

  private fact({ label, values, href, invented }: Fact) {
    const given = values.filter((it) => it !== null);
    if (given.length === 0) return nothing;
    const text = given.map((it, index) => html`${index > 0 ? ', ' : ''}${outside(it)}`);
    return html`
      <div>
        <dt>${t(label)}</dt>
        <dd>${href ? html`<a href=${href}>${text}</a>` : text} ${invented ? tag() : nothing}</dd>
      </div>
    `;
  }
}

const tag = () => html`
  <fluent-badge appearance="outline" color="informative" size="small" title=${t('record.invented.why')}>
    ${t('record.invented')}
  </fluent-badge>
`;

declare global {
  interface HTMLElementTagNameMap {
    'relata-page-header': RelataPageHeader;
  }
}
