/** What every widget shares: where Relata runs, and how the widget gets in from another application's page. */
import { LitElement, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { EmbedSession, type TokenProvider } from '../api/embed-session.js';

/**
 * A widget with its way in. In the application that is the viewer's own session; in another application's page a token, or a
 * function that asks the application's server for one.
 *
 * @event relata-expired - The session has ended, and the widget needs a fresh `token`.
 */
export abstract class Embeddable extends LitElement {
  /** Where Relata runs; the page's own origin when empty. */
  @property() server = '';
  /** The id of a contact, lead, account or opportunity in the CRM. */
  @property() record = '';
  /** A token for one record, made by the application's server; good for one exchange. */
  @property() token = '';
  /** Or a function that asks the application's server for a token, as often as one is needed. */
  @property({ attribute: false }) tokenProvider: TokenProvider | null = null;
  /** Or a session that the page holds for its widgets. */
  @property({ attribute: false }) session: EmbedSession | null = null;

  private heard: EmbedSession | null = null;

  disconnectedCallback() {
    super.disconnectedCallback();
    this.hear(null);
  }

  protected update(changed: PropertyValues) {
    const { from } = this;
    this.hear(typeof from === 'string' ? null : from);
    super.update(changed);
  }

  /** Whom to ask. */
  protected get from(): string | EmbedSession {
    if (this.session) return this.session;
    const source = this.tokenProvider ?? this.token;
    return source === '' ? this.server : sessionOf(this.server, source, this.record);
  }

  private hear(session: EmbedSession | null) {
    if (session === this.heard) return;
    this.heard?.removeEventListener('expired', this.expired);
    session?.addEventListener('expired', this.expired);
    this.heard = session;
  }

  private expired = () => this.dispatchEvent(new Event('relata-expired', { bubbles: true, composed: true }));
}

/** Widgets of one record with the same token, or the same function, share a session. */
const sessions = new Map<string | TokenProvider, Map<string, EmbedSession>>();

function sessionOf(server: string, source: string | TokenProvider, record: string): EmbedSession {
  const ofSource = sessions.get(source) ?? new Map<string, EmbedSession>();
  sessions.set(source, ofSource);
  const key = `${server} ${record}`;
  const session = ofSource.get(key) ?? new EmbedSession(server, typeof source === 'string' ? source : () => source(record));
  ofSource.set(key, session);
  return session;
}
