/**
 * The way into the server from another application's page: a token that the application's own server asked for, exchanged
 * for a session of one record. Both are held in memory alone, and no cookie goes along.
 */
import { ApiProblem, postAnonymously, type Entry } from './client.js';
import { t } from '../locales/t.js';

/** A token good for one exchange; with the origin it was made for, where that is not the origin of this document. */
export type EmbedToken = string | { token: string; origin: string };

/** Asks the application's server for a fresh token for a record. */
export type TokenProvider = (record: string) => Promise<EmbedToken>;

export interface Opened {
  session: string;
  expires_at: string;
  record: string;
}

const SIGNED_OUT = 401;

/**
 * @event expired - The session has ended, and there was one token only.
 */
export class EmbedSession extends EventTarget implements Entry {
  private opened: Promise<Opened> | null = null;
  private authorization: string | null = null;
  private spent = false;

  constructor(
    readonly address: string,
    private readonly source: string | (() => Promise<EmbedToken>),
  ) {
    super();
  }

  /** Exchanges a token, unless a session is open. */
  open(): Promise<Opened> {
    this.opened ??= this.exchange().catch((error: unknown) => {
      this.opened = null;
      throw error;
    });
    return this.opened;
  }

  async authorise() {
    const { session } = await this.open();
    return (this.authorization = `Embed ${session}`);
  }

  /** Widgets beside each other find out together; the first of them is enough. */
  refused(authorization: string) {
    if (authorization !== this.authorization) return;
    this.authorization = null;
    this.opened = null;
  }

  private async exchange(): Promise<Opened> {
    const given = await this.token();
    const { token, origin } = typeof given === 'string' ? { token: given, origin: location.origin } : given;
    return postAnonymously<Opened>(this.address, '/embed/sessions', { token, origin });
  }

  private async token(): Promise<EmbedToken> {
    if (typeof this.source !== 'string') return this.source();
    if (!this.spent) {
      this.spent = true;
      return this.source;
    }
    this.dispatchEvent(new Event('expired'));
    throw new ApiProblem(SIGNED_OUT, t('embed.expired'));
  }
}
