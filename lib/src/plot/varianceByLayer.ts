import { type Figure, figure } from './figure.js';
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
 * const figure = varianceByLayer([{ name: 'n·Var(w) = 2', values: [1, 2.1, 3.9], theory: [1, 2, 4] }]);
 * figure.data.map((trace) => trace.name); // ['n·Var(w) = 2, theory', 'n·Var(w) = 2, measured']
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
    data: series.flatMap((one, index) => traces(one, styles[index])),
    layout: { annotations: series.flatMap(ending) },
  });
}

function traces(series: LayerSeries, style: Style): Record<string, unknown>[] {
  const { name, values, theory, band } = series;
  const shared = { type: 'scatter', legendgroup: name };
  const drawn: Record<string, unknown>[] = [];
  if (band) {
    const edge = { ...shared, mode: 'lines', line: { width: 0 }, hoverinfo: 'skip', showlegend: false };
    drawn.push({ ...edge, ...points(band.low), name: `${name}, low` });
    drawn.push({
      ...edge,
      ...points(band.high),
      name: `${name}, 95 % of networks`,
      fill: 'tonexty',
      fillcolor: `${style.color}2e`,
      showlegend: true,
    });
  }
  if (theory) {
    drawn.push({
      ...shared,
      ...points(theory),
      mode: 'lines',
      name: `${name}, theory`,
      line: { color: style.color, dash: style.dash, width: 2 },
    });
  }
  const marker = { color: style.color, symbol: style.symbol, size: 6 };
  drawn.push({ ...shared, ...points(values), mode: 'markers', name: theory ? `${name}, measured` : name, marker });
  return drawn;
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
  return [
    {
      x: gone - 1,
      y: Math.log10(y[gone - 1] as number),
      text,
      showarrow: true,
      arrowhead: 2,
      ax: -60,
      ay: values[gone] === 0 ? -30 : 30,
    },
  ];
}
