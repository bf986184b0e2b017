import { readSlider } from './slider.js';

/** The parts of a Plotly figure that its description reads. */
export interface FigureJson {
  data?: Trace[];
  layout?: Record<string, unknown> & { title?: Title };
  frames?: unknown[];
}

type Title = string | { text?: string };

interface Trace {
  type?: string;
  name?: string;
  x?: unknown;
  y?: unknown;
  z?: unknown;
  showlegend?: boolean;
}

/** Number of series that are described, because a description is heard from end to end. */
const MOST_SERIES = 5;

/** Ratio of the first and the last value from which a line rises or falls. */
const CHANGE = 1.1;

/**
 * Describes what a figure shows: its title, its axes, and for each series what becomes of its
 * values from left to right.
 */
export function describeFigure({ data = [], layout = {}, frames = [] }: FigureJson): string {
  const axes = [describeAxis('x', layout.xaxis), describeAxis('y', layout.yaxis)].filter(Boolean).join('; ');
  // Some traces only make an entry of the legend or a line to stand on.
  const seen = data.filter(({ name, x, y, z }) => !name?.endsWith(', ground') && [x, y, z].some(hasNumbers));
  const named = seen.filter(({ name, showlegend }) => name && showlegend !== false);
  const series = [...new Map((named.length > 0 ? named : seen).map((trace) => [trace.name ?? trace, trace])).values()];
  const rows = (layout.yaxis as { ticktext?: string[] } | undefined)?.ticktext;
  // In a figure with a row for each layer, heights mean nothing.
  const told = rows
    ? [`one row for each of ${rows.map(plainTitle).join(', ')}`]
    : series.slice(0, MOST_SERIES).map(describeTrace);
  const others = rows ? 0 : series.length - told.length;
  return [
    sentence(plainTitle(layout.title)),
    frames.length > 0 && describeFrames(frames, layout),
    sentence(axes),
    told.length > 0 && sentence(`${told.join('; ')}${others > 0 ? `; and ${others} more` : ''}`),
  ]
    .filter(Boolean)
    .join(' ');
}

function describeFrames(frames: readonly unknown[], layout: object): string {
  const { label } = readSlider(layout, frames.length);
  if (label === undefined) return `Animation of ${frames.length} frames.`;
  const names = frames.map((frame) => (Object(frame) as { name?: string }).name ?? '');
  return `Slider for ${label}, from ${names[0]} to ${names.at(-1)}.`;
}

function describeAxis(name: string, axis: unknown): string {
  const { title, type } = (axis ?? {}) as { title?: Title; type?: string };
  const text = plainTitle(title);
  return text === '' ? '' : `${name}: ${text}${type === 'log' ? ' (logarithmic)' : ''}`;
}

function describeTrace({ type, name, x, y, z }: Trace): string {
  const label = name ? plainTitle(name) : (type ?? 'series');
  if (Array.isArray(z)) return `${label} of ${z.length} rows, ${range(z.flat())}`;
  const values = numbers(y);
  if (values.length === 0) return `${label}, ${range(numbers(x))}`;
  // Points in any order, bars and histograms have no course from left to right.
  const isCourse = (type ?? 'scatter') === 'scatter' && isSorted(numbers(x));
  return isCourse && values.length > 2 ? `${label} ${course(values)}` : `${label}, ${range(values)}`;
}

function course(values: readonly number[]): string {
  const [first, last] = [values[0], values[values.length - 1]];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const bend =
    high > CHANGE * Math.max(first, last) && high - Math.max(first, last) > (high - low) / 4
      ? ` with a peak of ${format(high)}`
      : '';
  if (isNear(first, last)) return `stays between ${format(low)} and ${format(high)}`;
  return `${last > first ? 'rises' : 'falls'} from ${format(first)} to ${format(last)}${bend}`;
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= (CHANGE - 1) * Math.max(Math.abs(a), Math.abs(b));
}

function hasNumbers(values: unknown): boolean {
  return Array.isArray(values) && values.flat().some((value) => Number.isFinite(value));
}

function range(values: readonly unknown[]): string {
  const known = numbers(values);
  if (Math.min(...known) === Math.max(...known)) return `at ${format(known[0])}`;
  return `from ${format(Math.min(...known))} to ${format(Math.max(...known))}`;
}

function numbers(values: unknown): number[] {
  return Array.isArray(values) ? values.filter((value): value is number => Number.isFinite(value)) : [];
}

function isSorted(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value >= values[i - 1]);
}

function format(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 0.01 && size < 10_000) ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

function sentence(text: string): string {
  return text === '' ? '' : `${text}${/[.?!]$/.test(text) ? '' : '.'}`;
}

/** Removes Plotly's tags, such as <sup> and <br>, from a title. */
export function plainTitle(title: Title | undefined): string {
  const text = typeof title === 'string' ? title : (title?.text ?? '');
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
