import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import { chooseLosses, type Loss } from '../../../lib/src/network/lossChoice.js';
import { readLoss } from '../../../lib/src/network/lossFacts.js';
import { viewModel } from '../../../lib/src/network/view/modelView.js';

/** Reads a loss for an output of three units, as `family of what it reads`. */
function read(loss: unknown, activation = 'linear', units = 3): string | undefined {
  const dense = tfl.layers.dense({ units, activation: activation as 'relu', inputShape: [4] });
  const view = viewModel(tfl.sequential({ layers: [dense] }));
  const [chosen] = chooseLosses(view, loss as Loss, [
    { shape: [5, units], data: new Float32Array(5 * units).fill(1 / units) },
  ]);
  const shapes = { target: [5, units], output: [null, units] };
  const { facts } = readLoss(chosen, view.outputs[0].isProbability, shapes);
  return facts && `${facts.family} of ${facts.reads}`;
}

describe('readLoss', () => {
  before(() => useBackend('wasm'));

  it('reads every spelling of a loss alike', () => {
    const spellings: Record<string, unknown[]> = {
      'squaredError of numbers': [
        ...['meanSquaredError', 'mse', 'MSE', tf.losses.meanSquaredError, tfl.metrics.meanSquaredError],
        (y: tf.Tensor, p: tf.Tensor) => tf.losses.meanSquaredError(y, p),
      ],
      'absoluteError of numbers': ['meanAbsoluteError', tf.losses.absoluteDifference, tfl.metrics.meanAbsoluteError],
      'binaryCrossEntropy of probabilities': [
        ...['binaryCrossentropy', tfl.metrics.binaryCrossentropy, tf.losses.logLoss],
      ],
      'binaryCrossEntropy of logits': ['binaryCrossEntropy', tf.losses.sigmoidCrossEntropy],
      'crossEntropy of probabilities': [...['categoricalCrossentropy', tfl.metrics.categoricalCrossentropy]],
      'crossEntropy of logits': [
        ...['crossEntropy', tf.losses.softmaxCrossEntropy],
        (y: tf.Tensor, p: tf.Tensor) => tf.losses.softmaxCrossEntropy(y, p),
      ],
      'hinge of numbers': ['hinge', tf.losses.hingeLoss],
      'squaredHinge of numbers': ['squaredHinge'],
      'categoricalHinge of numbers': ['categoricalHinge'],
      'otherError of numbers': ['logcosh', tf.losses.huberLoss],
    };
    for (const [expected, losses] of Object.entries(spellings)) {
      for (const loss of losses) expect(read(loss), String(loss)).to.equal(expected);
    }
  });

  it('reads this library’s losses by what the output is', () => {
    expect(read('crossEntropy', 'softmax')).to.equal('crossEntropy of probabilities');
    expect(read('binaryCrossEntropy', 'sigmoid', 1)).to.equal('binaryCrossEntropy of probabilities');
  });

  it('knows the labels that a hinge loss is made for', () => {
    const own = (y: tf.Tensor, p: tf.Tensor): tf.Tensor => tf.mean(tf.relu(tf.sub(1, tf.mul(y, p))));
    expect(read(own)).to.equal('hinge of numbers');
  });

  it('does not know a loss that computes something else, or that throws', () => {
    expect(read((y: tf.Tensor, p: tf.Tensor) => tf.mean(tf.abs(tf.sub(tf.mul(y, 3), p))))).to.equal(undefined);
    expect(read('poisson')).to.equal(undefined);
    const throwing = (): tf.Tensor => {
      throw new Error('only real data');
    };
    expect(read(throwing)).to.equal(undefined);
  });
});
