/** What the parts of the settings tell the form, and the form whoever shows it. */
import type { AnalyticsSettings } from '../../api/types.js';

/** The viewer changed these, and has not saved yet. */
export class SettingsEvent extends Event {
  constructor(readonly changed: Partial<AnalyticsSettings>) {
    super('relata-settings');
  }
}

/** The viewer wants these in force. */
export class SaveEvent extends Event {
  constructor(readonly settings: AnalyticsSettings) {
    super('relata-save');
  }
}
