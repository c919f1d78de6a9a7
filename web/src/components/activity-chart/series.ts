/** Activities as a chart draws them: every day of the period has its place, so that silence is a gap. */
import type { Activities, ActivityDay } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { day, month, shortDay } from '../../wording/time.js';
import type { ChartTable } from '../chart/chart.js';
import type { ChartOption } from '../chart/echarts.js';

const DAY_MS = 86_400_000;
/** In a longer period a day without its year says little. */
const YEAR = 365;

const TYPES = [
  { name: () => t('interactions.email'), count: (it: ActivityDay) => it.emails_out + it.emails_in },
  { name: () => t('interactions.meeting'), count: (it: ActivityDay) => it.meetings_out + it.meetings_in },
  { name: () => t('interactions.call'), count: (it: ActivityDay) => it.calls_out + it.calls_in },
  { name: () => t('activities.tasks'), count: (it: ActivityDay) => it.tasks },
];

/** All days from the first to the last, both inside. */
export function daysBetween(from: string, until: string): string[] {
  const first = Date.parse(from);
  const count = Math.round((Date.parse(until) - first) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => new Date(first + index * DAY_MS).toISOString().slice(0, 10));
}

export function optionOf({ from, until, days }: Activities): ChartOption {
  const all = daysBetween(from, until);
  const tick = all.length > YEAR ? month : shortDay;
  const found = new Map(days.map((it) => [it.on, it]));
  const axisLabel = { alignMinLabel: 'left', alignMaxLabel: 'right', formatter: (_: string, index: number) => tick(all[index] ?? '') } as const;
  return {
    grid: { left: 4, right: 4, top: 40, bottom: 4, outerBoundsMode: 'same' },
    legend: { top: 4, left: 0, right: 40, itemGap: 8 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'category', data: all.map(day), axisTick: { show: false }, axisLabel },
    yAxis: { type: 'value', minInterval: 1 },
    series: TYPES.map(({ name, count }) => ({
      type: 'bar',
      name: name(),
      stack: 'day',
      barMaxWidth: 18,
      barMinWidth: 1,
      barCategoryGap: '20%',
      data: all.map((it) => valueOf(found.get(it), count)),
    })),
  };
}

/** The days on which something happened, the newest first. */
export const tableOf = ({ days }: Activities): ChartTable => ({
  columns: [t('activities.day'), ...TYPES.map(({ name }) => name())],
  rows: [...days].reverse().map((it) => [day(it.on), ...TYPES.map(({ count }) => count(it))]),
});

/** Nothing rather than 0, which the tooltip would list. */
function valueOf(found: ActivityDay | undefined, count: (day: ActivityDay) => number): number | string {
  return (found && count(found)) || '-';
}
