import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import { decisionGrid, twoMoons } from 'initlab/tasks';

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** Builds a model of the logit z = 2·x₁ − x₂, with an output of the requested form. */
function plane(units: 1 | 2, activation: 'linear' | 'sigmoid' | 'softmax'): tfl.Sequential {
  const model = tfl.sequential({ layers: [tfl.layers.dense({ units, activation, useBias: false, inputShape: [2] })] });
  const kernel =
    units === 1
      ? [[2], [-1]]
      : [
          [-1, 1],
          [3, 2],
        ];
  model.setWeights([tf.tensor2d(kernel)]);
  return model;
}

describe('decisionGrid', () => {
  before(() => useBackend('cpu'));

  it('computes the probability of class 1 row by row, for every form of output', () => {
    for (const model of [plane(1, 'linear'), plane(1, 'sigmoid'), plane(2, 'linear'), plane(2, 'softmax')]) {
      const { x, y, probability } = decisionGrid(model, { x: [-1, 1], y: [0, 4], steps: 5 });
      expect(x).to.deep.equal([-1, -0.5, 0, 0.5, 1]);
      expect(y).to.deep.equal([0, 1, 2, 3, 4]);
      probability.forEach((row, i) => {
        row.forEach((p, j) => {
          expect(p).to.be.closeTo(sigmoid(2 * x[j] - y[i]), 1e-6);
        });
      });
    }
  });

  it('leaves no tensors behind', () => {
    const { model } = twoMoons();
    const { numTensors } = tf.memory();
    decisionGrid(model, { steps: 4 });
    expect(tf.memory().numTensors).to.equal(numTensors);
  });

  it('rejects a value that is not a model, and a value that is not a range', () => {
    expect(() => decisionGrid({} as never)).to.throw(TypeError, 'model is an object of type Object');
    const { model } = twoMoons();
    expect(() => decisionGrid(model, { x: 3 as never })).to.throw(TypeError, 'x is 3; it must be two numbers');
    expect(() => decisionGrid(model, { y: [0, Number.NaN] })).to.throw(RangeError, 'y[1] is NaN');
  });

  it('rejects a model with more than two classes', () => {
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 3, inputShape: [2] })] });
    expect(() => decisionGrid(model)).to.throw(RangeError, /the model has 3 outputs/);
  });
});
