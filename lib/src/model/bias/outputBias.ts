import { knownOptions, nonNegative, oneOf, positiveInteger } from '../../foundation/argument.js';
import { sum } from '../../foundation/statistics.js';
import { DataRangeError } from '../../network/dataErrors.js';
import { type LabelMatrix, type Labels, labelMatrix } from './labels.js';

/** The task of the output layer: what it predicts. */
export type OutputTask = 'binary' | 'softmax' | 'regression';

export interface OutputBiasOptions {
  /** Default: inferred from the labels, see {@link outputBias}. */
  task?: OutputTask;
  /**
   * Number of classes. Needed if the last classes may not occur among the labels. Default: the
   * largest class number + 1.
   */
  classes?: number;
  /** Number to add to the count of every class, so that no count is 0; default 0. */
  smoothing?: number;
}

/**
 * Computes the output bias that predicts as well as possible without looking at the input. Training
 * then starts at the entropy of the labels (or their variance) and doesn't waste its first steps on
 * unlearning a wrong guess.
 *
 * | task | labels | bias |
 * |---|---|---|
 * | `'binary'` (sigmoid) | 0 and 1; rows for several outputs | ln(p/(1 − p)), p = share of ones in a column |
 * | `'softmax'` | class numbers, or rows of probabilities (one-hot) | ln p_c for each class c |
 * | `'regression'` | numbers, or rows of them | the mean of each column |
 *
 * Without `task`, the labels decide: only 0 and 1 means binary, rows of probabilities that sum to 1
 * mean softmax, and fractions mean regression. Other whole numbers could be classes or counts, so
 * `task` is required.
 *
 * Lin, Goyal, Girshick, He, Dollár, "Focal loss for dense object detection", ICCV 2017, §4.1, sets
 * the bias to the log prior for two classes.
 *
 * @returns a number for each output
 * @throws DataTypeError if the labels are neither an array nor a tensor; DataRangeError if the
 * labels are empty, not finite or don't suit the task, if a class does not occur (its logarithm is
 * infinite) and there is no smoothing, or for whole numbers without a task; TypeError for an
 * unknown option
 * @example
 * ```ts
 * import { outputBias } from 'initlab';
 * outputBias([1, ...Array(99).fill(0)]); // [-4.595120]
 * outputBias([0, 0, 1, 2], { task: 'softmax' }); // [-0.693147, -1.386294, -1.386294]
 * outputBias([[1.5, 10], [2.5, 30]], { task: 'regression' }); // [2, 20]
 * ```
 */
export function outputBias(labels: Labels, options: OutputBiasOptions = {}): Float32Array {
  knownOptions(options, ['task', 'classes', 'smoothing'], 'outputBias');
  const smoothing = nonNegative(options.smoothing ?? 0, 'smoothing');
  const matrix = labelMatrix(labels);
  const task = oneOf(options.task ?? taskOf(matrix), ['binary', 'softmax', 'regression'], 'task');
  if (task === 'regression') return Float32Array.from(columnSums(matrix), (sum) => sum / matrix.rows);
  if (task === 'softmax') return logPriors(classCounts(matrix, options.classes), smoothing);
  const index = matrix.values.findIndex((value) => value < 0 || value > 1);
  if (index >= 0) {
    const problem = `is ${matrix.values[index]}; for task 'binary' they must be from 0 to 1`;
    throw new DataRangeError({ code: 'notProbability', argument: 'a label', problem, index });
  }
  return Float32Array.from(columnSums(matrix), (ones) => logOdds(ones + smoothing, matrix.rows - ones + smoothing));
}

function taskOf({ rows, columns, values }: LabelMatrix): OutputTask {
  const isBinary = values.every((value) => value === 0 || value === 1);
  if (columns > 1 && rowsAreProbabilities({ rows, columns, values })) return 'softmax';
  if (isBinary) return 'binary';
  if (!values.every(Number.isInteger)) return 'regression';
  const problem = "are whole numbers, which could be classes or counts; set task: 'softmax' or task: 'regression'";
  throw new DataRangeError({ code: 'ambiguous', argument: 'labels', problem });
}

function rowsAreProbabilities({ rows, columns, values }: LabelMatrix): boolean {
  if (values.some((value) => value < 0)) return false;
  return Array.from({ length: rows }, (_, row) => values.subarray(row * columns, (row + 1) * columns)).every(
    (row) => Math.abs(sum(row) - 1) < 1e-5,
  );
}

function columnSums({ columns, values }: LabelMatrix): Float64Array {
  const sums = new Float64Array(columns);
  for (const [i, value] of values.entries()) sums[i % columns] += value;
  return sums;
}

function classCounts(matrix: LabelMatrix, classes: number | undefined): Float64Array {
  const { columns, values } = matrix;
  if (columns > 1) {
    if (rowsAreProbabilities(matrix)) return columnSums(matrix);
    const problem = "does not consist of probabilities that sum to 1, which task 'softmax' requires";
    throw new DataRangeError({ code: 'notDistribution', argument: 'a row of the labels', problem });
  }
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const count = positiveInteger(classes ?? Math.floor(largest) + 1, 'classes');
  const counts = new Float64Array(count);
  for (const [index, value] of values.entries()) {
    if (!Number.isInteger(value) || value < 0 || value >= count) {
      const problem = `is ${value}; a class is a whole number from 0 to ${count - 1}`;
      throw new DataRangeError({ code: 'notClass', argument: 'a label', problem, index });
    }
    counts[value]++;
  }
  return counts;
}

function logPriors(counts: Float64Array, smoothing: number): Float32Array {
  const total = counts.reduce((sum, count) => sum + count + smoothing, 0);
  return Float32Array.from(counts, (count, c) => {
    if (count + smoothing > 0) return Math.log((count + smoothing) / total);
    const problem = 'does not occur in the labels, so the logarithm of its share is infinite; set smoothing: 1';
    throw new DataRangeError({ code: 'absentClass', argument: `class ${c}`, problem });
  });
}

function logOdds(ones: number, zeros: number): number {
  if (ones > 0 && zeros > 0) return Math.log(ones / zeros);
  const problem = `are all ${ones > 0 ? 1 : 0}, so their log-odds are infinite; set smoothing: 1`;
  throw new DataRangeError({ code: 'absentClass', argument: 'the labels of an output', problem });
}
