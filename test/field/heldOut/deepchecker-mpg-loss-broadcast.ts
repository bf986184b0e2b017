import * as tf from '@tensorflow/tfjs-core';
import { MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

/** The mean of the squared differences from targets of a shape, which the source does not check. */
function squaredError(shape: number[]): (targets: tf.Tensor, outputs: tf.Tensor) => tf.Tensor {
  return (targets, outputs) => tf.mean(tf.square(tf.sub(outputs, tf.reshape(targets, shape))));
}

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-loss-broadcast',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { loss: squaredError([-1]) }),
  repaired: (seed) => milesTraining(seed, { loss: squaredError([-1, 1]) }),
};
