import * as tf from '@tensorflow/tfjs-core';
import { MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

const crossEntropy = (targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
  tf.neg(tf.sum(tf.mul(targets, tf.log(tf.clipByValue(outputs, 1e-10, 1)))));

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-cross-entropy',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { loss: crossEntropy }),
  repaired: (seed) => milesTraining(seed),
};
