/** Several roles in one phrase. */
import { LOCALE, t } from '../locales/t.js';
import { plain } from './outside.js';
import { roleInWords } from './role.js';

const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

/** "Salesperson and Administrator"; that there is none is said too. */
export const rolesInWords = (roles: string[]): string =>
  roles.length === 0 ? t('role.none') : list.format(roles.map((it) => plain(roleInWords(it))));
