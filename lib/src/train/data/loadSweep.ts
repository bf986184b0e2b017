import { describe } from '../../foundation/argument.js';
import { readDataFile } from './readDataFile.js';

/** A point of a sweep that was stored: its place on the axes, and what was measured there. */
export type StoredPoint = Readonly<Record<string, number | string | boolean | null>>;

/**
 * Loads the results of a sweep that takes too long for a lesson, one row for each point, as
 * `initlab sweep collect` writes them. `sweepFigure` of `initlab/plot` draws them. The experiment
 * is the script of the same name in the folder `data/sweeps` of the initlab checkout.
 *
 * Reads `name.ndjson` from the first of these: `folder`, the environment variable `INITLAB_DATA`,
 * the `data` folder of the checkout. The file may be in the folder itself or in its sub-folder
 * `sweeps`.
 *
 * @param name 'edge-of-chaos' for lesson 9, or 'xavier-he'
 * @throws DataError that names the file if it is missing
 * @example
 * ```ts
 * import { loadSweep } from 'initlab/tasks';
 * const rows = loadSweep('edge-of-chaos');
 * rows.length; // 240
 * rows[0].depth; // 4
 * ```
 */
export function loadSweep(name: string, folder?: string): readonly StoredPoint[] {
  if (typeof name !== 'string' || !/^[\w-]+$/.test(name)) {
    throw new TypeError(`name is ${describe(name)}; it must be the name of a sweep, for example 'edge-of-chaos'`);
  }
  const { text } = readDataFile('sweeps', `${name}.ndjson`, folder, 'loadSweep(name, folder)');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as StoredPoint);
}
