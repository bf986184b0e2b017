import * as tf from '@tensorflow/tfjs-core';
import { oneHot } from '../data.js';
import { DIGITS, DIGITS_CHANGES, DIGITS_LEARN, digitsTraining } from '../deepCheckerDigits.js';
import type { FieldNetwork } from '../network.js';

const y = oneHot(DIGITS.data, 10);

const crossEntropy = (targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
  tf.mean(tf.neg(tf.sum(tf.mul(targets, tf.log(tf.clipByValue(outputs, 1e-32, 1))), -1)));

export const network: FieldNetwork = {
  id: 'deepchecker-digits-softmax-forgotten',
  changes: `${DIGITS_CHANGES}.`,
  learnsFrom: DIGITS_LEARN,
  build: (seed) => digitsTraining(seed, { y, loss: crossEntropy }),
  repaired: (seed) => digitsTraining(seed, { y, loss: crossEntropy, output: 'softmax' }),
};
