import type { Histogram } from './histogram.js';
import { styleOf } from './schemes.js';

/** One Plotly trace as plain data. */
export type Trace = Record<string, unknown>;

type Values = ArrayLike<number | null>;

/**
 * A scatter of points, for what was measured.
 *
 * @param scheme a scheme's name ('xavier', 'he', 'lecun', 'orthogonal', 'small', 'large'), which has the same look in every figure; or a
 * number, a place in the same order; absent: grey
 * @example
 * ```ts
 * import { markers } from 'initlab/plot';
 * markers('measured', [1, 2, 3], [1.1, 1.9, 3.2], 'he').mode; // 'markers'
 * ```
 */
export function markers(name: string, x: Values, y: Values, scheme?: string | number): Trace {
  const { color, symbol } = styleOf(scheme);
  return { type: 'scatter', mode: 'markers', name, x, y, marker: { color, symbol, size: 6 } };
}

/**
 * A line, for theory. `scheme` as for `markers`.
 *
 * @example
 * ```ts
 * import { line } from 'initlab/plot';
 * line('theory', [1, 2, 3], [1, 2, 3]).mode; // 'lines'
 * ```
 */
export function line(name: string, x: Values, y: Values, scheme?: string | number): Trace {
  const { color, dash } = styleOf(scheme);
  return { type: 'scatter', mode: 'lines', name, x, y, line: { color, dash, width: 2 } };
}

/**
 * The shaded range between `low` and `high`, as two traces (spread them into a figure's data). `scheme` as for `markers`.
 *
 * @example
 * ```ts
 * import { band } from 'initlab/plot';
 * band('95 % band', [1, 2], [0.9, 1.9], [1.1, 2.1]).length; // 2
 * ```
 */
export function band(name: string, x: Values, low: Values, high: Values, scheme?: string | number): Trace[] {
  const edge = { type: 'scatter', mode: 'lines', x, line: { width: 0 }, hoverinfo: 'skip', legendgroup: name };
  return [
    { ...edge, name: `${name}, from`, y: low, showlegend: false },
    { ...edge, name, y: high, fill: 'tonexty', fillcolor: `${styleOf(scheme).color}33` },
  ];
}

/**
 * A histogram's density as bars. `scheme` as for `markers`.
 *
 * @example
 * ```ts
 * import { bars, histogram } from 'initlab/plot';
 * bars('measured', histogram([0, 1, 1, 2], { bins: 2 })).y; // [0.25, 0.75]
 * ```
 */
export function bars(name: string, { centers, density, width }: Histogram, scheme?: string | number): Trace {
  return { type: 'bar', name, x: centers, y: density, width, marker: { color: `${styleOf(scheme).color}73` } };
}
