/** How far the removal of something has come, as steps: out of sight at once, rows within minutes, files within 30 days. */
import type { Step } from '../components/steps/steps.js';
import { t } from '../locales/t.js';
import { day, moment } from './time.js';

/** Times are null until they have come. */
export interface Clearing {
  hidden_at: string | null;
  rows_due: string | null;
  rows_gone_at: string | null;
  files_due: string | null;
  files_gone_at: string | null;
}

export function clearingSteps({ hidden_at, rows_due, rows_gone_at, files_due, files_gone_at }: Clearing, failed = false): Step[] {
  const steps: Step[] = [
    { label: t('clearing.hidden'), state: 'done', ...(hidden_at && { when: t('clearing.since', { moment: moment(hidden_at) }) }) },
    {
      label: t(rows_gone_at ? 'clearing.rows_gone' : 'clearing.rows'),
      state: rows_gone_at ? 'done' : 'now',
      when: rows_gone_at ? moment(rows_gone_at) : rows_due ? t('clearing.by', { moment: moment(rows_due) }) : t('clearing.minutes'),
    },
    {
      label: t(files_gone_at ? 'clearing.files_gone' : 'clearing.files'),
      state: files_gone_at ? 'done' : rows_gone_at ? 'now' : 'ahead',
      when: files_gone_at ? moment(files_gone_at) : files_due ? t('clearing.by', { moment: day(files_due) }) : t('clearing.days'),
    },
  ];
  return failed ? steps.map((it) => (it.state === 'now' ? { ...it, state: 'failed' } : it)) : steps;
}

/** Whether there is still something to wait for that comes within minutes. */
export const isClearing = ({ hidden_at, rows_gone_at }: Pick<Clearing, 'hidden_at' | 'rows_gone_at'>) => hidden_at !== null && rows_gone_at === null;
