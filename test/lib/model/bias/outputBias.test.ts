import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, outputBias, setOutputBias, useBackend, zeros } from 'initlab';
import { leaked, normals } from '../support.js';

const classes = [0, 0, 0, 0, 1, 1, 2, 2, 2, 3];

describe('outputBias', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  it('is the log-odds of two classes: −4.59512 for one in a hundred', () => {
    const labels = Array.from({ length: 100 }, (_, i) => i === 7);
    expect(outputBias(labels)[0]).to.be.closeTo(-4.59512, 5e-6);
    expect(outputBias(Uint8Array.from(labels, Number))).to.deep.equal(outputBias(labels));
  });

  it('is the log-odds of each column for labels that do not exclude each other', () => {
    const bias = outputBias([
      [0, 1],
      [1, 1],
      [1, 0],
      [1, 1],
    ]);
    expect(bias).to.deep.equal(Float32Array.of(Math.log(3), Math.log(3)));
  });

  it('is the log prior of classes, given as numbers or as rows, in arrays or tensors', () => {
    const expected = Float32Array.from([0.4, 0.2, 0.3, 0.1], Math.log);
    const hot = classes.map((c) => [0, 1, 2, 3].map((k) => Number(k === c)));
    const options = { task: 'softmax' } as const;
    expect(outputBias(classes, options)).to.deep.equal(expected);
    expect(outputBias(hot)).to.deep.equal(expected);
    expect(outputBias({ shape: [10, 4], data: Float32Array.from(hot.flat()) })).to.deep.equal(expected);
    tf.tidy(() => {
      expect(outputBias(tf.tensor2d(hot))).to.deep.equal(expected);
      expect(outputBias(tf.tensor1d(classes, 'int32'), options)).to.deep.equal(expected);
    });
  });

  it('is the mean of each column for regression', () => {
    expect(Array.from(outputBias([0.5, 1, 3]))).to.deep.equal([1.5]);
    expect(Array.from(outputBias([1, 2, 6], { task: 'regression' }))).to.deep.equal([3]);
  });

  it('needs smoothing if a class does not occur', () => {
    const options = { task: 'softmax', classes: 3 } as const;
    expect(() => outputBias([0, 1], options)).to.throw(RangeError, 'class 2 does not occur');
    const bias = outputBias([0, 1], { ...options, smoothing: 1 });
    expect(bias).to.deep.equal(Float32Array.from([2 / 5, 2 / 5, 1 / 5], Math.log));
    expect(() => outputBias([1, 1])).to.throw(RangeError, 'all 1');
    expect(outputBias([1, 1], { smoothing: 1 })[0]).to.be.closeTo(Math.log(3), 1e-7);
  });

  it('refuses missing or malformed labels, and labels that suit more than one task', () => {
    expect(() => outputBias(['cat', 'dog'] as never)).to.throw(TypeError, 'label 0 is "cat"; labels must be numbers');
    const cases: [unknown, object, string][] = [
      [[0, 1, 2], {}, 'classes or counts'],
      [[], {}, 'empty'],
      [[0, Number.NaN], {}, 'label 1 is NaN'],
      [[[1, 2], [3]], {}, 'all rows must have the same length'],
      [[0.5, 1.5], { task: 'binary' }, 'a label is 1.5'],
      [[0, 1.5], { task: 'softmax' }, 'a label is 1.5'],
      [[0, 5], { task: 'softmax', classes: 3 }, 'a label is 5'],
      [[[0.5, 0.6]], { task: 'softmax' }, 'probabilities that sum to 1'],
      [[0, 1], { task: 'logistic' }, 'task is "logistic"'],
      [[0, 1], { smoothing: -1 }, 'smoothing is -1'],
    ];
    for (const [labels, options, message] of cases)
      expect(() => outputBias(labels as never, options), message).to.throw(RangeError, message);
    expect(() => outputBias('cats' as never)).to.throw(TypeError, 'labels are "cats"');
    expect(() => outputBias([0, 1], { weights: 1 } as never)).to.throw(TypeError, 'unknown option');
  });
});

describe('setOutputBias', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  function modelWith(units: number, activation: 'softmax' | 'sigmoid' | 'linear'): tfl.LayersModel {
    const layers = [
      tfl.layers.dense({ units: 8, activation: 'relu', inputShape: [5] }),
      tfl.layers.dense({ units, activation, name: 'output' }),
    ];
    const model = tfl.sequential({ layers });
    initWeights(model, { rule: ({ isOutput }) => (isOutput ? zeros() : undefined) });
    return model;
  }

  /** Mean loss of the model on uninformative inputs. */
  function lossOf(model: tfl.LayersModel, loss: (outputs: Float32Array, example: number) => number): number {
    return tf.tidy(() => {
      const outputs = (model.predict(normals(1, [10, 5])) as tf.Tensor).dataSync<'float32'>();
      return classes.reduce((sum, _, i) => sum + loss(outputs, i), 0) / classes.length;
    });
  }

  it('makes the first cross entropy equal to the entropy of the labels, below ln C', () => {
    const model = modelWith(4, 'softmax');
    setOutputBias(model, { y: classes });
    const entropy = [0.4, 0.2, 0.3, 0.1].reduce((sum, p) => sum - p * Math.log(p), 0);
    const loss = lossOf(model, (outputs, i) => -Math.log(outputs[4 * i + classes[i]]));
    expect(loss).to.be.closeTo(entropy, 1e-6);
    expect(loss).to.be.below(Math.log(4) - 0.1);
  });

  it('makes the first binary cross entropy equal to the entropy of the labels', () => {
    const model = modelWith(1, 'sigmoid');
    const labels = classes.map((c) => Number(c === 3));
    setOutputBias(model, { y: labels });
    const loss = lossOf(model, (outputs, i) => -Math.log(labels[i] ? outputs[i] : 1 - outputs[i]));
    expect(loss).to.be.closeTo(-0.1 * Math.log(0.1) - 0.9 * Math.log(0.9), 1e-6);
  });

  it('makes the first squared error equal to the variance of the targets', () => {
    const model = modelWith(1, 'linear');
    setOutputBias(model, { y: classes }, { task: 'regression' });
    expect(lossOf(model, (outputs, i) => (outputs[i] - classes[i]) ** 2)).to.be.closeTo(1.09, 1e-6);
  });

  it('leaves no tensors behind', () => {
    const model = modelWith(4, 'softmax');
    expect(leaked(() => setOutputBias(model, { y: classes }))).to.equal(0);
  });

  it('refuses labels for a different number of outputs, and a model without exactly one output bias', () => {
    const pairs = [
      [0, 1],
      [1, 1],
      [1, 0],
    ];
    expect(() => setOutputBias(modelWith(1, 'sigmoid'), { y: pairs })).to.throw(
      RangeError,
      '2 outputs, but layer "output" has 1',
    );
    expect(() => setOutputBias(modelWith(3, 'softmax'), { y: classes })).to.throw(RangeError, 'a label is 3');
    const model = tfl.sequential({
      layers: [tfl.layers.dense({ units: 1, useBias: false, inputShape: [2] })],
      name: 'bare',
    });
    expect(() => setOutputBias(model, { y: [0, 1] })).to.throw(
      RangeError,
      'model "bare" must have exactly one output layer with a bias, but has none',
    );
  });
});
