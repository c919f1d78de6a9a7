/** Who can see who knows whom, in one sentence. */
import type { Roles } from '../api/types.js';
import { LOCALE, t } from '../locales/t.js';
import { isolated } from './outside.js';
import { known, roleInWords } from './role.js';

const RIGHT = 'see_who_knows_whom';

const list = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

export function whoSees({ roles, grants }: Pick<Roles, 'roles' | 'grants'>): string {
  const having = roles.filter(({ rights, granted }) => rights.includes(RIGHT) || granted.some(({ right }) => right === RIGHT));
  const beside = grants.filter(({ right, holder }) => right === RIGHT && holder.kind !== 'role');
  const holders = [
    ...having.map(({ role }) => (known(`role.${role}.many`) ?? roleInWords(role)).toLocaleLowerCase(LOCALE)),
    ...beside.map(({ holder }) => isolated(holder.name)),
  ];
  return holders.length === 0 ? t('roles.sees.nobody') : t('roles.sees', { who: list.format(holders) });
}
