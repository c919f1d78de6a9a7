/**
 * The colours of a chart. A canvas understands no custom properties, so each is read from a probe: an element that has
 * the colour as its own, whatever theme, host page or high-contrast mode decided it.
 */
import type { ChartOption } from './echarts.js';

/** Colours as the browser resolved them. */
export interface Palette {
  text: string;
  faint: string;
  line: string;
  surface: string;
  /** Of the grades of health, and of a record without one. */
  good: string;
  fair: string;
  poor: string;
  none: string;
  /** Our side, and the other side. */
  us: string;
  them: string;
  /** Tell apart for the colour-blind; each series also has a pattern. */
  series: string[];
  font: string;
}

const TOKENS = {
  text: '--relata-color-text',
  faint: '--relata-color-text-faint',
  line: '--relata-color-line',
  surface: '--relata-color-surface',
  good: '--relata-color-good',
  fair: '--relata-color-fair',
  poor: '--relata-color-poor',
  none: '--relata-color-unknown',
  us: '--relata-color-us',
  them: '--relata-color-them',
} as const;

const SERIES = 6;

/** Reads the colours that hold for the probe. It is left as it was found. */
export function paletteOf(probe: HTMLElement): Palette {
  const style = getComputedStyle(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return style.color;
  };
  const named = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, read(token)]));
  const series = Array.from({ length: SERIES }, (_, index) => read(`--relata-color-series-${index + 1}`));
  probe.style.color = '';
  return { ...(named as Record<keyof typeof TOKENS, string>), series, font: style.fontFamily };
}

/** What every chart looks like, unless its own option says otherwise. */
export function themeOf({ text, faint, line, surface, series, font }: Palette): object {
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: faint, hideOverlap: true },
    splitLine: { lineStyle: { color: line, opacity: 0.6 } },
    nameTextStyle: { color: faint },
  };
  return {
    color: series,
    backgroundColor: 'transparent',
    textStyle: { color: text, fontFamily: font, fontSize: 12 },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    timeAxis: { ...axis, splitLine: { show: false } },
    legend: { textStyle: { color: text }, inactiveColor: faint, itemWidth: 16, itemHeight: 10, icon: 'rect' },
    tooltip: {
      backgroundColor: surface,
      borderColor: line,
      textStyle: { color: text, fontFamily: font, fontSize: 12 },
      axisPointer: { lineStyle: { color: faint }, shadowStyle: { color: line, opacity: 0.25 } },
    },
  };
}

/** What makes every chart fit our pages: patterns beside colours, a tooltip without inline styles, no motion unasked. */
export function defaultsOf({ surface }: Palette, still: boolean): ChartOption {
  return {
    animation: !still,
    animationDuration: 250,
    aria: { enabled: true, label: { enabled: false }, decal: { show: true, decals: patterns(surface) } },
    tooltip: { renderMode: 'richText', confine: true },
  };
}

function patterns(color: string) {
  const lines = { color, dashArrayX: [1, 0], symbolSize: 1 };
  return [
    { symbol: 'none' },
    { ...lines, dashArrayY: [2, 4], rotation: -Math.PI / 4 },
    { color, symbol: 'circle', symbolSize: 0.8, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [5, 0] },
    { ...lines, dashArrayY: [2, 3], rotation: 0 },
    { ...lines, dashArrayY: [2, 4], rotation: Math.PI / 4 },
    { ...lines, dashArrayY: [2, 3], rotation: Math.PI / 2 },
  ];
}
