import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type EvaluateOptions, evaluate, useBackend } from 'initlab';

const outputs = [
  [2, -1, 0.5],
  [0, 3, -2],
  [-1, 0, 4],
  [1, 1.5, 1],
];
const x = { shape: [4, 3], data: Float32Array.from(outputs.flat()) };
const labels = [0, 1, 1, 1];
const y = { shape: [4], data: Uint8Array.from(labels) };

/** Builds a model that only applies an activation to its input. */
function identityModel(activation: 'linear' | 'softmax' | 'sigmoid' = 'linear', inputs = 3): tfl.Sequential {
  return tfl.sequential({ layers: [tfl.layers.activation({ activation, inputShape: [inputs] })] });
}

const softmax = (row: number[]): number[] => {
  const sum = row.reduce((total, z) => total + Math.exp(z), 0);
  return row.map((z) => Math.exp(z) / sum);
};
const crossEntropy = outputs.reduce((sum, row, i) => sum - Math.log(softmax(row)[labels[i]]), 0) / 4;

describe('evaluate', () => {
  before(() => useBackend('cpu'));

  it('computes the cross entropy of logits and the accuracy for integer targets', () => {
    const { loss, accuracy } = evaluate(identityModel(), { x, y });
    expect(loss).to.be.closeTo(crossEntropy, 1e-6);
    expect(accuracy).to.equal(0.75);
  });

  it('gives the same loss and accuracy for logits and for a model that ends in a softmax, as a layer or as an activation', () => {
    const layer = tfl.sequential({ layers: [tfl.layers.softmax({ inputShape: [3] })] });
    for (const model of [identityModel('softmax'), layer]) {
      const { loss, accuracy } = evaluate(model, { x, y });
      expect(loss).to.be.closeTo(crossEntropy, 1e-5);
      expect(accuracy).to.equal(0.75);
    }
  });

  it('gives the same loss and accuracy for one-hot targets as for integer targets', () => {
    const rows = {
      shape: [4, 3],
      data: Float32Array.from(labels.flatMap((label) => [0, 1, 2].map((k) => +(k === label)))),
    };
    const { loss, accuracy } = evaluate(identityModel(), { x, y: rows }, { loss: 'crossEntropy' });
    expect(loss).to.be.closeTo(crossEntropy, 1e-6);
    expect(accuracy).to.equal(0.75);
  });

  it('computes the binary cross entropy of logits and of probabilities', () => {
    const logits = [2, -1, 0.5, -3];
    const truth = [1, 0, 0, 1];
    const binary = {
      x: { shape: [4, 1], data: Float32Array.from(logits) },
      y: { shape: [4], data: Uint8Array.from(truth) },
    };
    const expected = logits.reduce((sum, z, i) => sum + Math.log(1 + Math.exp(truth[i] ? -z : z)), 0) / 4;
    for (const activation of ['linear', 'sigmoid'] as const) {
      const { loss, accuracy } = evaluate(identityModel(activation, 1), binary, { loss: 'binaryCrossEntropy' });
      expect(loss).to.be.closeTo(expected, 1e-5);
      expect(accuracy).to.equal(0.5);
    }
  });

  it('computes the mean squared error and no accuracy for other targets', () => {
    const zeros = { shape: [4, 3], data: new Float32Array(12) };
    const squares = outputs.flat().reduce((sum, z) => sum + z * z, 0) / 12;
    const result = evaluate(identityModel(), { x, y: zeros });
    expect(result.loss).to.be.closeTo(squares, 1e-6);
    expect(result).to.not.have.property('accuracy');
  });

  it('uses the loss of a compiled model and computes its accuracy', () => {
    const model = identityModel('softmax');
    model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
    const { loss, accuracy } = evaluate(model, { x, y });
    expect(loss).to.be.closeTo(crossEntropy, 1e-5);
    expect(accuracy).to.equal(0.75);
  });

  it('accepts a function as the loss', () => {
    const loss: EvaluateOptions['loss'] = (_, output) => tf.max(output, -1);
    expect(evaluate(identityModel(), { x, y }, { loss }).loss).to.be.closeTo((2 + 3 + 4 + 1.5) / 4, 1e-6);
  });

  it('gives the same result for any batch size, without dropout', () => {
    const model = tfl.sequential({ layers: [tfl.layers.dropout({ rate: 0.9, inputShape: [3] })] });
    for (const batchSize of [1, 3, 4, 100]) {
      const { loss, accuracy } = evaluate(model, { x, y }, { batchSize });
      expect(loss).to.be.closeTo(crossEntropy, 1e-6);
      expect(accuracy).to.be.closeTo(0.75, 1e-7);
    }
  });

  it('rejects labels that are not a class of the model, and inputs of another shape', () => {
    const model = identityModel();
    const wrong = { shape: [4], data: Uint8Array.of(0, 1, 2, 3) };
    expect(() => evaluate(model, { x, y: wrong })).to.throw(RangeError, 'y has the label 3 at index 3');
    const flat = { shape: [12], data: x.data };
    expect(() => evaluate(model, { x: flat, y: { shape: [12], data: new Uint8Array(12) } })).to.throw(
      RangeError,
      'has shape [12]; it must be [batch, 3]',
    );
  });

  it('leaves no tensors behind', () => {
    const model = identityModel();
    const { numTensors } = tf.memory();
    evaluate(model, { x, y }, { batchSize: 3 });
    expect(tf.memory().numTensors).to.equal(numTensors);
  });
});
