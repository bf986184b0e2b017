import type { Histogram } from './histogram.js';
import { isList, plotArgument } from './plotArgument.js';
import { styleOf } from './schemes.js';

/** Plotly trace as plain data. */
export type Trace = Record<string, unknown>;

type Values = ArrayLike<number | null>;

/**
 * Makes a trace of points, for measured values.
 *
 * @param scheme name of a scheme ('xavier', 'he', 'lecun', 'orthogonal', 'small', 'large'), which
 *   has the same style in every figure, or an index in this order; 'variant1' to 'variant4' for
 *   what is no scheme. Default: grey
 * @throws TypeError if the coordinates are no lists
 * @throws RangeError if the scheme is unknown
 * @example
 * ```ts
 * import { markers } from 'initlab/plot';
 * markers('measured', [1, 2, 3], [1.1, 1.9, 3.2], 'he').mode; // 'markers'
 * ```
 */
export function markers(name: string, x: Values, y: Values, scheme?: string | number): Trace {
  checkLists('markers', { x, y });
  const { color, symbol } = styleOf(scheme);
  return { type: 'scatter', mode: 'markers', name, x, y, marker: { color, symbol, size: 6 } };
}

/**
 * Makes a trace of a line, for theory. `scheme` is the same as for `markers`.
 *
 * @example
 * ```ts
 * import { line } from 'initlab/plot';
 * line('theory', [1, 2, 3], [1, 2, 3]).mode; // 'lines'
 * ```
 */
export function line(name: string, x: Values, y: Values, scheme?: string | number): Trace {
  checkLists('line', { x, y });
  const { color, dash } = styleOf(scheme);
  return { type: 'scatter', mode: 'lines', name, x, y, line: { color, dash, width: 2 } };
}

/**
 * Makes two traces that shade the range between `low` and `high`. Spread them into the data of a
 * figure. `scheme` is the same as for `markers`.
 *
 * @example
 * ```ts
 * import { band } from 'initlab/plot';
 * band('95 % band', [1, 2], [0.9, 1.9], [1.1, 2.1]).length; // 2
 * ```
 */
export function band(name: string, x: Values, low: Values, high: Values, scheme?: string | number): Trace[] {
  checkLists('band', { x, low, high });
  const edge = { type: 'scatter', mode: 'lines', x, line: { width: 0 }, hoverinfo: 'skip', legendgroup: name };
  return [
    { ...edge, name: `${name}, from`, y: low, showlegend: false },
    { ...edge, name, y: high, fill: 'tonexty', fillcolor: `${styleOf(scheme).color}33` },
  ];
}

/**
 * Makes a trace of the density of a histogram as bars. `scheme` is the same as for `markers`.
 *
 * @example
 * ```ts
 * import { bars, histogram } from 'initlab/plot';
 * bars('measured', histogram([0, 1, 1, 2], { bins: 2 })).y; // [0.25, 0.75]
 * ```
 */
export function bars(name: string, bins: Histogram, scheme?: string | number): Trace {
  plotArgument(
    isList(bins?.density),
    bins,
    'bars: the histogram',
    "what histogram returns: bars('he', histogram(values))",
  );
  const { centers, density, width } = bins;
  return { type: 'bar', name, x: centers, y: density, width, marker: { color: `${styleOf(scheme).color}73` } };
}

function checkLists(call: string, lists: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(lists))
    plotArgument(
      isList(value),
      value,
      `${call}: ${name}`,
      `lists of numbers: ${call}(name, ${Object.keys(lists).join(', ')})`,
    );
}
