import type { Connection } from '../../api/types.js';

export type Change = 'pause' | 'resume' | 'disconnect';

/** The viewer wants a connection paused, resumed or ended. */
export class ConnectionEvent extends Event {
  constructor(
    readonly change: Change,
    readonly connection: Connection,
  ) {
    super('relata-connection');
  }
}
