/** Asks again after a while, as long as there is something to wait for and somebody looks. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const EVERY_MS = 4000;

export class Polling implements ReactiveController {
  private timer?: ReturnType<typeof setTimeout>;
  private isLookedAt = false;

  constructor(
    host: ReactiveControllerHost,
    private readonly again: () => Promise<unknown>,
    private readonly isWaiting: () => boolean,
  ) {
    host.addController(this);
  }

  hostConnected() {
    this.isLookedAt = true;
  }

  hostUpdated() {
    if (this.timer === undefined && this.isLookedAt && this.isWaiting()) this.timer = setTimeout(this.ask, EVERY_MS);
  }

  hostDisconnected() {
    this.isLookedAt = false;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private ask = async () => {
    await this.again().catch(() => {});
    this.timer = undefined;
    this.hostUpdated();
  };
}
