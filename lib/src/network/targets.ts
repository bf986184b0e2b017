import type { LossName } from './losses.js';

/**
 * Tolerance for sums of probabilities that are stored as float32, or rounded to three digits in a
 * file.
 */
const SUM_TOLERANCE = 0.01;

/**
 * Checks that the loss is defined for the targets: a cross entropy takes labels from 0 to classes −
 * 1 or rows of probabilities, and a binary cross entropy takes probabilities. Other targets would
 * silently give a meaningless number.
 *
 * @param rows whether each target is a row with one number for each class; otherwise each is the
 * number of a class
 * @throws RangeError that names the first invalid target
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
      "loss is 'crossEntropy' but the model has 1 output; it needs one for each class: choose 'binaryCrossEntropy' or give the model more outputs",
    );
  }
  if (rows) checkDistributions(loss, y, classes, where);
  else checkLabels(y, classes, where);
}

function checkLabels(y: ArrayLike<number>, classes: number, where: string): void {
  for (let i = 0; i < y.length; i++) {
    if (Number.isInteger(y[i]) && y[i] >= 0 && y[i] < classes) continue;
    throw new RangeError(
      `${where} has the label ${y[i]} at index ${i}; labels for ${classes} outputs must be the integers 0 to ${classes - 1}`,
    );
  }
}

function checkProbabilities(loss: LossName, y: ArrayLike<number>, where: string): void {
  for (let i = 0; i < y.length; i++) {
    if (y[i] >= 0 && y[i] <= 1) continue;
    throw new RangeError(`${where} has ${y[i]} at index ${i}; targets of '${loss}' must be from 0 to 1`);
  }
}

function checkDistributions(loss: LossName, y: ArrayLike<number>, classes: number, where: string): void {
  checkProbabilities(loss, y, where);
  for (let row = 0; row * classes < y.length; row++) {
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += y[row * classes + i];
    if (Math.abs(sum - 1) <= SUM_TOLERANCE) continue;
    throw new RangeError(
      `${where} has a sum of ${sum} in row ${row}; rows for '${loss}' must be probabilities that sum to 1: rescale the row, or pass integer labels`,
    );
  }
}
