import type { NumberArray } from '../../foundation/numberArray.js';
import { entropy, mean, meanSquare, median, sum } from '../../foundation/statistics.js';
import type { OutputLoss } from '../../network/losses.js';
import type { ModelView } from '../../network/view/modelView.js';

/**
 * Computes the loss of the best guess that ignores the inputs, summed over the outputs. Undefined
 * if it is not known for one of the losses, or if it is 0 because all targets are alike.
 */
export function blindLoss(
  { model }: ModelView,
  losses: readonly OutputLoss[],
  targets: readonly NumberArray[],
): number | undefined {
  const guesses = losses.map((loss, i) => blindLossOf(loss, targets[i], model.outputs[i].shape));
  if (guesses.some((guess) => guess === undefined)) return undefined;
  const total = sum(guesses as number[]);
  return total > 0 ? total : undefined;
}

function blindLossOf(
  { name, spelling }: OutputLoss,
  { shape, data }: NumberArray,
  output: readonly (number | null)[],
): number | undefined {
  const classes = output[output.length - 1] ?? Number.NaN;
  if (name === 'crossEntropy') {
    const isRows = shape.length === output.length && shape[shape.length - 1] === classes;
    return entropy(isRows ? columns(data, classes).map(mean) : labelShares(data, classes));
  }
  const perUnit = columns(data, data.length / shape[0]);
  if (name === 'binaryCrossEntropy') {
    return mean(perUnit.map((column) => entropy([mean(column), 1 - mean(column)])));
  }
  if (name === 'meanSquaredError') return mean(perUnit.map((column) => meanSquare(distances(column, mean(column)))));
  if (spelling === 'meanAbsoluteError') return mean(perUnit.map((column) => mean(distances(column, median(column)))));
  return undefined;
}

/** Splits rows of `width` numbers into a list for each place in the row. */
function columns(data: ArrayLike<number>, width: number): Float64Array[] {
  const rows = data.length / width;
  return Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: rows }, (_, row) => data[row * width + column]),
  );
}

function labelShares(labels: ArrayLike<number>, classes: number): number[] {
  const shares = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) shares[labels[i]] += 1 / labels.length;
  return shares;
}

function distances(values: Float64Array, centre: number): Float64Array {
  return values.map((value) => Math.abs(value - centre));
}
