import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { seeds } from '../../../support/seeds.js';
import { faultsOf, network, normalRows, output, SEEDS, said } from '../cases/support.js';

const { x, sum, label } = normalRows(1);
const scaled = tf.div(sum, 3) as tf.Tensor2D;

const logLoss = (y: tf.Tensor, p: tf.Tensor): tf.Tensor =>
  tf.neg(tf.mean(tf.add(tf.mul(y, tf.log(p)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, p))))));
const squares = (y: tf.Tensor, p: tf.Tensor): tf.Tensor => tf.squaredDifference(y, p);

describe('lossFunction', () => {
  before(() => useBackend('wasm'));

  for (const [name, units] of [
    ['one unit', [16]],
    ['two hidden layers', [16, 8]],
    ['no hidden layer', []],
  ] as [string, number[]][]) {
    it(`reports a logarithm that a right and certain output takes to NaN: ${name}`, () => {
      for (const seed of SEEDS) {
        const found = diagnose(network(seed, units, output(1, 'sigmoid')), { x, y: label }, { loss: logLoss });
        expect(said(found).slice(0, 2), `${seed}`).to.deep.equal(['unhealthy', 'fault lossFunction output']);
        expect(found.findings[0].observed).to.satisfy(Number.isNaN);
        expect(found.findings[0].repair.code).to.contain('binaryCrossentropy');
      }
    });
  }

  it('accepts the same logarithm of probabilities that are kept away from 0 and 1', () => {
    const clipped = (y: tf.Tensor, p: tf.Tensor): tf.Tensor => logLoss(y, tf.clipByValue(p, 1e-7, 1 - 1e-7));
    for (const seed of SEEDS) {
      expect(faultsOf(network(seed, [16], output(1, 'sigmoid')), { x, y: label }, { loss: clipped })).to.deep.equal([]);
    }
  });

  it('reports targets whose shape broadcasts against the output', () => {
    const losses: [string, (y: tf.Tensor, p: tf.Tensor) => tf.Tensor][] = [
      ['a squared error of flat targets', (y, p) => tf.mean(squares(tf.reshape(y, [-1]), p))],
      ['an absolute error of flat targets', (y, p) => tf.mean(tf.abs(tf.sub(tf.reshape(y, [-1]), p)))],
      ['a squared error of the transposed output', (y, p) => tf.mean(squares(y, tf.transpose(p)))],
      ['a squared error without the mean', (y, p) => squares(tf.reshape(y, [-1]), p)],
    ];
    for (const [title, loss] of losses) {
      for (const seed of seeds(2)) {
        const found = diagnose(network(seed, [16], output(1, 'linear')), { x, y: scaled }, { loss });
        expect(said(found).slice(0, 2), title).to.deep.equal(['unhealthy', 'fault lossFunction output']);
        expect(found.findings[0].why, title).to.contain('shuffled among the samples');
      }
    }
  });

  it('accepts losses that pair each output with its target, even with weights so small that all outputs agree', () => {
    for (const loss of [
      (y: tf.Tensor, p: tf.Tensor) => tf.mean(squares(y, p)),
      (y: tf.Tensor, p: tf.Tensor) => squares(y, p),
      (y: tf.Tensor, p: tf.Tensor) => tf.mean(squares(tf.reshape(y, p.shape), p)),
    ]) {
      const model = network(1, [16], output(1, 'linear'));
      expect(faultsOf(model, { x, y: scaled }, { loss })).to.deep.equal([]);
      model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 1e-6)));
      expect(faultsOf(model, { x, y: scaled }, { loss })).not.to.include('lossFunction output');
    }
  });

  it('notes a sum over the samples, which is a fault if its steps are too large', () => {
    const total = (y: tf.Tensor, p: tf.Tensor): tf.Tensor => tf.sum(squares(y, p));
    const judge = (learningRate: number): string[] =>
      said(
        diagnose(
          network(1, [16], output(1, 'linear')),
          { x, y: scaled },
          { loss: total, optimizer: 'sgd', learningRate },
        ),
      );
    expect(judge(0.0002)).to.include('note lossFunction output');
    expect(judge(0.05).slice(0, 2)).to.deep.equal(['unhealthy', 'fault lossFunction output']);
  });
});
