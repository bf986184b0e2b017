import * as tf from '@tensorflow/tfjs-core';
import { describe } from '../foundation/argument.js';

export type LossName = 'crossEntropy' | 'binaryCrossEntropy' | 'meanSquaredError';

/** Returns the mean loss of a batch, or a tensor whose mean is the loss. `y` holds the targets. */
export type LossFunction = (y: tf.Tensor, output: tf.Tensor) => tf.Tensor;

/** The loss to minimize and, for classes, the accuracy to report with it. */
export interface Objective {
  /** Kind of loss; absent for a user's own loss. */
  name?: LossName;
  loss: LossFunction;
  /** Share of the examples that are classified correctly. */
  accuracy?: LossFunction;
}

/** Computes the mean loss of a batch by a loss function that may be the user's own. */
export function meanLoss(loss: LossFunction, y: tf.Tensor, output: tf.Tensor): tf.Scalar {
  const value: unknown = loss(y, output);
  if (value instanceof tf.Tensor) return tf.mean(value);
  throw new TypeError(`the loss function returned ${describe(value)}; it must return a tensor`);
}

/**
 * Number added to probabilities before the logarithm, as Keras does. It keeps the loss and the
 * gradient finite at 0.
 */
const TINY = 1e-7;

/**
 * Makers of losses, with their names as keys. `areProbabilities` says whether the outputs come from
 * a softmax or a sigmoid; otherwise they are logits.
 */
export const objectives: Record<LossName, (areProbabilities: boolean) => Objective> = {
  crossEntropy: (areProbabilities) => ({
    name: 'crossEntropy',
    loss: (y, output) => {
      const expected = oneHot(y, output);
      if (!areProbabilities) return tf.losses.softmaxCrossEntropy(expected, output);
      return tf.neg(tf.mean(tf.sum(tf.mul(expected, tf.log(tf.add(output, TINY))), -1)));
    },
    accuracy: (y, output) => tf.mean(tf.equal(tf.argMax(output, -1), tf.argMax(oneHot(y, output), -1))),
  }),

  binaryCrossEntropy: (areProbabilities) => ({
    name: 'binaryCrossEntropy',
    loss: (y, output) => {
      const expected = tf.cast(tf.reshape(y, output.shape), 'float32');
      if (!areProbabilities) return tf.losses.sigmoidCrossEntropy(expected, output);
      const hit = tf.mul(expected, tf.log(tf.add(output, TINY)));
      const miss = tf.mul(tf.sub(1, expected), tf.log(tf.sub(1 + TINY, output)));
      return tf.neg(tf.mean(tf.add(hit, miss)));
    },
    accuracy: (y, output) => {
      const expected = tf.greater(tf.reshape(y, output.shape), 0.5);
      return tf.mean(tf.equal(tf.greater(output, areProbabilities ? 0.5 : 0), expected));
    },
  }),

  meanSquaredError: () => ({
    name: 'meanSquaredError',
    loss: (y, output) => tf.mean(tf.square(tf.sub(tf.reshape(y, output.shape), output))),
  }),
};

/**
 * Converts labels to rows of 0 and 1. Targets with the shape of the output are such rows already.
 */
function oneHot(y: tf.Tensor, output: tf.Tensor): tf.Tensor {
  if (y.size === output.size) return tf.reshape(y, output.shape);
  const labels = tf.cast(tf.reshape(y, output.shape.slice(0, -1)), 'int32');
  // The cast comes afterwards because for float32 the kernel of tfjs's wasm backend writes the bits
  // of integers.
  return tf.cast(tf.oneHot(labels, output.shape.at(-1) as number), 'float32');
}

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
