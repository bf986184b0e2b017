import * as tf from '@tensorflow/tfjs-core';
import { mapped } from '../data.js';
import { cars, MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

const tenfold = mapped(cars().y, (miles) => 10 * miles);
const summed = (targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor => tf.sum(tf.square(tf.sub(outputs, targets)));

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-summed-loss',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { y: tenfold, loss: summed }),
  repaired: (seed) => milesTraining(seed),
};
