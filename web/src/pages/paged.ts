/**
 * A list that the server gives in portions. It keeps what was loaded, knows whether there is more, and starts anew when
 * what it lists changes.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface Portion<Item> {
  items: Item[];
  next: string | null;
}

export class Paged<Item> implements ReactiveController {
  items: Item[] = [];
  loading = false;
  error: unknown = null;

  private next: string | undefined;
  private ended = false;
  private visit = new AbortController();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly fetch: (after: string | undefined, signal: AbortSignal) => Promise<Portion<Item>>,
  ) {
    host.addController(this);
  }

  hostDisconnected() {
    this.visit.abort();
  }

  get hasMore() {
    return !this.ended && !this.loading && this.error === null;
  }

  restart() {
    this.visit.abort();
    this.visit = new AbortController();
    this.items = [];
    this.next = undefined;
    this.ended = false;
    return this.load();
  }

  async load() {
    const { signal } = this.visit;
    this.loading = true;
    this.error = null;
    this.host.requestUpdate();
    try {
      const { items, next } = await this.fetch(this.next, signal);
      if (signal.aborted) return;
      this.items = [...this.items, ...items];
      this.next = next ?? undefined;
      this.ended = next === null;
    } catch (error) {
      if (signal.aborted) return;
      this.error = error;
    }
    this.loading = false;
    this.host.requestUpdate();
  }
}
