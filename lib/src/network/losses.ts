import * as tf from '@tensorflow/tfjs-core';
import { describe } from '../foundation/argument.js';

export type LossName = 'crossEntropy' | 'binaryCrossEntropy' | 'meanSquaredError';

/** A mean over the batch, or a tensor whose mean counts; `y` are the targets. */
export type LossFunction = (y: tf.Tensor, output: tf.Tensor) => tf.Tensor;

/** What is minimized, and what is counted beside it for classes. */
export interface Objective {
  /** Absent for a loss of the user's own. */
  name?: LossName;
  loss: LossFunction;
  /** Share of the examples whose class is right. */
  accuracy?: LossFunction;
}

/** The mean of what a loss function, which may be the user's own, gives for a batch. */
export function meanLoss(loss: LossFunction, y: tf.Tensor, output: tf.Tensor): tf.Scalar {
  const value: unknown = loss(y, output);
  if (value instanceof tf.Tensor) return tf.mean(value);
  throw new TypeError(`the loss function returned ${describe(value)}; it must return a tensor of tfjs`);
}

/** Added to probabilities before the logarithm, as Keras does: it keeps loss and gradient finite at 0. */
const TINY = 1e-7;

/** The losses by name, each for outputs that are logits or, with `probabilities`, those of a softmax or sigmoid. */
export const objectives: Record<LossName, (probabilities: boolean) => Objective> = {
  crossEntropy: (probabilities) => ({
    name: 'crossEntropy',
    loss: (y, output) => {
      const expected = oneHot(y, output);
      if (!probabilities) return tf.losses.softmaxCrossEntropy(expected, output);
      return tf.neg(tf.mean(tf.sum(tf.mul(expected, tf.log(tf.add(output, TINY))), -1)));
    },
    accuracy: (y, output) => tf.mean(tf.equal(tf.argMax(output, -1), tf.argMax(oneHot(y, output), -1))),
  }),

  binaryCrossEntropy: (probabilities) => ({
    name: 'binaryCrossEntropy',
    loss: (y, output) => {
      const expected = tf.cast(tf.reshape(y, output.shape), 'float32');
      if (!probabilities) return tf.losses.sigmoidCrossEntropy(expected, output);
      const hit = tf.mul(expected, tf.log(tf.add(output, TINY)));
      const miss = tf.mul(tf.sub(1, expected), tf.log(tf.sub(1 + TINY, output)));
      return tf.neg(tf.mean(tf.add(hit, miss)));
    },
    accuracy: (y, output) => {
      const expected = tf.greater(tf.reshape(y, output.shape), 0.5);
      return tf.mean(tf.equal(tf.greater(output, probabilities ? 0.5 : 0), expected));
    },
  }),

  meanSquaredError: () => ({
    name: 'meanSquaredError',
    loss: (y, output) => tf.mean(tf.square(tf.sub(tf.reshape(y, output.shape), output))),
  }),
};

/** Labels as rows of 0 and 1; targets that have the output's shape are such rows already. */
function oneHot(y: tf.Tensor, output: tf.Tensor): tf.Tensor {
  if (y.size === output.size) return tf.reshape(y, output.shape);
  const labels = tf.cast(tf.reshape(y, output.shape.slice(0, -1)), 'int32');
  // Cast afterwards: asked for float32, the kernel of tfjs's wasm backend writes the bits of integers.
  return tf.cast(tf.oneHot(labels, output.shape.at(-1) as number), 'float32');
}
