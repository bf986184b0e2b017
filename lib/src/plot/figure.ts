import { neutral } from './schemes.js';
import type { Trace } from './traces.js';

/**
 * A Plotly figure as plain data: what `Plotly.newPlot(element, data, layout, config)` takes.
 *
 * @see https://plotly.com/javascript/reference/
 */
export interface Figure {
  data: Trace[];
  layout: Record<string, unknown>;
  config: Record<string, unknown>;
  /** The steps of an animation. */
  frames?: Frame[];
}

/** What one step of an animation changes: the attributes in `data`, of the traces whose indices `traces` lists. */
export interface Frame {
  name: string;
  data: Trace[];
  traces: number[];
}

/** `standoff`: pixels between the title and the longest label; by default the title has its place whatever the labels. */
type Axis = { title: string; standoff?: number } & Record<string, unknown>;

const rule = 'rgba(128, 128, 128, 0.35)';

/**
 * A figure in the layout all figures share: title, axis labels with units, the legend below the plot where it covers no data, no width
 * of its own. Typed arrays in the traces become plain arrays of seven digits, so the figure survives JSON.
 *
 * @param options.x the axis title and any further Plotly axis attributes, for example `{ title: 'layer', type: 'log' }`; `options.y` likewise
 * @example
 * ```ts
 * import { figure, show } from 'initlab/plot';
 * show(figure({ title: 'Squares', x: { title: 'n' }, y: { title: 'n²' }, data: [{ x: [1, 2, 3], y: [1, 4, 9] }] }));
 * ```
 */
export function figure(options: {
  title: string;
  x: Axis;
  y: Axis;
  data: Trace[];
  layout?: Record<string, unknown>;
}): Figure {
  const data = options.data.map(plainTrace);
  return {
    data,
    layout: {
      title: { text: options.title, x: 0, xref: 'paper', font: { size: 16 } },
      xaxis: axis(options.x, valuesOf(data, 'x')),
      yaxis: axis(options.y, valuesOf(data, 'y')),
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

function axis({ title, standoff, ...attributes }: Axis, values: readonly number[]): Record<string, unknown> {
  return {
    title: { text: title, ...(standoff !== undefined && { standoff }) },
    exponentformat: 'power',
    // Plotly sets the labels of powers a quarter larger than asked.
    tickfont: { size: attributes.type === 'log' ? 10 : 12 },
    ...(attributes.type === 'log' && decades(values) < 4 && { dtick: 'D2' }),
    gridcolor: rule,
    zerolinecolor: rule,
    linecolor: rule,
    automargin: true,
    ...attributes,
  };
}

function valuesOf(data: readonly Trace[], coordinate: 'x' | 'y'): number[] {
  return data.flatMap((trace) => (Array.isArray(trace[coordinate]) ? (trace[coordinate] as number[]) : []));
}

/** How far positive values reach. Over a few decades Plotly would label 1, 2, 3 … 9 in each, too small to read; 1, 2, 5 are enough. */
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
    return Array.from(value, (v) => Number(v.toPrecision(7)));
  return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
}
