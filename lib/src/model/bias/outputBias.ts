import { describe, knownOptions, nonNegative, oneOf, positiveInteger } from '../../foundation/argument.js';
import { sum } from '../../foundation/statistics.js';
import { type LabelMatrix, type Labels, labelMatrix } from './labels.js';

/** What the output layer predicts, and so what its bias can say in advance. */
export type OutputTask = 'binary' | 'softmax' | 'regression';

export interface OutputBiasOptions {
  /** Default: what the labels tell, see {@link outputBias}. */
  task?: OutputTask;
  /** How many classes there are, if labels are class numbers and the last classes do not occur; default the largest number + 1. */
  classes?: number;
  /** Added to the count of every class, so that none is 0; default 0. */
  smoothing?: number;
}

/**
 * The bias of an output layer that predicts, whatever the input, what is best without looking at it. Training then begins at the entropy of the labels (or
 * their variance), and not with unlearning a wrong guess.
 *
 * | task | labels | bias |
 * |---|---|---|
 * | `'binary'` (sigmoid) | 0 and 1; in rows for several outputs | ln(p/(1 − p)), p the share of ones in each column |
 * | `'softmax'` | class numbers, or rows of probabilities (one-hot) | ln p_c for each class c |
 * | `'regression'` | numbers, or rows of them | the mean of each column |
 *
 * Without `task`, numbers of which all are 0 or 1 are binary, rows of probabilities with sum 1 are softmax, labels that are not whole numbers
 * are regression; whole numbers beyond 0 and 1 could be classes or counts, and have to be told.
 *
 * The logarithm of the prior as bias: Lin, Goyal, Girshick, He, Dollár, "Focal loss for dense object detection", ICCV 2017, §4.1, for two classes.
 *
 * @returns a number for each output.
 * @throws TypeError for labels that are no array or tensor, or an unknown option; RangeError for labels that are empty, not finite or not of the task; for a
 * class that does not occur, whose logarithm is infinite, unless there is smoothing; for whole numbers without a task.
 * @example
 * ```ts
 * import { outputBias } from 'initlab';
 * outputBias([1, ...Array(99).fill(0)]);                         // [-4.595120]
 * outputBias([0, 0, 1, 2], { task: 'softmax' });                 // [-0.693147, -1.386294, -1.386294]
 * outputBias([[1.5, 10], [2.5, 30]], { task: 'regression' });    // [2, 20]
 * ```
 */
export function outputBias(labels: Labels, options: OutputBiasOptions = {}): Float32Array {
  knownOptions(options, ['task', 'classes', 'smoothing'], 'outputBias');
  const smoothing = nonNegative(options.smoothing ?? 0, 'smoothing');
  const matrix = labelMatrix(labels);
  const task = oneOf(options.task ?? taskOf(matrix), ['binary', 'softmax', 'regression'], 'task');
  if (task === 'regression') return Float32Array.from(columnSums(matrix), (sum) => sum / matrix.rows);
  if (task === 'softmax') return logPriors(classCounts(matrix, options.classes), smoothing);
  const values = matrix.values.find((value) => value < 0 || value > 1);
  if (values !== undefined) throw new RangeError(`a label is ${values}; for task 'binary' they must be from 0 to 1`);
  return Float32Array.from(columnSums(matrix), (ones) => logOdds(ones + smoothing, matrix.rows - ones + smoothing));
}

function taskOf({ rows, columns, values }: LabelMatrix): OutputTask {
  const isBinary = values.every((value) => value === 0 || value === 1);
  if (columns > 1 && rowsAreProbabilities({ rows, columns, values })) return 'softmax';
  if (isBinary) return 'binary';
  if (!values.every(Number.isInteger)) return 'regression';
  throw new RangeError("labels are whole numbers, classes or counts; say which: task: 'softmax' or 'regression'");
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
    throw new RangeError(
      "a row of the labels does not consist of probabilities with sum 1; for task 'softmax' it must",
    );
  }
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  const count = positiveInteger(classes ?? Math.floor(largest) + 1, 'classes');
  const counts = new Float64Array(count);
  for (const value of values) {
    if (!Number.isInteger(value) || value < 0 || value >= count)
      throw new RangeError(`a label is ${value}; a class is a whole number from 0 to ${count - 1}`);
    counts[value]++;
  }
  return counts;
}

function logPriors(counts: Float64Array, smoothing: number): Float32Array {
  const total = counts.reduce((sum, count) => sum + count + smoothing, 0);
  return Float32Array.from(counts, (count, c) => {
    if (count + smoothing > 0) return Math.log((count + smoothing) / total);
    throw new RangeError(`class ${c} does not occur in the labels: its logarithm is infinite; give smoothing: 1`);
  });
}

function logOdds(ones: number, zeros: number): number {
  if (ones > 0 && zeros > 0) return Math.log(ones / zeros);
  throw new RangeError(
    `the labels of an output are all ${describe(ones > 0 ? 1 : 0)}: their log-odds are infinite; give smoothing: 1`,
  );
}
