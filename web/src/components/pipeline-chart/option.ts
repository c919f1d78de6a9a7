/** The pipeline as ECharts draws it. */
import type { Bubble, Grades } from '../../api/types.js';
import { t } from '../../locales/t.js';
import { shortMoney } from '../../wording/money.js';
import type { Draw } from '../chart/chart.js';
import type { Palette } from '../chart/palette.js';
import { LOOKS, heightOf, largestOf, lookOf, sizeOf, timeOf, yearsOf, type Look } from './layout.js';
import { detailOf } from './wording.js';

const SYMBOLS: Record<Look, string> = { good: 'circle', fair: 'diamond', poor: 'triangle', in_progress: 'rect', none: 'circle' };
/** So much larger than its bubble is the ring around the one the keyboard stands on. */
const RING_PX = 12;
/** Bubbles at 0 must not hide the dates. */
const AXIS_BELOW_PX = 34;

/** The bubbles of each look, as the series of the chart hold them. */
export const seriesOf = (bubbles: Bubble[]): Bubble[][] => LOOKS.map((look) => bubbles.filter(({ health }) => lookOf(health.state) === look));

export function optionOf(bubbles: Bubble[], today: string, grades: Grades, active: Bubble | null, scale = 1): Draw {
  const largest = largestOf(bubbles);
  const series = seriesOf(bubbles);
  const sizeAt = (bubble: Bubble) => sizeOf(bubble.revenue, largest, lookOf(bubble.health.state), scale);
  return (palette: Palette) => ({
    aria: { decal: { show: false } },
    grid: { top: 72, right: 16, bottom: 76, left: 52 },
    legend: { top: 0, left: 0, right: 44, itemWidth: 12, itemHeight: 12, data: LOOKS.filter((_, index) => series[index]!.length > 0).map((look) => ({ name: t(`pipeline.look.${look}`), icon: SYMBOLS[look] })) },
    xAxis: { type: 'time', ...timeOf(bubbles, today), offset: AXIS_BELOW_PX, name: `${t('pipeline.close')}, ${yearsOf(bubbles, today)}`, nameLocation: 'middle', nameGap: 26 },
    yAxis: { type: 'value', min: 0, max: 100, name: t('column.health'), nameLocation: 'middle', nameGap: 34 },
    tooltip: { trigger: 'item' },
    series: [
      ...LOOKS.map((look, index) => ({
        type: 'scatter' as const,
        name: t(`pipeline.look.${look}`),
        symbol: SYMBOLS[look],
        itemStyle: { color: colorOf(look, palette), opacity: 0.72, borderColor: palette.surface, borderWidth: 1 },
        cursor: 'pointer',
        data: series[index]!.map((bubble) => ({
          name: bubble.id,
          value: [bubble.close_on, heightOf(bubble)],
          symbolSize: sizeAt(bubble),
        })),
        tooltip: { formatter: ({ dataIndex }: { dataIndex: number }) => detailOf(series[index]![dataIndex]!).join('\n') },
        ...(index === 0 && { markLine: gradeLines(grades, palette) }),
      })),
      {
        type: 'scatter' as const,
        silent: true,
        symbol: 'circle',
        itemStyle: { color: 'transparent', borderColor: palette.text, borderWidth: 2 },
        data: active === null ? [] : [{ value: [active.close_on, heightOf(active)], symbolSize: sizeAt(active) + RING_PX }],
      },
    ],
  });
}

function colorOf(look: Look, palette: Palette): string {
  if (look === 'in_progress') return palette.series[0]!;
  return look === 'none' ? palette.none : palette[look];
}

function gradeLines({ good, fair }: Grades, { line, faint }: Palette) {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: line, type: 'dashed' as const },
    label: { position: 'insideEndTop' as const, color: faint, formatter: '{b}' },
    data: [
      { yAxis: good, name: t('pipeline.from', { grade: t('standing.good'), score: good }) },
      { yAxis: fair, name: t('pipeline.from', { grade: t('standing.fair'), score: fair }) },
    ],
  };
}

/** How large the largest bubble is, for the legend below. */
export const largestInWords = (bubbles: Bubble[]) => {
  const largest = bubbles.find(({ revenue }) => revenue !== null && revenue === largestOf(bubbles));
  return largest?.revenue ? shortMoney(largest.revenue, largest.currency) : null;
};
