import type { Figure, Frame } from '../figure.js';
import { plotArgument } from '../plotArgument.js';
import type { Trace } from '../traces.js';

/** Room between the values and the ends of an axis, as a share of its length. */
const MARGIN = 0.05;

type AxisLayout = { type?: string; range?: unknown } | undefined;

/**
 * Joins figures into one with a slider that chooses among them. It works in a notebook that runs
 * and on a page; a picture of it shows the figure at the start. The axes stay while the slider
 * moves: they have room for the values of all figures.
 *
 * @param steps the figures in the order of the slider, each with the text that the slider shows;
 *   all must have the same number of traces
 * @param options.label what the slider changes
 * @param options.start number of the step that is shown first. Default 0
 * @throws TypeError if the first argument is not a list of steps with figures, or there is no label
 * @throws RangeError if the figures have different numbers of traces, or there is no step `start`
 * @example
 * ```ts
 * import { figure, line, sliderFigure } from 'initlab/plot';
 * const power = (exponent: number) =>
 *   figure({
 *     title: 'A power',
 *     x: { title: 'x' },
 *     y: { title: 'y' },
 *     data: [line('y', [0, 1, 2], [0, 1, 2 ** exponent])],
 *   });
 * const steps = [1, 2, 3].map((exponent) => ({ name: String(exponent), figure: power(exponent) }));
 * const { frames = [] } = sliderFigure(steps, { label: 'exponent' });
 * frames.map(({ name }) => name); // ['1', '2', '3']
 * ```
 */
export function sliderFigure(
  steps: readonly { name: string; figure: Figure }[],
  options: { label: string; start?: number },
): Figure {
  const isValid = Array.isArray(steps) && steps.length > 0 && steps.every((step) => Array.isArray(step?.figure?.data));
  plotArgument(isValid, steps, 'sliderFigure: steps', "a list: sliderFigure([{ name: '1', figure }], { label })");
  const usage = "a label: sliderFigure(steps, { label: 'rate' })";
  plotArgument(typeof options?.label === 'string', options, 'sliderFigure: the options', usage);
  const { label, start = 0 } = options;
  const shown = steps[start]?.figure;
  if (shown === undefined) throw new RangeError(`start is ${start}; it must be a step from 0 to ${steps.length - 1}`);
  const count = shown.data.length;
  const other = steps.find(({ figure }) => figure.data.length !== count);
  if (other !== undefined)
    throw new RangeError(
      `the figure of step ${other.name} has ${other.figure.data.length} traces, and that of the start ${count}`,
    );
  const data = steps.flatMap(({ figure }) => figure.data);
  const axes = {
    xaxis: withRange(shown.layout.xaxis as AxisLayout, data, 'x'),
    yaxis: withRange(shown.layout.yaxis as AxisLayout, data, 'y'),
  };
  return {
    ...shown,
    layout: { ...shown.layout, ...axes, meta: { slider: label, start } },
    frames: steps.map(({ name, figure }): Frame => {
      const { title, annotations = [] } = figure.layout;
      return { name, data: figure.data, traces: figure.data.map((_, i) => i), layout: { title, annotations } };
    }),
  };
}

/** Gives an axis without a range one that holds all values. */
function withRange(axis: AxisLayout, data: readonly Trace[], coordinate: 'x' | 'y'): AxisLayout {
  if (axis === undefined || axis.range !== undefined) return axis;
  const isLog = axis.type === 'log';
  const values = data
    .flatMap((trace) => (Array.isArray(trace[coordinate]) ? (trace[coordinate] as unknown[]) : []))
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value) && (!isLog || value > 0))
    .map((value) => (isLog ? Math.log10(value) : value));
  if (values.length === 0) return axis;
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const room = MARGIN * (high - low) || MARGIN;
  return { ...axis, range: [low - room, high + room] };
}
