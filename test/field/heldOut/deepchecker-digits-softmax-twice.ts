import * as tf from '@tensorflow/tfjs-core';
import { oneHot } from '../data.js';
import { DIGITS, DIGITS_CHANGES, DIGITS_LEARN, digitsTraining } from '../deepCheckerDigits.js';
import type { FieldNetwork } from '../network.js';

const y = oneHot(DIGITS.data, 10);

const ofLogits = (targets: tf.Tensor, logits: tf.Tensor): tf.Tensor =>
  tf.mean(tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1)));

export const network: FieldNetwork = {
  id: 'deepchecker-digits-softmax-twice',
  changes: `${DIGITS_CHANGES}.`,
  learnsFrom: DIGITS_LEARN,
  build: (seed) => digitsTraining(seed, { y, loss: ofLogits, output: 'softmax' }),
  repaired: (seed) => digitsTraining(seed, { y, loss: ofLogits }),
};
