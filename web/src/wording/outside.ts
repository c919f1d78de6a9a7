/**
 * Text from outside: names, titles, addresses that anybody could have written.
 *
 * It is only ever shown as text, and made inert before.
 */
import { html } from 'lit';
import { plain } from './inert.js';

export * from './inert.js';

/** For a place of its own on the screen. */
export const outside = (text: string) => html`<bdi>${plain(text)}</bdi>`;

/** A remark of the server where it stands for itself. */
export const capital = (text: string) => plain(text.charAt(0).toLocaleUpperCase() + text.slice(1));
