import { mean } from '../../foundation/statistics.js';
import { type Axis, type Figure, figure } from '../figure.js';
import { onLogAxis } from '../onLogAxis.js';
import { plotArgument } from '../plotArgument.js';
import { defaultStyle } from '../schemes.js';
import { band, line, type Trace } from '../traces.js';

/** Row of a table of results, as `initlab sweep collect` writes it. */
export type SweepRow = Readonly<Record<string, unknown>>;

/** Options of {@link sweepFigure}. */
export interface SweepFigureOptions {
  /** Column of the horizontal axis. */
  x: string;
  /** Column of the values: colours of a heat map, heights of lines. */
  value: string;
  /** Column of the vertical axis of a heat map. Without it, the figure has lines. */
  y?: string;
  /** Column whose values have a line each. */
  by?: string;
  title?: string;
  /** Names of the axes and of the values. Default: the names of the columns. */
  labels?: { x?: string; y?: string; value?: string };
  /** Scale of each axis, and of the values of lines. Default: linear. */
  scales?: { x?: 'linear' | 'log'; y?: 'linear' | 'log'; value?: 'linear' | 'log' };
  /** Schemes whose styles the lines have, by the values of `by`. Default: variants. */
  schemes?: Readonly<Record<string, string>>;
  /** Range, from the least to the greatest value, of the colours of a heat map. */
  range?: readonly [number, number];
  /** Further traces over the figure, such as a line of theory. */
  over?: Trace[];
}

/** The 97.5 % quantiles of Student's t with 1 to 30 degrees of freedom. */
const STUDENT_QUANTILES: readonly number[] = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** The same quantile of the normal distribution, for more degrees of freedom. */
const NORMAL_QUANTILE = 1.96;

/**
 * Draws the results of a sweep. With `y`, they are a heat map of the mean value at each x and y.
 * Otherwise they are lines of the mean over all rows with the same x, such as those of several
 * seeds, with the 95 % confidence interval of the mean as a band (Student's t). A point without a
 * finite value leaves a gap. On a log scale of the values, the mean is geometric.
 *
 * @param rows rows of results; failed points have no value
 * @throws TypeError if the rows are no list of objects
 * @throws RangeError if no row has the columns
 * @example
 * ```ts
 * import { sweepFigure } from 'initlab/plot';
 * const rows = [
 *   { depth: 4, seed: 0, accuracy: 0.9 },
 *   { depth: 4, seed: 1, accuracy: 0.8 },
 *   { depth: 8, seed: 0, accuracy: 0.5 },
 * ];
 * const { data } = sweepFigure(rows, { x: 'depth', value: 'accuracy' });
 * data.map((trace) => trace.name); // ['accuracy, 95 % interval, from', 'accuracy, 95 % interval', 'accuracy']
 * ```
 */
export function sweepFigure(rows: readonly SweepRow[], options: SweepFigureOptions): Figure {
  const usage = "the rows of a table and columns: sweepFigure(rows, { x: 'depth', value: 'accuracy' })";
  const isTable = Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null);
  plotArgument(isTable, rows, 'sweepFigure: the rows', usage);
  plotArgument(
    typeof options?.x === 'string' && typeof options.value === 'string',
    options,
    'sweepFigure: the options',
    usage,
  );
  const { x, y, by, value, title, labels = {}, scales = {}, over = [] } = options;
  for (const column of [x, y, by, value])
    if (column !== undefined && !rows.some((row) => row[column] !== undefined))
      throw new RangeError(`no row has the column '${column}'; the columns are ${columnsOf(rows).join(', ')}`);
  const quantity = labels.value ?? value;
  const xAxis: Axis = { title: labels.x ?? x, ...axisType(rows, x, scales.x) };
  return figure({
    title: title ?? `${quantity} of a sweep`,
    x: xAxis,
    y:
      y === undefined
        ? { title: quantity, type: scales.value ?? 'linear' }
        : { title: labels.y ?? y, ...axisType(rows, y, scales.y) },
    data: [...(y === undefined ? lines(rows, options) : [heatMap(rows, options, y)]), ...over],
  });
}

