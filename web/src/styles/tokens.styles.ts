/** The tokens for a widget that stands in a page which knows nothing of Relata. */
import { unsafeCSS } from 'lit';
import text from './tokens.css?inline';

export const tokens = unsafeCSS(text);
