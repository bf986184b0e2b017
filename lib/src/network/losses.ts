import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '#tfjs-core';

export type LossName = 'crossEntropy' | 'binaryCrossEntropy' | 'meanSquaredError';

/** Computes the mean loss of a batch, or a tensor whose mean is the loss. `y` holds the targets. */
export type LossFunction = (y: Tensor, output: Tensor) => Tensor;

/** The loss to minimize and, for classes, the accuracy to report with it. */
export interface Objective {
  /** Kind of loss; absent for a user's own loss. */
  name?: LossName;
  loss: LossFunction;
  /** Share of the examples that are classified correctly. */
  accuracy?: LossFunction;
  /** Whether this is this library's cross entropy of the softmax of logits. */
  isSoftmaxLoss?: boolean;
}

/**
 * The loss of one output. Its `name` is the kind of loss, whatever alias was given. Absent if the
 * library does not know the loss.
 */
export interface OutputLoss extends Objective {
  /** Name of the loss as it was given or chosen. */
  spelling: string;
  /**
   * Source of the choice: the option, the compiled model, or the default for the output and its
   * targets.
   */
  from: 'option' | 'model' | 'output';
  /** Whether the loss was given by name, which fixes the shape of the targets. */
  isNamed: boolean;
}

/**
 * Number added to probabilities before the logarithm, as Keras does. It keeps the loss and the
 * gradient finite at 0.
 */
const TINY = 1e-7;

/**
 * Functions that make the losses, keyed by name. `areProbabilities` says whether the outputs come
 * from a softmax or a sigmoid; otherwise they are logits.
 */
export const objectives: Record<LossName, (areProbabilities: boolean) => Objective> = {
  crossEntropy: (areProbabilities) => ({
    name: 'crossEntropy',
    isSoftmaxLoss: !areProbabilities,
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
function oneHot(y: Tensor, output: Tensor): Tensor {
  if (y.size === output.size) return tf.reshape(y, output.shape);
  const labels = tf.cast(tf.reshape(y, output.shape.slice(0, -1)), 'int32');
  // The cast is a separate step because the kernel of tfjs's wasm backend writes the bits of
  // integers even for float32.
  return tf.cast(tf.oneHot(labels, output.shape.at(-1) as number), 'float32');
}