function columnsOf(rows: readonly SweepRow[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

function axisType(rows: readonly SweepRow[], column: string, scale: 'linear' | 'log' = 'linear'): { type: string } {
  return { type: rows.every((row) => typeof row[column] === 'number') ? scale : 'category' };
}

function heatMap(rows: readonly SweepRow[], { x, value, labels, range }: SweepFigureOptions, y: string): Trace {
  const [columns, heights] = [x, y].map((column) => valuesOf(rows, column));
  const z = heights.map((height) => {
    const inRow = rows.filter((row) => row[y] === height);
    return columns.map((place) => shown(mean(finiteValues(inRow, x, place, value))));
  });
  return {
    type: 'heatmap',
    name: labels?.value ?? value,
    x: columns,
    y: heights,
    z,
    ...(range && { zmin: range[0], zmax: range[1] }),
    colorscale: 'Viridis',
    hoverongaps: false,
    colorbar: { title: { text: labels?.value ?? value }, thickness: 12 },
  };
}

function lines(rows: readonly SweepRow[], options: SweepFigureOptions): Trace[] {
  const { x, value, by, labels, scales, schemes = {} } = options;
  const isLog = scales?.value === 'log';
  const groups = by === undefined ? [undefined] : valuesOf(rows, by);
  return groups.flatMap((group, i) => {
    const own = by === undefined ? rows : rows.filter((row) => row[by] === group);
    const name = group === undefined ? (labels?.value ?? value) : String(group);
    const style = schemes[name] ?? (by === undefined ? undefined : defaultStyle(i));
    const places = valuesOf(own, x);
    const summaries = places.map((place) => summarize(finiteValues(own, x, place, value), isLog));
    const onAxis = isLog ? onLogAxis : (numbers: number[]) => numbers.map(shown);
    const curve: Trace = {
      ...line(name, [], onAxis(summaries.map(({ center }) => center)), style),
      x: places,
      legendgroup: name,
    };
    if (!summaries.some(({ low, high }) => low < high)) return [curve];
    // The gaps of both edges must be at the same places.
    const inBand = places.filter((_, place) => Number.isFinite(summaries[place].low));
    const edges = summaries.filter(({ low }) => Number.isFinite(low));
    const shade = band(
      `${name}, 95 % interval`,
      inBand as number[],
      onAxis(edges.map(({ low }) => low)),
      onAxis(edges.map(({ high }) => high)),
      style,
    ).map((trace) => ({ ...trace, legendgroup: name, showlegend: false }));
    return [...shade, curve];
  });
}

/** Lists the different values of a column, numbers in ascending order. */
function valuesOf(rows: readonly SweepRow[], column: string): (string | number)[] {
  const values = [...new Set(rows.flatMap((row) => row[column] ?? []))] as (string | number)[];
  return values.every((value) => typeof value === 'number') ? values.sort((a, b) => a - b) : values.map(String);
}

function finiteValues(rows: readonly SweepRow[], x: string, place: string | number, value: string): number[] {
  const own = rows.filter((row) => (typeof place === 'number' ? row[x] === place : String(row[x]) === place));
  return own.map((row) => row[value]).filter((number): number is number => Number.isFinite(number));
}

/** Computes the mean and the 95 % confidence interval of the mean, of logarithms if `isLog`. */
function summarize(values: readonly number[], isLog: boolean): { center: number; low: number; high: number } {
  const used = isLog ? values.filter((value) => value > 0).map(Math.log) : values;
  const back = isLog ? Math.exp : (value: number) => value;
  const center = mean(used);
  const { length: count } = used;
  const variance = used.reduce((sum, value) => sum + (value - center) ** 2, 0) / (count - 1);
  const half = (STUDENT_QUANTILES[count - 2] ?? NORMAL_QUANTILE) * Math.sqrt(variance / count);
  return { center: back(center), low: back(center - half), high: back(center + half) };
}

function shown(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(5)) : null;
}
