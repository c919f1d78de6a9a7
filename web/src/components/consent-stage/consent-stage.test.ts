import { expect, test } from 'vitest';
import type { Consent } from '../../api/types.js';
import { mount, textOf } from '../../testing/mount.js';
import { buttons } from '../../testing/press.js';
import { consent, consented, off, withdrawn } from '../../testing/privacy.js';
import './consent-stage.js';

test.each<[string, Consent, string[], string[]]>([
  ['off', off(), ['Relationship intelligence is off'], ['Enable']],
  ['awaiting', consent(), ['Waiting for consent: 2 days left', 'Without consent by 15 Feb 2002', 'Enabled , done 1 Feb 2002, 09:00 UTC, Adam Consent , under way by 15 Feb 2002, 09:00 UTC'], ['Give consent', 'Turn off']],
  ['lapsed', consent({ state: 'lapsed', days_left: null }), ['Turned off: nobody consented in time', 'No consent in time , failed 15 Feb 2002'], ['Enable again', 'Turn off']],
  ['consented', consented(), ['On, with consent', 'Consent given , done 5 Feb 2002, 09:00 UTC, Dora', 'Mailboxes are used , done'], ['Give consent', 'Turn off']],
  ['withdrawn', consent({ state: 'withdrawn', lapses_at: null, days_left: null, kinds: [withdrawn('identifiable')] }), ['Consent is withdrawn', 'Consent withdrawn , done 13 Feb 2002, 09:00 UTC, Dora'], ['Give consent', 'Turn off']],
])('%s says where it stands and what can be done', async (_, given, says, offers) => {
  const stage = await mount('relata-consent-stage', { consent: given, enabler: true, consenter: true });
  for (const it of says) expect(textOf(stage)).toContain(it);
  expect(buttons(stage)).toEqual(offers);
});

test.each<[string, Consent, string]>([
  ['off', off(), 'An administrator can enable it.'],
  ['awaiting', consent(), 'A directory administrator can give consent.'],
])('%s says who can act to whoever cannot', async (_, given, text) => {
  const stage = await mount('relata-consent-stage', { consent: given });
  expect([buttons(stage), textOf(stage)]).toEqual([[], expect.stringContaining(text)]);
});
