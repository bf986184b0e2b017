import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { mapped, mnist, oneHot } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = mnist(600);

/** The mean over samples and outputs of −y log p − (1 − y) log(1 − p), with p kept in `bounds`. */
function binaryLoss(bounds?: readonly [number, number]) {
  return (targets: tf.Tensor, output: tf.Tensor): tf.Tensor => {
    const p = bounds ? tf.clipByValue(output, ...bounds) : output;
    const [off, q] = [tf.sub(1, targets), tf.sub(1, p)];
    return tf.neg(tf.mean(tf.add(tf.mul(targets, tf.log(p)), tf.mul(off, tf.log(q)))));
  };
}

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 128, activation: 'sigmoid', useBias: false, inputShape: [784], ...normalInit(1) }),
      tfl.layers.dense({
        units: 10,
        useBias: false,
        ...normalInit(1),
        ...(isRepaired && { activation: 'sigmoid' as const }),
      }),
    ),
    x: mapped(x, (pixel) => pixel / 255),
    y: oneHot(y.data, 10),
    loss: binaryLoss(isRepaired ? [1e-6, 1 - 1e-6] : undefined),
    optimizer: 'sgd',
    learningRate: isRepaired ? 5 : 0.05,
    batchSize: 100,
    steps: 300,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-log-of-linear-output',
  changes:
    '128 hidden units instead of 512, 600 digits. The loss is a mean over the outputs too, so the rate of the repair is 10 times as large.',
  learnsFrom: 0.4,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
