/** What the picker of groups tells whoever shows it. */
import type { Group } from '../../api/types.js';

export class GroupsEvent extends Event {
  constructor(readonly groups: Group[]) {
    super('relata-groups');
  }
}
