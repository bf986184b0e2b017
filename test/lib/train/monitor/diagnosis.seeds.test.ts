import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { heNormal, initWeights, monitor, normal, type Training, train, useBackend } from 'initlab';
import { twoMoons } from 'initlab/tasks';
import { seeds } from '../../../support/seeds.js';

const quiet = { progress: false } as const;
const SEEDS = seeds(5);

async function trained(
  seed: number,
  options: { optimizer?: 'sgd' | 'adam'; learningRate: number; steps?: number; every?: number; std?: number },
): Promise<Training & { monitor: NonNullable<Training['monitor']> }> {
  const { optimizer = 'adam', learningRate, steps = 120, every = 20, std } = options;
  const init = std === undefined ? heNormal() : normal({ std });
  const { model, train: data } = twoMoons({ depth: 2, width: 16, init, seed, count: 256 });
  const watch = { every, show: false };
  const run = await train(model, data, { steps, optimizer, learningRate, seed, monitor: watch, ...quiet });
  return run as Training & { monitor: NonNullable<Training['monitor']> };
}

describe('the diagnosis of a training run', () => {
  before(() => useBackend('cpu'));

  for (const seed of SEEDS) {
    it(`says that a healthy run learned, and reports no event, with seed ${seed}`, async () => {
      const { diagnosis } = (await trained(seed, { learningRate: 0.01 })).monitor;
      expect(diagnosis.verdict).to.equal('learned');
      expect(diagnosis.events).to.deep.equal([]);
      expect(String(diagnosis)).to.match(
        /^learned: loss \S+ before, \S+ after 120 steps; a blind guess has 0\.6[89]\d?$/,
      );
    });

    it(`says that a rate far too large killed units or blew the loss up, with seed ${seed}`, async () => {
      const { diagnosis } = (await trained(seed, { optimizer: 'sgd', learningRate: 100 })).monitor;
      expect(diagnosis.verdict).to.be.oneOf(['not learned', 'diverged']);
      expect(diagnosis.events.map(({ kind }) => kind)).to.include.oneOf(['deadUnits', 'nonFinite']);
    });

    it(`says that updates were far too small, with seed ${seed}`, async () => {
      const { diagnosis } = (await trained(seed, { learningRate: 1e-9, steps: 40 })).monitor;
      expect(diagnosis.verdict).to.equal('not learned');
      const kinds = diagnosis.events.map(({ kind }) => kind);
      expect(kinds).to.include.members(['updates', 'blind']);
      expect(String(diagnosis)).to.contain('Raise the learning rate (1e-9).');
    });
  }

  // A spike: one step of SGD whose rate is far too large, at step 31.
  for (const seed of SEEDS) {
    it(`names the step and the layer of a spike that kills units, with seed ${seed}`, async () => {
      const { model, x, y } = spikeTask(seed);
      const optimizer = tf.train.sgd(0.05);
      model.compile({ optimizer, loss: 'binaryCrossentropy' });
      const dead: number[] = [];
      let step = 0;
      const spike = {
        onBatchBegin: () => optimizer.setLearningRate(step + 1 === 31 ? 100 : 0.05),
        onBatchEnd: () => {
          step++;
          dead.push(deadByHand(model, x));
        },
      };
      const watch = monitor(model, { x, y }, { every: 25, show: false });
      const options = { epochs: 5, batchSize: 8, shuffle: false, verbose: 0 } as const;
      await model.fit(x, y, { ...options, callbacks: [watch, spike] });
      const killed = dead[30] - dead[29];
      expect(killed, 'units that die at step 31').to.be.at.least(4);
      const event = watch.diagnosis?.events.find(({ kind, step: at }) => kind === 'deadUnits' && at > 0);
      expect(event).to.include({ layer: 'hidden', step: 31 });
      expect(event?.message).to.match(/^The update of step 31, \d+ % of the weights, killed .* of hidden/);
      const row = watch.reports.at(-1)?.layers.find(({ name }) => name === 'hidden');
      expect(row?.deadUnits).to.equal(dead[dead.length - 1]);
    });
  }

  it('names the units that were dead before the first step', async () => {
    const { model, x, y } = spikeTask(1);
    const [kernel] = model.layers[0].getWeights();
    model.layers[0].setWeights([kernel, tf.fill([16], -50)]);
    model.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy' });
    const watch = monitor(model, { x, y }, { every: 5, show: false });
    await model.fit(x, y, { epochs: 1, batchSize: 8, shuffle: false, callbacks: watch, verbose: 0 });
    const messages = watch.diagnosis?.events.map(({ message }) => message);
    expect(messages?.[0]).to.equal('All 16 units of hidden were dead before the first step.');
    expect(messages?.[1]).to.match(/^No gradient reached hidden.* from the start\.$/);
    expect(messages).to.have.length(3);
    expect(messages?.[2]).to.match(/^The loss on the sample never fell well below the 0\.69\d? of a blind guess/);
    expect(watch.diagnosis?.verdict).to.equal('not learned');
  });

  it('names a layer that saturates', async () => {
    const x = tf.tensor2d(Array.from({ length: 64 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]));
    const y = tf.sum(x, 1, true);
    const hidden = tfl.layers.dense({ name: 'hidden', units: 8, activation: 'tanh', inputShape: [2] });
    const model = tfl.sequential({ layers: [hidden, tfl.layers.dense({ name: 'output', units: 1 })] });
    initWeights(model, { seed: 1 });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const watch = monitor(model, { x, y }, { every: 1, show: false });
    let step = 0;
    const onBatchEnd = (): void => {
      if (++step === 3) hidden.setWeights([tf.mul(hidden.getWeights()[0], 60), tf.fill([8], 9)]);
    };
    await model.fit(x, y, { epochs: 1, batchSize: 8, shuffle: false, callbacks: [watch, { onBatchEnd }], verbose: 0 });
    const event = watch.diagnosis?.events.find(({ kind }) => kind === 'saturation');
    expect(event).to.include({ layer: 'hidden', step: 4 });
    expect(event?.message).to.match(/^hidden saturated: \S+ % of its outputs .* at the start, \S+ % at the end\.$/);
  });

  it('reports a jump of the loss from which the run recovered', async () => {
    const { model, x, y } = spikeTask(2);
    model.compile({ optimizer: tf.train.sgd(0.3), loss: 'binaryCrossentropy' });
    const watch = monitor(model, { x, y }, { every: 50, show: false });
    const saved: tf.Tensor[][] = [];
    let step = 0;
    const onBatchEnd = (): void => {
      step++;
      const output = model.layers[1];
      if (step === 40) {
        saved.push(output.getWeights().map((weight) => weight.clone()));
        output.setWeights(saved[0].map((weight) => tf.mul(weight, -20)));
      }
      if (step === 41) output.setWeights(saved[0]);
    };
    const options = { epochs: 5, batchSize: 16, verbose: 0, shuffle: false } as const;
    await model.fit(x, y, { ...options, epochs: 10, callbacks: [watch, { onBatchEnd }] });
    const event = watch.diagnosis?.events.find(({ kind }) => kind === 'lossJump');
    expect(event?.step).to.equal(41);
    expect(event?.message).to.match(
      /^The loss of the batch jumped from \S+ to \S+ at step 41 and came back by step \d+\.$/,
    );
    // A jump is measured at once.
    expect(watch.reports.map((report) => report.step)).to.include(41);
  });

  it('shows itself as text, and as HTML and Markdown in a notebook', async () => {
    const { diagnosis } = (await trained(1, { learningRate: 1e-9, steps: 5 })).monitor;
    const bundle = (diagnosis as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for('Jupyter.display')
    ]();
    expect(bundle['text/plain']).to.equal(String(diagnosis));
    expect(bundle['text/plain'].split('\n').every((line) => line.length <= 100)).to.equal(true);
    expect(bundle['text/html']).to.contain('<li>').and.to.contain('<strong>not learned: ');
    expect(bundle['text/markdown']).to.contain('\n- ');
  });
});

