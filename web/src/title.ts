/** What the browser's tab says. */
import { t } from './locales/t.js';

export function setTitle(page: string) {
  document.title = t('app.title', { page });
}
