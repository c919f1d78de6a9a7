import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t, type Key } from '../../locales/t.js';
import { base } from '../../styles/base.styles.js';
import { inventedTag } from '../../wording/invented.js';
import { outside } from '../../wording/outside.js';
import { styles } from './facts.styles.js';

/** A text; with an address, a link. */
export type FactValue = string | null | { text: string; href: string };

/** A field of a person or record; one without values is not shown. */
export interface Fact {
  label: Key;
  values: FactValue[];
  /** The sample data made it up. */
  invented?: boolean;
}

/**
 * @summary Fields of a person or record by their names. What the sample data made up says so.
 */
@customElement('relata-facts')
export class RelataFacts extends LitElement {
  static styles = [base, styles];

  @property({ attribute: false }) facts: Fact[] = [];

  render() {
    const given = this.facts.map((it) => ({ ...it, values: it.values.filter((value) => value !== null) }));
    const filled = given.filter(({ values }) => values.length > 0);
    if (filled.length === 0) return nothing;
    return html`
      <dl>
        ${filled.map(
          ({ label, values, invented }) => html`
            <div>
              <dt>${t(label)}</dt>
              <dd>${values.map((it, index) => html`${index > 0 ? ', ' : ''}${shown(it)}`)} ${invented ? inventedTag() : nothing}</dd>
            </div>
          `,
        )}
      </dl>
    `;
  }
}

function shown(value: NonNullable<FactValue>) {
  if (typeof value === 'string') return outside(value);
  return html`<a href=${value.href}>${outside(value.text)}</a>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-facts': RelataFacts;
  }
}
