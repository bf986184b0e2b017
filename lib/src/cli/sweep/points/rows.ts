import { isPlainObject, type Plain } from './plainData.js';
import { type Point, pointId } from './point.js';
import type { ResultLine } from './resultFile.js';

/** Row of a table of results: the axes, the results, the seed, the seconds and the error. */
export type Row = { readonly [column: string]: Plain };

/**
 * Makes a row for each finished point, in the order of the grid. A result that is not an object is
 * in the column `result`. If two columns had the same name, that of the result begins with
 * `result_`.
 */
export function toRows(points: readonly Point[], lines: ReadonlyMap<string, ResultLine>): Row[] {
  return points.flatMap((point) => {
    const line = lines.get(pointId(point));
    return line === undefined ? [] : [toRow(point, line)];
  });
}

function toRow(point: Point, { seed, seconds, result, error }: ResultLine): Row {
  const frame: Record<string, Plain> = { ...point };
  const own: Record<string, Plain> = {
    ...(error !== undefined && { error: `${error.name}: ${error.message}` }),
    seconds,
    pointSeed: seed,
  };
  const values: Record<string, Plain> = isPlainObject(result) ? result : result === undefined ? {} : { result };
  for (const [name, value] of Object.entries(values))
    frame[name in point || name in own ? `result_${name}` : name] = value;
  for (const [name, value] of Object.entries(own)) frame[name in point ? `sweep_${name}` : name] = value;
  return frame;
}
