import { type Figure, figure, neutral } from './figure.js';
import { type Style, styleOf } from './schemes.js';

/** One network (or the mean of several): a value per layer, index 0 being the input. */
export interface LayerSeries {
  name: string;
  /** Measured values, drawn as markers. */
  values: ArrayLike<number>;
  /** Expected values, drawn as a line. */
  theory?: ArrayLike<number>;
  /** Where single networks are expected, drawn as a shaded band. */
  band?: { low: ArrayLike<number>; high: ArrayLike<number> };
  /** The scheme whose colour and marker to take, for example 'he'; by default they follow the order of the series. */
  scheme?: string;
}

/**
 * The second moment (or variance) of a signal by layer, on a log axis: measured as markers, theory as a line, the band for single networks
 * shaded. Where a series leaves the range of numbers the last point says what comes next: 0, Infinity or NaN.
 *
 * @param options.quantity what the values are, the label of the vertical axis
 * @example
 * ```ts
 * import { varianceByLayer } from 'initlab';
 * const figure = varianceByLayer([{ name: 'gain 2', values: [1, 2.1, 3.9], theory: [1, 2, 4] }]);
 * figure.data.map((trace) => trace.name); // ['gain 2, theory', 'gain 2', 'theory']
 * ```
 */
export function varianceByLayer(
  series: readonly LayerSeries[],
  options: { title?: string; quantity?: string } = {},
): Figure {
  const styles = series.map(({ scheme }, index) => styleOf(scheme ?? '', index));
  return figure({
    title: options.title ?? 'Second moment by layer',
    x: { title: 'layer (0 is the input)', rangemode: 'tozero' },
    y: { title: options.quantity ?? 'second moment E[z²]', type: 'log' },
    data: [...series.flatMap((one, index) => traces(one, styles[index])), ...key(series)],
    layout: { annotations: series.flatMap(ending) },
  });
}

function traces({ name, values, theory, band }: LayerSeries, style: Style): Record<string, unknown>[] {
  const shared = { type: 'scatter', legendgroup: name };
  const edge = { ...shared, mode: 'lines', line: { width: 0 }, hoverinfo: 'skip', showlegend: false };
  const drawn: Record<string, unknown>[] = [];
  if (band) {
    drawn.push({ ...edge, ...points(band.low), name: `${name}, band from` });
    drawn.push({
      ...edge,
      ...points(band.high),
      name: `${name}, band to`,
      fill: 'tonexty',
      fillcolor: `${style.color}2e`,
    });
  }
  if (theory) {
    const line = { color: style.color, dash: style.dash, width: 2 };
    drawn.push({ ...shared, ...points(theory), mode: 'lines', name: `${name}, theory`, line, showlegend: false });
  }
  const marker = { color: style.color, symbol: style.symbol, size: 6 };
  drawn.push({ ...shared, ...points(values), mode: 'markers', name, marker });
  return drawn;
}

/** What lines and shades mean, once for all series: entries of the legend without points of their own. */
function key(series: readonly LayerSeries[]): Record<string, unknown>[] {
  const entry = { type: 'scatter', mode: 'lines', x: [null], y: [null], hoverinfo: 'skip' };
  const entries: Record<string, unknown>[] = [];
  if (series.some(({ theory }) => theory))
    entries.push({ ...entry, name: 'theory', line: { color: neutral, width: 2 } });
  if (series.some(({ band }) => band)) {
    entries.push({ ...entry, name: '95 % of networks', line: { color: `${neutral}4d`, width: 10 } });
  }
  return entries;
}

/** On a log axis only positive finite values have a place; the others leave a gap. */
function points(values: ArrayLike<number>): { x: number[]; y: (number | null)[] } {
  const y = Array.from(values, (value) => (value > 0 && Number.isFinite(value) ? Number(value.toPrecision(7)) : null));
  return { x: y.map((_, layer) => layer), y };
}

function ending({ values }: LayerSeries): Record<string, unknown>[] {
  const { y } = points(values);
  const gone = y.indexOf(null);
  if (gone < 1) return [];
  const text = `${values[gone]} at layer ${gone}`;
  const end = y[gone - 1] as number;
  const side = end > (y[0] as number) ? -1 : 1;
  return [
    {
      x: gone - 1,
      y: Math.log10(end),
      text,
      showarrow: true,
      arrowhead: 2,
      arrowcolor: neutral,
      ax: -70,
      ay: 12 * side,
    },
  ];
}
