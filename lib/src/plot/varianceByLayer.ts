import { type Figure, figure } from './figure.js';
import { onLogAxis } from './onLogAxis.js';
import { isSeries, plotArgument } from './plotArgument.js';
import { defaultStyle, neutral } from './schemes.js';
import { band, line, markers, type Trace } from './traces.js';

/** Values per layer of one network, or their means over several networks. Index 0 is the input. */
export interface LayerSeries {
  name: string;
  /** Measured values, drawn as markers. */
  values: ArrayLike<number>;
  /** Expected values, drawn as a line. */
  theory?: ArrayLike<number>;
  /** Range in which single networks are expected, drawn as a shaded band. */
  band?: { low: ArrayLike<number>; high: ArrayLike<number> };
  /** Scheme whose style to use, see `markers`. Default: a variant. */
  scheme?: string | number;
}

/** Largest number of markers that Plotly draws for a series. All values are in the data. */
const MAX_MARKERS = 35;

/**
 * Draws the second moment (or variance) of a signal per layer on a log axis: measured values as
 * markers, theory as a line, and the band of single networks as a shaded area. If a series becomes
 * 0, infinite or NaN, an arrow at its last point says so.
 *
 * @param options.quantity name of the values, which labels the vertical axis
 * @throws TypeError if the argument is not a list of series
 * @example
 * ```ts
 * import { varianceByLayer } from 'initlab/plot';
 * const figure = varianceByLayer([{ name: 'gain 2', values: [1, 2.1, 3.9], theory: [1, 2, 4] }]);
 * figure.data.map((trace) => trace.name); // ['gain 2, theory', 'gain 2', 'line: theory']
 * ```
 */
export function varianceByLayer(
  series: readonly LayerSeries[],
  options: { title?: string; quantity?: string } = {},
): Figure {
  checkSeries(series, 'varianceByLayer');
  return figure({
    title: options.title ?? 'Second moment by layer',
    x: { title: 'layer (0 is the input)', rangemode: 'tozero' },
    y: { title: options.quantity ?? 'second moment E[z²]', type: 'log' },
    data: [...series.flatMap(traces), ...key(series)],
    layout: { annotations: series.flatMap(ending) },
  });
}

/** Checks that the argument of a plot function is a list of series. */
export function checkSeries(series: unknown, name: string): void {
  plotArgument(
    isSeries(series, 'values'),
    series,
    `${name}: series`,
    `a list: ${name}([{ name: 'he', values: [1, 1] }])`,
  );
}

function traces({ name, values, theory, band: range, scheme }: LayerSeries, index: number): Trace[] {
  const style = scheme ?? defaultStyle(index);
  const layers = Array.from(values, (_, layer) => layer);
  const hidden = { legendgroup: name, showlegend: false };
  const drawn: Trace[] = [{ ...thinned(markers(name, layers, onLogAxis(values), style)), legendgroup: name }];
  if (theory) drawn.unshift({ ...line(`${name}, theory`, layers, onLogAxis(theory), style), ...hidden });
  if (range) {
    const shade = band(`${name}, band`, layers, onLogAxis(range.low), onLogAxis(range.high), style);
    drawn.unshift(...shade.map((trace) => ({ ...trace, ...hidden })));
  }
  return drawn;
}

/** Leaves out points where so many would hide the line and the band. */
function thinned(trace: Trace): Trace {
  return { ...trace, marker: { ...(trace.marker as object), maxdisplayed: MAX_MARKERS } };
}

/** Adds legend entries without points, which explain lines and bands once for all series. */
function key(series: readonly LayerSeries[]): Trace[] {
  const shade = { line: { color: `${neutral.color}73`, width: 10 } };
  return [
    ...(series.some(({ theory }) => theory) ? [line('line: theory', [null], [null])] : []),
    ...(series.some(({ band }) => band) ? [{ ...line('shade: 95 % of networks', [null], [null]), ...shade }] : []),
  ];
}

/** Makes an arrow at the last finite point of a series, which says what comes next. */
function ending({ values }: LayerSeries): Record<string, unknown>[] {
  const y = onLogAxis(values);
  const gone = y.indexOf(null);
  if (gone < 1) return [];
  const end = y[gone - 1] as number;
  const away = end > (y[0] as number) ? -12 : 12;
  const arrow = { showarrow: true, arrowhead: 2, arrowcolor: neutral.color, ax: -70, ay: away };
  return [{ x: gone - 1, y: Math.log10(end), text: `${values[gone]} from layer ${gone}`, ...arrow }];
}
