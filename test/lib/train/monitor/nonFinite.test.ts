import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, type MonitoredNonFinite, monitor, random, type TrainingMonitor, useBackend } from 'initlab';

const x = (): tf.Tensor2D => tf.tensor2d(random(1).normal(new Float32Array(64 * 4)), [64, 4]);

/** A net of three hidden layers that learns the sum of its inputs. */
function net(activation: 'relu' | 'tanh' = 'relu'): tfl.Sequential {
  const layers = [1, 2, 3].map((i) =>
    tfl.layers.dense({ name: `dense_${i}`, units: 8, activation, ...(i === 1 && { inputShape: [4] }) }),
  );
  const model = tfl.sequential({ layers: [...layers, tfl.layers.dense({ name: 'output', units: 1 })] });
  initWeights(model, { seed: 1 });
  return model;
}

/** Trains for 16 steps an epoch, with something that changes the model after some steps. */
async function watched(
  model: tfl.Sequential,
  optimizer: tf.Optimizer,
  every: number,
  afterStep: (step: number) => void = () => {},
): Promise<TrainingMonitor> {
  const inputs = x();
  const targets = tf.sum(inputs, 1, true);
  model.compile({ optimizer, loss: 'meanSquaredError' });
  const watch = monitor(model, { x: inputs, y: targets }, { every, show: false });
  let step = 0;
  const callbacks = [watch, { onBatchEnd: () => afterStep(++step) }];
  await model.fit(inputs, targets, { epochs: 2, batchSize: 4, shuffle: false, callbacks, verbose: 0 });
  return watch;
}

function poison(model: tfl.Sequential, layer: number, value: number): void {
  const [kernel, bias] = model.layers[layer].getWeights();
  const numbers = kernel.dataSync().slice();
  numbers[3] = value;
  model.layers[layer].setWeights([tf.tensor(numbers, kernel.shape), bias]);
}

describe('monitor, of numbers that are not finite', () => {
  before(() => useBackend('cpu'));

  for (const [layer, step, value] of [
    [1, 12, Number.NaN],
    [2, 1, Number.POSITIVE_INFINITY],
    [0, 20, Number.NEGATIVE_INFINITY],
  ] as const) {
    it(`names the layer and the step at which a weight became ${value}`, async () => {
      const model = net('tanh');
      const watch = await watched(model, tf.train.sgd(0.01), 50, (done) => {
        if (done === step) poison(model, layer, value);
      });
      const found = watch.diagnosis?.events.at(-1);
      const report = watch.reports.find(({ nonFinite }) => nonFinite);
      expect(report?.nonFinite).to.deep.include({
        step,
        quantity: 'weight',
        layer: `dense_${layer + 1}`,
        weight: 'kernel',
        value: String(value),
      });
      expect(watch.diagnosis?.verdict).to.equal('diverged');
      expect(found?.message).to.match(
        new RegExp(`^The kernel of dense_${layer + 1} became ${value} at step ${step}[.,]`),
      );
    });
  }

  it('names the step exactly even if the model swallows the number', async () => {
    // Nothing looks up the last row of the table, so the loss stays finite.
    const model = tfl.sequential({
      layers: [
        tfl.layers.embedding({ name: 'words', inputDim: 9, outputDim: 2, inputLength: 3 }),
        tfl.layers.flatten(),
        tfl.layers.dense({ name: 'output', units: 1 }),
      ],
    });
    const tokens = tf.tensor2d(
      Array.from({ length: 96 }, (_, i) => i % 8),
      [32, 3],
      'int32',
    );
    const targets = tf.ones([32, 1]);
    model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
    const watch = monitor(model, { x: tokens, y: targets }, { every: 1000, show: false });
    let step = 0;
    const onBatchEnd = (): void => {
      if (++step !== 10) return;
      const table = model.layers[0].getWeights()[0].dataSync().slice();
      table[17] = Number.NaN;
      model.layers[0].setWeights([tf.tensor(table, [9, 2])]);
    };
    await model.fit(tokens, targets, { epochs: 8, batchSize: 8, callbacks: [watch, { onBatchEnd }], verbose: 0 });
    const found = watch.reports.find(({ nonFinite }) => nonFinite);
    expect(found?.nonFinite).to.include({ step: 10, quantity: 'weight', layer: 'words', value: 'NaN' });
    // The check is repeated before the snapshots forget the step.
    expect(found?.step).to.be.within(11, 18);
  });

  it('says that a weight was not finite before the first step', async () => {
    const model = net();
    poison(model, 1, Number.NaN);
    const watch = await watched(model, tf.train.sgd(0.01), 5);
    expect(watch.reports[0].nonFinite).to.include({ step: 0, quantity: 'weight', layer: 'dense_2' });
    expect(watch.reports[0].loss).to.equal(null);
    expect(watch.diagnosis?.events.at(-1)?.message).to.equal('The kernel of dense_2 was NaN before the first step.');
    expect(JSON.parse(JSON.stringify(watch.reports))).to.deep.equal([...watch.reports]);
  });

  it('reports how the gradient grew before a run diverged, and agrees with the weights', async () => {
    const model = net();
    const finite: boolean[] = [];
    const watch = await watched(model, tf.train.sgd(0.4), 1, () => {
      finite.push(model.getWeights().every((weight) => weight.dataSync().every(Number.isFinite)));
    });
    const found = watch.reports.at(-1)?.nonFinite as MonitoredNonFinite;
    expect(found.step).to.equal(finite.indexOf(false) + 1);
    const sizes = watch.reports.flatMap(({ step, layers }) => {
      const size = layers.find(({ name }) => name === found.layer)?.gradient;
      return size && step < found.step && step >= found.step - 8 ? [{ step, size }] : [];
    });
    const last = sizes[sizes.length - 1];
    const least = sizes.toSorted((a, b) => a.size - b.size)[0];
    const growth = found.gradientGrowth as { factor: number; steps: number };
    expect(growth.steps).to.equal(last.step - least.step);
    expect(growth.factor).to.be.closeTo(last.size / least.size, 1e-3 * growth.factor);
    expect(growth.factor).to.be.above(1000);
    expect(watch.diagnosis?.events.at(-1)?.message).to.match(/at step \d+, after the gradient of \S+ grew \S+-fold in/);
  });

  it('measures nothing more after the first such number', async () => {
    const model = net();
    const watch = await watched(model, tf.train.sgd(0.01), 2, (step) => {
      if (step === 5) poison(model, 0, Number.NaN);
    });
    expect(watch.reports.map(({ step }) => step)).to.deep.equal([0, 2, 4, 6, 32]);
    expect(watch.diagnosis?.steps).to.equal(32);
  });
});
