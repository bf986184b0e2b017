import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, train, useBackend } from 'initlab';
import { seeds } from '../../../support/seeds.js';
import { classesOf, drawn, normalRows, output, said } from '../cases/support.js';

const { batchNormalization, dense, inputLayer, reLU } = tfl.layers;
const rows = normalRows(1);
const data = { x: rows.x, y: classesOf(rows, 3) };

function normalized(seed: number): tfl.LayersModel {
  return drawn(
    seed,
    inputLayer({ inputShape: [8] }),
    dense({ units: 32 }),
    batchNormalization({ name: 'norm' }),
    reLU(),
    output(3, 'softmax'),
  );
}

function setStatistics(model: tfl.LayersModel, mean: number, variance: number): void {
  const norm = model.getLayer('norm');
  const [gamma, beta] = norm.getWeights();
  norm.setWeights([gamma, beta, tf.fill([32], mean), tf.fill([32], variance)]);
}

describe('batchStatistics', () => {
  before(() => useBackend('wasm'));

  for (const [mean, variance] of [
    [6, 90],
    [0, 40],
    [-5, 1],
    [0, 0.01],
  ]) {
    it(`reports moving means of ${mean} and variances of ${variance} as statistics of other data`, () => {
      for (const seed of seeds(3)) {
        const model = normalized(seed);
        setStatistics(model, mean, variance);
        const found = diagnose(model, data);
        expect(said(found).slice(0, 2)).to.deep.equal(['unhealthy', 'fault statistics norm']);
        found.apply();
        expect(diagnose(model, data).verdict).to.equal('healthy');
        model.dispose();
      }
    });
  }

  it('has no objection to the initial statistics, nor to those of a trained network', async () => {
    const model = normalized(1);
    expect(diagnose(model, data).verdict).to.equal('healthy');
    await train(model, data, { steps: 600, learningRate: 0.003, seed: 1, progress: false });
    expect(said(diagnose(model, data)).filter((line) => line.includes('statistics'))).to.deep.equal([]);
    model.dispose();
  });

  it('leaves the statistics and the momentum as they were', () => {
    const model = normalized(1);
    setStatistics(model, 6, 90);
    const state = (): string =>
      JSON.stringify([
        model.getWeights().map((weight) => [...weight.dataSync()]),
        (model.getLayer('norm') as tfl.layers.Layer & { momentum: number }).momentum,
      ]);
    const before = state();
    diagnose(model, data);
    expect(state()).to.equal(before);
    model.dispose();
  });
});
