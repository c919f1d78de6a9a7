/** What the roles tell whoever shows them. */
import type { Assignment, Grant } from '../../api/types.js';

export class AssignEvent extends Event {
  constructor(readonly role: string) {
    super('relata-assign');
  }
}

export class EndAssignmentEvent extends Event {
  constructor(readonly assignment: Assignment) {
    super('relata-end-assignment');
  }
}

export class EndGrantEvent extends Event {
  constructor(readonly grant: Grant) {
    super('relata-end-grant');
  }
}
