import { describe } from '../../../foundation/argument.js';
import { isPlainObject, toPlain } from './plainData.js';
import { type Point, pointId } from './point.js';
import { SweepError } from './sweepError.js';

/** Largest number of points of a sweep, so that a list of them can be held and written. */
const MOST_POINTS = 1_000_000;

/**
 * Lists the points of a grid: every combination of the values of the axes, the last axis fastest,
 * or the points that a function lists.
 *
 * @throws SweepError if the grid has no points, a point twice, or values that JSON cannot hold
 */
export async function pointsOf(grid: unknown): Promise<Point[]> {
  const points = typeof grid === 'function' ? await listed(grid as () => unknown) : combinations(grid);
  if (points.length === 0) throw new SweepError('The grid has no points. Give each axis at least one value.');
  const places = new Map<string, number>();
  for (const [i, point] of points.entries()) {
    const id = pointId(point);
    const first = places.get(id);
    if (first !== undefined)
      throw new SweepError(
        `The grid has the point ${JSON.stringify(point)} twice, at places ${first} and ${i}. ` +
          'Add an axis that distinguishes them, such as a repetition, or remove one.',
      );
    places.set(id, i);
  }
  return points;
}

async function listed(grid: () => unknown): Promise<Point[]> {
  const value = await grid();
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value))
    throw new SweepError(
      `The function grid returned ${describe(value)}. Return a list of points such as { depth: 8 }.`,
    );
  const points: Point[] = [];
  for (const item of value as Iterable<unknown>) {
    if (!isPlainObject(item))
      throw new SweepError(
        `The function grid returned ${describe(item)} as point ${points.length}. Return an object such as { depth: 8 }.`,
      );
    checkCount(points.length + 1);
    points.push(plain(item, `point ${points.length} of the grid`) as Point);
  }
  return points;
}

function combinations(grid: unknown): Point[] {
  if (!isPlainObject(grid))
    throw new SweepError(
      `The file exports ${describe(grid)} as grid. Export an object of axes such as { depth: [4, 8], seed: [0, 1] }, or a function that returns a list of points.`,
    );
  const axes = Object.entries(grid).map(([name, values]): [string, unknown[]] => {
    const isList = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
    if (!isList)
      throw new SweepError(
        `The axis ${name} of the grid is ${describe(values)}. Give a list of values, such as [4, 8].`,
      );
    return [name, Array.from(values as ArrayLike<unknown>)];
  });
  if (axes.length === 0) return [];
  checkCount(axes.reduce((product, [, values]) => product * values.length, 1));
  return axes.reduce<Point[]>(
    (points, [name, values]) => {
      const kept = values.map((value, i) => plain(value, `${name}[${i}] of the grid`));
      return points.flatMap((point) => kept.map((value) => ({ ...point, [name]: value }) as Point));
    },
    [{}],
  );
}

function plain(value: unknown, place: string): unknown {
  try {
    return toPlain(value, place);
  } catch (error) {
    throw new SweepError(`${(error as Error).message}.`);
  }
}

function checkCount(count: number): void {
  if (count > MOST_POINTS)
    throw new SweepError(
      `The grid has more than ${MOST_POINTS.toLocaleString('en')} points. Split it into several sweeps.`,
    );
}
