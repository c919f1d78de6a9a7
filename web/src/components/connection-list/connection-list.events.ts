import type { Connection } from '../../api/types.js';

export type Change = 'test' | 'plan' | 'pause' | 'resume' | 'disconnect';

/** The viewer wants a connection tried, its plan, or it paused, resumed or ended. */
export class ConnectionEvent extends Event {
  constructor(
    readonly change: Change,
    readonly connection: Connection,
  ) {
    super('relata-connection');
  }
}
