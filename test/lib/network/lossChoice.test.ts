import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { evaluate, trace, useBackend } from 'initlab';

type Activation = 'linear' | 'relu' | 'sigmoid' | 'softmax';

const net = (units: number, activation: Activation) =>
  tfl.sequential({ layers: [tfl.layers.dense({ units, activation, inputShape: [2] })] });
const x = { shape: [4, 2], data: Float32Array.of(1, 0, 0, 1, 1, 1, 2, 1) };
const y = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });
const oneHot = y([4, 3], 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0);

describe('the choice of a loss', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  const cases: [number, Activation, ReturnType<typeof y>, string][] = [
    [3, 'softmax', y([4], 0, 1, 2, 1), 'crossEntropy'],
    [3, 'linear', y([4], 0, 1, 2, 1), 'crossEntropy'],
    [3, 'linear', oneHot, 'crossEntropy'],
    [3, 'relu', y([4, 3], ...Array(12).fill(0.5)), 'meanSquaredError'],
    [1, 'sigmoid', y([4, 1], 0, 1, 1, 0), 'binaryCrossEntropy'],
    [1, 'linear', y([4, 1], 0, 1, 1, 0), 'meanSquaredError'],
  ];
  for (const [units, activation, targets, expected] of cases)
    it(`is ${expected} by default for ${units} ${activation} outputs and targets [${targets.shape}], in every function`, () => {
      const model = net(units, activation);
      const traced = trace(model, { x, y: targets }).loss;
      expect(traced).to.include({ name: expected, kind: expected, from: 'output' });
      expect(evaluate(model, { x, y: targets }).loss).to.be.closeTo(traced?.value as number, 1e-6);
    });

  it('is refused for integer labels of one linear output, with advice on what to set', () => {
    const labels = { shape: [4, 1], data: Uint8Array.of(0, 1, 1, 0) };
    const message = "set loss: 'binaryCrossEntropy' for two classes or loss: 'meanSquaredError' for numbers";
    expect(() => evaluate(net(1, 'linear'), { x, y: labels })).to.throw(RangeError, message);
  });

  it('checks the targets of a binary cross entropy in any spelling, as an option or compiled', () => {
    const digits = y([4, 1], 0, 9, 3, 5);
    for (const loss of ['binaryCrossEntropy', 'binaryCrossentropy'])
      expect(() => trace(net(1, 'sigmoid'), { x, y: digits }, { loss })).to.throw(RangeError, 'y has 9 at index 1');
    const compiled = net(1, 'sigmoid');
    compiled.compile({ loss: 'binaryCrossentropy', optimizer: 'sgd' });
    expect(() => trace(compiled, { x, y: digits })).to.throw(RangeError, 'y has 9 at index 1');
    expect(() => evaluate(compiled, { x, y: digits })).to.throw(RangeError, 'data.y has 9 at index 1');
  });

  it('recognizes losses by their aliases and by the functions of tfjs', () => {
    const kind = (loss: string | ((a: tf.Tensor, b: tf.Tensor) => tf.Tensor), targets = oneHot) =>
      trace(net(3, 'softmax'), { x, y: targets }, { loss }).loss?.kind;
    expect(kind('mse')).to.equal('meanSquaredError');
    expect(kind('categoricalCrossentropy')).to.equal('crossEntropy');
    expect(kind(tf.losses.softmaxCrossEntropy)).to.equal('crossEntropy');
    expect(kind('meanAbsoluteError')).to.equal(undefined);
  });
});
