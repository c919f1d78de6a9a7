/** The small charts of an account's history. */
import type { EngagementHistory, Measures } from '../../api/types.js';
import { t, type Key } from '../../locales/t.js';
import { period, shortPeriod } from '../../wording/period.js';
import type { ChartTable, Draw } from '../chart/chart.js';
import type { Palette } from '../chart/palette.js';
import { GROUPS, measureLabel, shortLabel, type Measure } from '../engagement-table/measures.js';

export interface Small {
  label: string;
  /** What the two lines are; nothing where one line says itself. */
  legend: string[];
  option: Draw;
  table: ChartTable;
}

type Plotted = Exclude<keyof Measures, 'first_engagement'>;

/** The averages are in units of their own, so each has a chart of its own. */
const CHARTS: { label: Key; measures: Plotted[] }[] = [
  { label: 'measure.score', measures: ['score'] },
  ...GROUPS.filter(({ label }) => label !== 'measures.averages' && label !== 'measures.first').map(({ label, measures }) => ({
    label,
    measures: measures.filter(isPlotted),
  })),
  { label: 'measure.mean_meeting_minutes', measures: ['mean_meeting_minutes'] },
  { label: 'measure.mean_reply_hours', measures: ['mean_reply_hours'] },
];

/** Oldest first; what was never measured has no chart. */
export function chartsOf({ level, rows }: EngagementHistory): Small[] {
  const inOrder = [...rows].sort((a, b) => a.start.localeCompare(b.start));
  const starts = inOrder.map(({ start }) => shortPeriod(level, start));
  const measured = CHARTS.filter(({ measures }) => rows.some((row) => measures.some((it) => row[it] !== null)));
  return measured.map(({ label, measures }) => ({
    label: t(label),
    legend: measures.length === 1 ? [] : measures.map(nameOf),
    option: optionOf(starts, measures.map((it) => ({ name: nameOf(it), values: inOrder.map((row) => row[it]) }))),
    table: {
      columns: [t(`period.${level}.name`), ...measures.map((it) => t(measureLabel(it)))],
      rows: inOrder.map((row) => [period(level, row.start), ...measures.map((it) => row[it])]),
    },
  }));
}

function isPlotted(measure: Measure): measure is Measure & Plotted {
  return measure !== 'first_engagement';
}

const nameOf = (measure: Plotted) => (measure === 'score' ? t('measure.score') : t(shortLabel(measure)));

const optionOf = (starts: string[], series: { name: string; values: (number | null)[] }[]): Draw => ({ us, them }: Palette) => ({
  grid: { top: 10, right: 8, bottom: 22, left: 36 },
  xAxis: { type: 'category', data: starts },
  yAxis: { type: 'value', min: 0, splitNumber: 2 },
  tooltip: { trigger: 'axis' },
  series: series.map(({ name, values }, index) => ({
    type: 'line' as const,
    name,
    data: values,
    connectNulls: false,
    showAllSymbol: true,
    symbol: index === 0 ? 'circle' : 'rect',
    symbolSize: 5,
    itemStyle: { color: index === 0 ? us : them },
    lineStyle: { width: 2, type: index === 0 ? ('solid' as const) : ('dashed' as const) },
  })),
});