function spikeTask(seed: number): { model: tfl.Sequential; x: tf.Tensor2D; y: tf.Tensor2D } {
  const { train: data } = twoMoons({ count: 128, seed });
  const hidden = tfl.layers.dense({ name: 'hidden', units: 16, activation: 'relu', inputShape: [2] });
  const output = tfl.layers.dense({ name: 'output', units: 1, activation: 'sigmoid' });
  const model = tfl.sequential({ layers: [hidden, output] });
  initWeights(model, { seed });
  return {
    model,
    x: tf.tensor2d(
      Float32Array.from(data.x.data, (value) => value + 2),
      [128, 2],
    ),
    y: tf.tensor2d(Float32Array.from(data.y.data), [128, 1]),
  };
}

/** Counts the units of the first layer that are 0 for every row, from its weights. */
function deadByHand(model: tfl.Sequential, x: tf.Tensor2D): number {
  const [kernel, bias] = model.layers[0].getWeights().map((weight) => weight.dataSync());
  const rows = x.dataSync();
  const isDead = (unit: number): boolean => {
    for (let i = 0; i < rows.length; i += 2) {
      if (rows[i] * kernel[unit] + rows[i + 1] * kernel[16 + unit] + bias[unit] > 0) return false;
    }
    return true;
  };
  return Array.from({ length: 16 }, (_, unit) => unit).filter(isDead).length;
}
