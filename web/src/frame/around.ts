/**
 * The page around the iframe: whom the frame listens to, and to whom it speaks.
 *
 * **Invariant:** only the window that holds the frame is heard, and after its first context only under the same origin; what
 * says anything goes to that origin alone.
 */
import { contextIn, expired, ready, resize, type Context } from './messages.js';

export interface Said extends Context {
  origin: string;
}

/** So long the page may take to fetch a token. */
const PATIENCE_MS = 30_000;
const OPAQUE = 'null';

export class Around {
  private origin: string | null = null;
  /** What was said and not used yet. */
  private said: Said | null = null;
  private waiting: ((said: Said) => void) | null = null;

  constructor(
    private readonly frame: Window,
    private readonly heard: (said: Said) => void,
  ) {
    frame.addEventListener('message', this.hear);
  }

  /** Says that the frame listens. Nothing is in it, so it may go to whoever is around where the browser does not tell. */
  greet() {
    this.frame.parent.postMessage(ready(), originAround(this.frame) ?? '*');
  }

  grow(height: number) {
    if (this.origin !== null) this.frame.parent.postMessage(resize(height), this.origin);
  }

  /** The token that was said last; asks for another when that one was used. */
  async token(silence: string): Promise<Said> {
    const { said } = this;
    this.said = null;
    if (said) return said;
    if (this.origin !== null) this.frame.parent.postMessage(expired(), this.origin);
    return new Promise((resolve, reject) => {
      const tooLong = setTimeout(() => reject(new Error(silence)), PATIENCE_MS);
      this.waiting = (it) => {
        clearTimeout(tooLong);
        this.said = null;
        resolve(it);
      };
    });
  }

  private hear = ({ source, origin, data }: MessageEvent) => {
    if (source !== this.frame.parent || source === this.frame || origin === OPAQUE) return;
    if (this.origin !== null && origin !== this.origin) return;
    const context = contextIn(data);
    if (context === null) return;
    this.origin = origin;
    this.said = { ...context, origin };
    const { waiting } = this;
    this.waiting = null;
    if (waiting) waiting(this.said);
    else this.heard(this.said);
  };
}

/** The origin of the page around, where the browser tells. */
function originAround({ location, document }: Window): string | null {
  const [nearest] = location.ancestorOrigins ?? [];
  if (nearest && nearest !== OPAQUE) return nearest;
  return document.referrer ? new URL(document.referrer).origin : null;
}
