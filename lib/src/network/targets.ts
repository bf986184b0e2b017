import type { LossName } from './losses.js';

/** For the sums of probabilities in float32, and those that were rounded to three digits in a file. */
const ROUNDING = 0.01;

/**
 * Checks that targets are such as a loss is defined for: of a cross entropy labels from 0 to classes − 1 or rows of probabilities, of a
 * binary one probabilities. Others would give a number that means nothing, without a word.
 *
 * @param rows whether the targets are rows of as many numbers as there are classes; labels by number otherwise
 * @throws RangeError with the first target that is none
 */
export function checkTargets(
  loss: LossName,
  y: ArrayLike<number>,
  { rows, classes }: { rows: boolean; classes: number },
  where: string,
): void {
  if (loss === 'binaryCrossEntropy') checkProbabilities(loss, y, where);
  if (loss !== 'crossEntropy') return;
  if (classes === 1) {
    throw new RangeError(
      "loss is 'crossEntropy' and the model has 1 output; it needs one for each class: take 'binaryCrossEntropy' or more outputs",
    );
  }
  if (rows) checkDistributions(loss, y, classes, where);
  else checkLabels(y, classes, where);
}

function checkLabels(y: ArrayLike<number>, classes: number, where: string): void {
  for (let i = 0; i < y.length; i++) {
    if (Number.isInteger(y[i]) && y[i] >= 0 && y[i] < classes) continue;
    throw new RangeError(
      `${where} has the label ${y[i]} at place ${i}; labels for ${classes} outputs are the integers 0 to ${classes - 1}`,
    );
  }
}

function checkProbabilities(loss: LossName, y: ArrayLike<number>, where: string): void {
  for (let i = 0; i < y.length; i++) {
    if (y[i] >= 0 && y[i] <= 1) continue;
    throw new RangeError(`${where} has ${y[i]} at place ${i}; targets of '${loss}' are from 0 to 1`);
  }
}

function checkDistributions(loss: LossName, y: ArrayLike<number>, classes: number, where: string): void {
  checkProbabilities(loss, y, where);
  for (let row = 0; row * classes < y.length; row++) {
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += y[row * classes + i];
    if (Math.abs(sum - 1) <= ROUNDING) continue;
    throw new RangeError(
      `${where} has a sum of ${sum} in row ${row}; rows of '${loss}' are probabilities, whose sum is 1, or give integer labels`,
    );
  }
}
