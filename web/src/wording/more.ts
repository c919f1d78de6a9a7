/** What the button under the first few of a list says. */
import { t } from '../locales/t.js';

/** "Show all 23", or "Show 100 of 230" where the server lists no more at once. */
export const showMore = (most: number, total: number) =>
  total <= most ? t('more.all', { total }) : t('more.some', { count: most, total });
