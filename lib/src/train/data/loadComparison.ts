import { describe } from '../../foundation/argument.js';
import { type ComparedRun, withSummary } from '../compare.js';
import { readDataFile } from './readDataFile.js';

/** Run of {@link compare} that was stored. It has what tables and curves of the loss show. */
export type StoredRun = Pick<
  ComparedRun,
  'name' | 'seed' | 'end' | 'steps' | 'loss' | 'lastLoss' | 'testLoss' | 'testAccuracy'
>;

/**
 * Loads a comparison that takes too long for a lesson: runs of {@link compare} that the script of
 * the same name in the folder `data/comparisons` of the initlab checkout made, on the wasm backend.
 * The result is shown as the table that `compare` shows. Losses have six significant digits.
 *
 * Reads `name.json` from the first of these: `folder`, the environment variable `INITLAB_DATA`, the
 * `data` folder of the checkout. The file may be in the folder itself or in its sub-folder
 * `comparisons`.
 *
 * @param name 'deepRelu' for lesson 3; 'depthwisePairs' or 'depthwisePairsByAdam' for lesson 4;
 *   'uniformWeights' for lesson 6; 'transformers' for lesson 8; 'rescue', 'rescueByAdam' or
 *   'learningRates' for lesson 9
 * @throws DataError that names the file if it is missing
 * @example
 * ```ts
 * import { loadComparison } from 'initlab/tasks';
 * const runs = loadComparison('transformers');
 * runs.length; // 50
 * runs[0].seed; // 1
 * ```
 */
export function loadComparison(name: string, folder?: string): readonly StoredRun[] {
  if (typeof name !== 'string' || !/^[\w-]+$/.test(name)) {
    throw new TypeError(`name is ${describe(name)}; it must be the name of a comparison, for example 'transformers'`);
  }
  const { text } = readDataFile('comparisons', `${name}.json`, folder, 'loadComparison(name, folder)');
  const runs = JSON.parse(text) as (Omit<StoredRun, 'loss'> & { loss: (number | null)[] })[];
  // JSON has no NaN and no infinity, and writes null for them.
  const read = (value: number | null): number => value ?? Number.NaN;
  return withSummary(
    runs.map(({ loss, ...run }) => ({
      ...run,
      lastLoss: read(run.lastLoss),
      testLoss: read(run.testLoss),
      loss: Float32Array.from(loss, read),
    })),
  );
}
