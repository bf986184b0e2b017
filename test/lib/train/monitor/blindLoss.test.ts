import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type Loss, random, useBackend } from 'initlab';
import { chooseLosses } from '../../../../lib/src/network/lossChoice.js';
import { viewModel } from '../../../../lib/src/network/view/modelView.js';
import { blindLoss as computeBlindLoss } from '../../../../lib/src/train/monitor/blindLoss.js';

/** The blind loss for targets that are given as tensors. */
function blindLoss(view: ReturnType<typeof viewModel>, loss: Loss, targets: tf.Tensor[]): number | undefined {
  const arrays = targets.map((target) => ({ shape: target.shape, data: target.dataSync() as Float32Array }));
  return computeBlindLoss(view, chooseLosses(view, loss, arrays), arrays);
}

/** The loss of the best constant output, found by gradient descent on the outputs themselves. */
function bestConstant(outputs: number, y: tf.Tensor2D, lossOf: (y: tf.Tensor, output: tf.Tensor) => tf.Tensor): number {
  const guess = tf.variable(tf.zeros([1, outputs]));
  const optimizer = tf.train.adam(0.05);
  const loss = (): tf.Scalar => tf.mean(lossOf(y, tf.tile(guess, [y.shape[0], 1])));
  for (let step = 0; step < 600; step++) optimizer.minimize(loss);
  return tf.tidy(() => loss().dataSync()[0]);
}

function netOf(units: number, activation?: 'softmax' | 'sigmoid'): ReturnType<typeof viewModel> {
  const layer = tfl.layers.dense({ units, inputShape: [2], ...(activation && { activation }) });
  return viewModel(tfl.sequential({ layers: [layer] }));
}

describe('the loss of a blind guess', () => {
  before(() => useBackend('cpu'));

  const labels = [0, 0, 0, 1, 1, 2, 0, 0];
  const rows = (): tf.Tensor2D => tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 3), 'float32') as tf.Tensor2D;

  it('is what the best constant logits reach for classes, as rows or as labels', () => {
    const expected = bestConstant(3, rows(), tf.losses.softmaxCrossEntropy);
    expect(blindLoss(netOf(3), 'crossEntropy', [rows()]) as number).to.be.closeTo(expected, 1e-3);
    const given = tf.tensor2d(labels, [8, 1]);
    expect(blindLoss(netOf(3, 'softmax'), 'crossEntropy', [given]) as number).to.be.closeTo(expected, 1e-3);
  });

  it('is what the best constant logits reach for several binary outputs', () => {
    const y = tf.tensor2d([0, 1, 0, 1, 1, 1, 0, 0, 0, 1], [5, 2]);
    const expected = bestConstant(2, y, tf.losses.sigmoidCrossEntropy);
    expect(blindLoss(netOf(2, 'sigmoid'), 'binaryCrossEntropy', [y]) as number).to.be.closeTo(expected, 1e-3);
  });

  for (const [name, loss] of [
    ['meanSquaredError', tf.losses.meanSquaredError],
    ['meanAbsoluteError', tf.losses.absoluteDifference],
  ] as const) {
    it(`is what the best constant outputs reach for ${name}`, () => {
      const y = tf.tensor2d(random(1).normal(new Float32Array(21)), [7, 3]);
      const expected = bestConstant(3, y, (truths, output) => loss(truths as tf.Tensor2D, output as tf.Tensor2D));
      expect(blindLoss(netOf(3), name, [y]) as number).to.be.closeTo(expected, 5e-3);
    });
  }

  it('is unknown for other losses, and if all targets are alike', () => {
    const own: Loss = (y, output) => tf.losses.huberLoss(y, output);
    expect(blindLoss(netOf(3), own, [rows()])).to.equal(undefined);
    expect(blindLoss(netOf(1), 'meanSquaredError', [tf.ones([4, 1])])).to.equal(undefined);
  });
});
