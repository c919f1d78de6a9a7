/** What the picker tells whoever shows it. */

/** Something to pick. */
export interface Choice {
  id: string;
  name: string;
  /** What tells it from others of the same name. */
  detail: string;
}

export class LookEvent extends Event {
  constructor(readonly query: string) {
    super('relata-look');
  }
}

export class PickEvent extends Event {
  constructor(readonly choice: Choice) {
    super('relata-pick');
  }
}
