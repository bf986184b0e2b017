import { type Figure, figure } from './figure.js';
import { isList, plotArgument } from './plotArgument.js';
import { neutral, styleOf } from './schemes.js';
import { markers, type Trace } from './traces.js';

/** Predictions of a model on a grid of the plane. */
export interface DecisionGrid {
  /** First coordinate of each column. */
  x: number[];
  /** Second coordinate of each row. */
  y: number[];
  /** Probability of class 1, row by row. */
  probability: number[][];
}

/** Points of the plane with their classes. */
export interface LabelledPoints {
  /** Coordinates [points, 2], row-major. */
  x: { data: ArrayLike<number> };
  /** Class of each point, 0 or 1. */
  y: { data: ArrayLike<number> };
}

/** Styles of classes 0 and 1. */
const CLASS_STYLES = ['variant1', 'variant2'] as const;

/**
 * Draws where a classifier of the plane predicts class 0 and class 1: the probability as shades,
 * the boundary at one half as a line, and the points of the data.
 *
 * @throws TypeError if the arguments are no grid and no labelled points
 * @example
 * ```ts
 * import { useBackend } from 'initlab';
 * import { decisionBoundary } from 'initlab/plot';
 * import { decisionGrid, twoMoons } from 'initlab/tasks';
 * await useBackend('cpu');
 * const { model, train } = twoMoons();
 * const figure = decisionBoundary(decisionGrid(model), train);
 * figure.data.map((trace) => trace.name); // ['probability of class 1', 'class 0', 'class 1']
 * ```
 */
export function decisionBoundary(grid: DecisionGrid, points: LabelledPoints, options: { title?: string } = {}): Figure {
  const gridUsage = 'what decisionGrid returns: decisionBoundary(decisionGrid(model), points)';
  plotArgument(isList(grid?.probability), grid, 'decisionBoundary: the grid', gridUsage);
  const isLabelled = isList(points?.x?.data) && isList(points?.y?.data);
  plotArgument(isLabelled, points, 'decisionBoundary: points', 'a data set { x, y }, for example twoMoons().test');
  return figure({
    title: options.title ?? 'Decision boundary',
    x: { title: 'x₁', zeroline: false },
    y: { title: 'x₂', zeroline: false, scaleanchor: 'x' },
    data: [shades(grid), ...CLASS_STYLES.map((scheme, label) => pointsOf(points, label, scheme))],
  });
}

function shades({ x, y, probability }: DecisionGrid): Trace {
  const [low, high] = CLASS_STYLES.map((scheme) => `${styleOf(scheme).color}55`);
  return {
    type: 'contour',
    name: 'probability of class 1',
    x: x.map(rounded),
    y: y.map(rounded),
    z: probability.map((row) => row.map(rounded)),
    zmin: 0,
    zmax: 1,
    contours: { start: 0.5, end: 0.5, size: 1, coloring: 'heatmap' },
    line: { color: neutral.color, width: 3 },
    colorscale: [
      [0, low],
      [0.5, `${neutral.color}00`],
      [1, high],
    ],
    colorbar: { title: { text: 'P(class 1)' }, thickness: 12 },
  };
}

function pointsOf({ x, y }: LabelledPoints, label: number, scheme: string): Trace {
  const places = Array.from(y.data, (_, i) => i).filter((i) => y.data[i] === label);
  const coordinate = (axis: number): number[] => places.map((i) => rounded(x.data[2 * i + axis]));
  return markers(`class ${label}`, coordinate(0), coordinate(1), scheme);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
