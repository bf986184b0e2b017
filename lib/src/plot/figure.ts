import { plotArgument } from './plotArgument.js';
import { neutral } from './schemes.js';
import type { Trace } from './traces.js';

/**
 * Plotly figure as plain data, in the form that `Plotly.newPlot(element, data, layout, config)`
 * takes.
 *
 * @see https://plotly.com/javascript/reference/
 */
export interface Figure {
  data: Trace[];
  layout: Record<string, unknown>;
  config: Record<string, unknown>;
  /** The steps of an animation or of a slider, if the figure has one. */
  frames?: Frame[];
}

/**
 * One step of an animation or of a slider. It sets the attributes in `data` of the traces with
 * indices `traces`, and those in `layout`.
 */
export interface Frame {
  name: string;
  data: Trace[];
  traces: number[];
  layout?: Record<string, unknown>;
}

/**
 * Title of an axis, or an object with the title and further Plotly attributes of the axis.
 * `standoff` is the distance in pixels between the title and the longest label; by default the
 * position of the title does not depend on the labels.
 */
export type Axis = { title: string; standoff?: number } & Record<string, unknown>;

/** Colour of grid and axis lines. */
const LINE_COLOR = 'rgba(128, 128, 128, 0.35)';

/**
 * Makes a figure in the layout that all figures share: a title, axis labels with units, and a
 * legend below the plot, where it covers no data. The page sets the width. Typed arrays in the
 * traces become plain arrays with seven digits, so the figure survives JSON.
 *
 * @param options.x title of the axis with further Plotly attributes, for example
 *   `{ title: 'layer', type: 'log' }`
 * @param options.y title of the vertical axis, in the same form
 * @throws TypeError if the options have no traces, or an axis is missing
 * @example
 * ```ts
 * import { figure, show } from 'initlab/plot';
 * const data = [{ x: [1, 2, 3], y: [1, 4, 9] }];
 * show(figure({ title: 'Squares', x: { title: 'n' }, y: { title: 'n²' }, data }));
 * ```
 */
export function figure(options: {
  title: string;
  x: Axis;
  y: Axis;
  data: Trace[];
  layout?: Record<string, unknown>;
}): Figure {
  const isComplete = Array.isArray(options?.data) && Boolean(options.x && options.y);
  plotArgument(isComplete, options, 'figure: the options', '{ title, x, y, data }, with a list of traces as data');
  const data = options.data.map(plainTrace);
  return {
    data,
    layout: {
      title: { text: options.title, x: 0, xref: 'paper', font: { size: 16 } },
      xaxis: axisLayout(options.x, valuesOf(data, 'x')),
      yaxis: axisLayout(options.y, valuesOf(data, 'y')),
      legend: {
        orientation: 'h',
        x: 0,
        xanchor: 'left',
        y: 0,
        yref: 'container',
        yanchor: 'bottom',
        traceorder: 'normal',
      },
      font: { color: neutral.color, size: 13 },
      paper_bgcolor: 'rgba(0, 0, 0, 0)',
      plot_bgcolor: 'rgba(0, 0, 0, 0)',
      margin: { l: 70, r: 20, t: 50, b: 60 },
      height: 420,
      autosize: true,
      ...options.layout,
    },
    config: { displaylogo: false, responsive: true, showSendToCloud: false },
  };
}

/** Makes the layout of an axis, in the look that all axes share, for these values on it. */
export function axisLayout(
  { title, standoff, ...attributes }: Axis,
  values: readonly number[],
): Record<string, unknown> {
  return {
    title: { text: title, ...(standoff !== undefined && { standoff }) },
    exponentformat: 'power',
    // Plotly draws labels with powers a quarter larger than this size.
    tickfont: { size: attributes.type === 'log' ? 10 : 12 },
    ...(attributes.type === 'log' && decades(values) < 4 && { dtick: 'D2' }),
    gridcolor: LINE_COLOR,
    zerolinecolor: LINE_COLOR,
    linecolor: LINE_COLOR,
    automargin: true,
    ...attributes,
  };
}

function valuesOf(data: readonly Trace[], coordinate: 'x' | 'y'): number[] {
  return data.flatMap((trace) => (Array.isArray(trace[coordinate]) ? (trace[coordinate] as number[]) : []));
}

/**
 * Counts the decades of the positive values. Over a few decades Plotly would label too many digits.
 */
function decades(values: readonly number[]): number {
  const positive = values.filter((value) => value > 0);
  return positive.length === 0
    ? 0
    : Math.log10(positive.reduce((a, b) => Math.max(a, b)) / positive.reduce((a, b) => Math.min(a, b)));
}

function plainTrace(trace: Trace): Trace {
  return Object.fromEntries(Object.entries(trace).map(([name, value]) => [name, plainArray(value)]));
}

function plainArray(value: unknown): unknown {
  if (value instanceof Float32Array || value instanceof Float64Array)
    return Array.from(value, (number) => Number(number.toPrecision(7)));
  return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
}
