import { type Figure, figure } from './figure.js';
import { onLogAxis } from './onLogAxis.js';
import { neutral } from './schemes.js';
import { band, line, markers, type Trace } from './traces.js';

/** One network (or the mean of several): a value per layer, index 0 being the input. */
export interface LayerSeries {
  name: string;
  /** Measured values, drawn as markers. */
  values: ArrayLike<number>;
  /** Expected values, drawn as a line. */
  theory?: ArrayLike<number>;
  /** Where single networks are expected, drawn as a shaded band. */
  band?: { low: ArrayLike<number>; high: ArrayLike<number> };
  /** The scheme whose look to take, see `markers`; by default the looks follow the order of the series. */
  scheme?: string | number;
}

/**
 * The second moment (or variance) of a signal by layer, on a log axis: measured as markers, theory as a line, the band for single networks
 * shaded. Where a series leaves the range of numbers the last point says what comes next: 0, Infinity or NaN.
 *
 * @param options.quantity what the values are, the label of the vertical axis
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
  return figure({
    title: options.title ?? 'Second moment by layer',
    x: { title: 'layer (0 is the input)', rangemode: 'tozero' },
    y: { title: options.quantity ?? 'second moment E[z²]', type: 'log' },
    data: [...series.flatMap(traces), ...key(series)],
    layout: { annotations: series.flatMap(ending) },
  });
}

function traces({ name, values, theory, band: range, scheme }: LayerSeries, index: number): Trace[] {
  const style = scheme ?? index;
  const layers = Array.from(values, (_, layer) => layer);
  const hidden = { legendgroup: name, showlegend: false };
  const drawn = [{ ...markers(name, layers, onLogAxis(values), style), legendgroup: name }];
  if (theory) drawn.unshift({ ...line(`${name}, theory`, layers, onLogAxis(theory), style), ...hidden });
  if (range) {
    const shade = band(`${name}, band`, layers, onLogAxis(range.low), onLogAxis(range.high), style);
    drawn.unshift(...shade.map((trace) => ({ ...trace, ...hidden })));
  }
  return drawn;
}

/** What lines and shades mean, once for all series: entries of the legend without points of their own. */
function key(series: readonly LayerSeries[]): Trace[] {
  const shade = { line: { color: `${neutral.color}73`, width: 10 } };
  return [
    ...(series.some(({ theory }) => theory) ? [line('line: theory', [null], [null])] : []),
    ...(series.some(({ band }) => band) ? [{ ...line('shade: 95 % of networks', [null], [null]), ...shade }] : []),
  ];
}

/** Where a series leaves the range of numbers, an arrow at its last point says what comes next. */
function ending({ values }: LayerSeries): Record<string, unknown>[] {
  const y = onLogAxis(values);
  const gone = y.indexOf(null);
  if (gone < 1) return [];
  const end = y[gone - 1] as number;
  const away = end > (y[0] as number) ? -12 : 12;
  const arrow = { showarrow: true, arrowhead: 2, arrowcolor: neutral.color, ax: -70, ay: away };
  return [{ x: gone - 1, y: Math.log10(end), text: `${values[gone]} from layer ${gone}`, ...arrow }];
}
