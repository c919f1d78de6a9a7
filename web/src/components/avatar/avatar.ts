import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { plain } from '../../wording/outside.js';
import { styles } from './avatar.styles.js';

/**
 * @summary A person's photo, or the initials where there is none. Decoration: the name stands beside it.
 */
@customElement('relata-avatar')
export class RelataAvatar extends LitElement {
  static styles = styles;

  @property() name = '';
  @property() photo: string | null = null;

  render() {
    if (this.photo) return html`<img src=${this.photo} alt="" />`;
    return html`<span aria-hidden="true">${initials(this.name)}</span>`;
  }
}

/** First letters of the first and the last word, of an address before its @; "?" when there is no letter at all. */
export function initials(name: string): string {
  const words = plain(name).replace(/(?<=\S)@.*/, '').match(/\p{L}[\p{L}\p{N}]*/gu) ?? [];
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  const letters = ends.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase());
  return letters.join('') || '?';
}

declare global {
  interface HTMLElementTagNameMap {
    'relata-avatar': RelataAvatar;
  }
}
