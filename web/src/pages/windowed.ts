/**
 * A list of which only a window is kept: the pages around what is looked at, out of as many as the server has. What is
 * scrolled past is no longer waited for, and what is far away is forgotten.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export const PAGE_SIZE = 100;
/** Pages kept in memory. */
const MOST_PAGES = 6;

export interface PageOf<Item> {
  items: Item[];
  total: number;
}

type Fetch<Item> = (offset: number, limit: number, signal: AbortSignal) => Promise<PageOf<Item>>;

/** What is known of the list at one moment. */
export class Rows<Item> {
  constructor(
    /** Null until the server has said. */
    readonly total: number | null,
    private readonly pages: ReadonlyMap<number, Item[]>,
    /** Another one is another list. */
    readonly edition: number,
  ) {}

  /** Undefined while it is not there. */
  at(index: number): Item | undefined {
    return this.pages.get(pageOf(index))?.[index % PAGE_SIZE];
  }
}

export class Windowed<Item> implements ReactiveController {
  rows = new Rows<Item>(null, new Map(), 0);
  error: unknown = null;

  private pages = new Map<number, Item[]>();
  private asked = new Map<number, AbortController>();
  private window: [first: number, last: number] = [0, 0];

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly fetch: Fetch<Item>,
  ) {
    host.addController(this);
  }

  hostDisconnected() {
    this.forget();
  }

  /** The list is another one: everything known of it is wrong, but its length is a good guess. */
  restart(at = 0) {
    this.forget();
    this.rows = new Rows<Item>(this.rows.total || null, this.pages, this.rows.edition + 1);
    this.show(at, at);
  }

  /** The rows of these numbers are looked at. */
  show(from: number, until: number) {
    this.window = [pageOf(from), pageOf(until)];
    const [first, last] = this.window;
    for (const [page, visit] of this.asked) if (page < first || page > last) this.drop(page, visit);
    for (let page = first; page <= last; page += 1) if (!this.pages.has(page) && !this.asked.has(page)) void this.load(page);
  }

  retry() {
    this.error = null;
    const [first, last] = this.window;
    this.show(first * PAGE_SIZE, last * PAGE_SIZE);
    this.host.requestUpdate();
  }

  private async load(page: number) {
    const visit = new AbortController();
    this.asked.set(page, visit);
    try {
      const { items, total } = await this.fetch(page * PAGE_SIZE, PAGE_SIZE, visit.signal);
      if (visit.signal.aborted) return;
      this.keep(page, items, total);
    } catch (error) {
      if (visit.signal.aborted) return;
      this.error = error;
    }
    this.asked.delete(page);
    this.host.requestUpdate();
  }

  private keep(page: number, items: Item[], total: number) {
    this.error = null;
    this.pages.set(page, items);
    const [first] = this.window;
    const farthest = [...this.pages.keys()].sort((a, b) => Math.abs(b - first) - Math.abs(a - first));
    for (const far of farthest.slice(0, Math.max(0, this.pages.size - MOST_PAGES))) this.pages.delete(far);
    this.rows = new Rows(total, this.pages, this.rows.edition);
  }

  private drop(page: number, visit: AbortController) {
    visit.abort();
    this.asked.delete(page);
  }

  private forget() {
    for (const [page, visit] of this.asked) this.drop(page, visit);
    this.pages = new Map();
    this.error = null;
  }
}

const pageOf = (index: number) => Math.floor(index / PAGE_SIZE);
