import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, type MonitorReport, monitor, random, useBackend } from 'initlab';

const quiet = { show: false } as const;

/** Numbers of two classes that a line separates, in two columns. */
function twoClasses(count: number, seed: number): { x: tf.Tensor2D; y: tf.Tensor2D } {
  const x = tf.tensor2d(random(seed).normal(new Float32Array(2 * count)), [count, 2]);
  const values = x.dataSync();
  const y = tf.tensor2d(
    Array.from({ length: count }, (_, i) => (values[2 * i] > values[2 * i + 1] ? 1 : 0)),
    [count, 1],
  );
  return { x, y };
}

function smallNet(seed: number, hidden: 'relu' | 'tanh' = 'relu'): tfl.Sequential {
  const model = tfl.sequential({
    layers: [
      tfl.layers.dense({ name: 'hidden', units: 8, activation: hidden, inputShape: [2] }),
      tfl.layers.dense({ name: 'output', units: 1, activation: 'sigmoid' }),
    ],
  });
  initWeights(model, { seed });
  return model;
}

function flat(model: tfl.LayersModel): number[] {
  return model.getWeights().flatMap((weight) => [...weight.dataSync()]);
}

describe('monitor', () => {
  before(() => useBackend('cpu'));

  for (const backend of ['cpu', 'wasm'] as const) {
    it(`measures the update of each layer as computed by hand from its weights, on ${backend}`, async () => {
      await useBackend(backend);
      const { x, y } = twoClasses(40, 1);
      const model = smallNet(1);
      model.compile({ optimizer: tf.train.sgd(0.5), loss: 'binaryCrossentropy' });
      const states: number[][][] = [];
      const note = (): void => void states.push(model.layers.map((layer) => layer.getWeights().flatMap(numbers)));
      const watch = monitor(model, { x, y }, { every: 1, ...quiet });
      note();
      await model.fit(x, y, { epochs: 2, batchSize: 10, callbacks: [watch, { onBatchEnd: note }], verbose: 0 });
      expect(watch.reports).to.have.length(9);
      for (const { step, layers } of watch.reports.slice(1)) {
        for (const [i, { name, updateRatio }] of layers.entries()) {
          const [from, to] = [states[step - 1][i], states[step][i]];
          const ratio = Math.hypot(...to.map((value, k) => value - from[k])) / Math.hypot(...from);
          expect(name).to.equal(model.layers[i].name);
          expect(updateRatio as number).to.be.closeTo(ratio, 1e-4 * ratio);
        }
      }
      await useBackend('cpu');
    });
  }

  it('measures loss and gradient of the sample as tfjs computes them', async () => {
    const { x, y } = twoClasses(60, 2);
    const model = smallNet(2);
    model.compile({ optimizer: 'sgd', loss: 'binaryCrossentropy' });
    const watch = monitor(model, { x, y }, quiet);
    const [loss, gradients] = tf.tidy(() => {
      const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const { value, grads } = tf.variableGrads(
        () => tf.mean(tfl.metrics.binaryCrossentropy(y, model.apply(x) as tf.Tensor)) as tf.Scalar,
        variables,
      );
      return [value.dataSync()[0], variables.map(({ name }) => [...grads[name].dataSync()])];
    });
    await model.fit(x, y, { epochs: 1, callbacks: watch, verbose: 0 });
    const [first] = watch.reports;
    expect(first.step).to.equal(0);
    expect(first.loss as number).to.be.closeTo(loss, 1e-5);
    const own = [gradients.slice(0, 2), gradients.slice(2)].map((parts) => parts.flat());
    for (const [i, values] of own.entries()) {
      const rms = Math.hypot(...values) / Math.sqrt(values.length);
      expect(first.layers[i].gradient as number).to.be.closeTo(rms, 1e-4 * rms);
    }
  });

  it('counts dead units and saturated outputs as counted by hand', async () => {
    const { x, y } = twoClasses(50, 3);
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({ name: 'relu', units: 12, activation: 'relu', inputShape: [2] }),
        tfl.layers.dense({ name: 'tanh', units: 6, activation: 'tanh' }),
        tfl.layers.dense({ name: 'output', units: 1 }),
      ],
    });
    initWeights(model, { seed: 3 });
    const bias = tf.tensor1d(Array.from({ length: 12 }, (_, i) => (i < 5 ? -20 : 0.5)));
    model.layers[0].setWeights([model.layers[0].getWeights()[0], bias]);
    const [kernel, zeros] = model.layers[1].getWeights();
    model.layers[1].setWeights([tf.mul(kernel, 3), zeros]);
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
    const watch = monitor(model, { x, y }, quiet);
    await model.fit(x, y, { epochs: 1, callbacks: watch, verbose: 0 });
    const [reluOut, tanhOut] = model.layers.slice(0, 2).map((_, i) => {
      const part = tfl.model({ inputs: model.inputs, outputs: model.layers[i].output as tfl.SymbolicTensor });
      return (part.predict(x) as tf.Tensor2D).arraySync();
    });
    const dead = reluOut[0].filter((_, unit) => reluOut.every((row) => row[unit] === 0)).length;
    const ends = tanhOut.flat().filter((value) => Math.abs(value) > 0.97).length / tanhOut.flat().length;
    const [relu, tanh] = watch.reports[0].layers;
    expect(relu).to.include({ name: 'relu', units: 12, deadUnits: dead });
    expect(dead).to.be.at.least(5).and.below(12);
    expect(tanh.saturatedShare as number).to.be.closeTo(ends, 1e-6);
    expect(ends).to.be.above(0.05);
  });

  it('leaves the result of training equal to the last bit, dropout and batch normalization included', async () => {
    const { x, y } = twoClasses(64, 4);
    const run = async (isWatched: boolean): Promise<{ weights: number[]; loss: unknown }> => {
      const model = tfl.sequential({
        layers: [
          tfl.layers.dense({ units: 8, inputShape: [2] }),
          tfl.layers.batchNormalization(),
          tfl.layers.activation({ activation: 'relu' }),
          tfl.layers.dropout({ rate: 0.3, seed: 5 }),
          tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
        ],
      });
      initWeights(model, { seed: 4 });
      model.compile({ optimizer: tf.train.adam(0.01), loss: 'binaryCrossentropy' });
      const callbacks = isWatched ? monitor(model, { x, y }, { every: 1, ...quiet }) : {};
      const options = { epochs: 2, batchSize: 16, shuffle: false, verbose: 0, callbacks } as const;
      const { history } = await model.fit(x, y, options);
      return { weights: flat(model), loss: history.loss };
    };
    expect(await run(true)).to.deep.equal(await run(false));
  });

  it('keeps the number of tensors constant from step to step, and none after the end', async () => {
    const { x, y } = twoClasses(64, 5);
    const model = smallNet(5);
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'binaryCrossentropy' });
    await model.fit(x, y, { epochs: 1, verbose: 0 });
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    const onReport = (): unknown => counts.push(tf.memory().numTensors);
    const watch = monitor(model, { x, y }, { every: 10, onReport, ...quiet });
    const { history } = await model.fit(x, y, { epochs: 15, batchSize: 8, callbacks: watch, verbose: 0 });
    expect(history.loss).to.have.length(15);
    // The first report comes before the snapshots are taken.
    expect(new Set(counts.slice(1, -1)).size).to.equal(1);
    expect(counts).to.have.length(13);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('frees its tensors after a run that was interrupted, with stop or the next run', async () => {
    const { x, y } = twoClasses(64, 6);
    const model = smallNet(6);
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'binaryCrossentropy' });
    await model.fit(x, y, { epochs: 1, verbose: 0 });
    const watch = monitor(model, { x, y }, quiet);
    const broken = { onBatchEnd: () => Promise.reject(new Error('interrupted')) };
    const before = tf.memory().numTensors;
    const run = (): Promise<unknown> => model.fit(x, y, { epochs: 1, callbacks: [watch, broken], verbose: 0 });
    const attempt = (): Promise<string> => run().then(String, ({ message }: Error) => message);
    expect(await attempt()).to.equal('interrupted');
    const once = tf.memory().numTensors;
    expect(await attempt()).to.equal('interrupted');
    watch.stop();
    expect(once).to.be.above(before);
    // tfjs itself leaves the tensors of a step that was interrupted.
    expect(tf.memory().numTensors - before).to.be.below(once - before);
  });

  it('reports in order, awaits onReport, and survives JSON', async () => {
    const { x, y } = twoClasses(30, 7);
    const model = smallNet(7);
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'binaryCrossentropy' });
    const log: string[] = [];
    const onReport = async (report: MonitorReport): Promise<void> => {
      log.push(`begin ${report.step}`);
      await tf.nextFrame();
      log.push(`end ${report.step}`);
      expect(JSON.parse(JSON.stringify(report))).to.deep.equal(report);
    };
    const watch = monitor(model, { x, y }, { every: 2, onReport, ...quiet });
    const note = { onBatchBegin: (batch: number) => void log.push(`batch ${batch + 1}`) };
    await model.fit(x, y, { epochs: 1, batchSize: 6, callbacks: [watch, note], verbose: 0 });
    expect(log).to.deep.equal([
      ...['begin 0', 'end 0', 'batch 1', 'batch 2', 'begin 2', 'end 2', 'batch 3', 'batch 4', 'begin 4', 'end 4'],
      ...['batch 5', 'begin 5', 'end 5'],
    ]);
    expect(watch.reports.map(({ step }) => step)).to.deep.equal([0, 2, 4, 5]);
    expect(JSON.parse(JSON.stringify(watch.diagnosis))).to.deep.equal({ ...watch.diagnosis });
  });

  it('works alongside the callbacks of tfjs, if it comes after them', async () => {
    const { x, y } = twoClasses(30, 8);
    const model = smallNet(8);
    model.compile({ optimizer: tf.train.sgd(0), loss: 'binaryCrossentropy' });
    const watch = monitor(model, { x, y }, { every: 1, ...quiet });
    const callbacks = [tfl.callbacks.earlyStopping({ monitor: 'loss', patience: 1 }), watch];
    await model.fit(x, y, { epochs: 9, callbacks, verbose: 0 });
    expect(watch.reports.length).to.be.within(2, 5);
    expect(watch.reports[1].batchLoss).to.be.a('number');
    expect(watch.diagnosis?.steps).to.equal(watch.reports[watch.reports.length - 1].step);
  });

  it('measures a model with two inputs, two outputs and a shared layer', async () => {
    const inputs = ['left', 'right'].map((name) => tfl.input({ shape: [3], name }));
    const shared = tfl.layers.dense({ name: 'shared', units: 5, activation: 'relu' });
    const both = inputs.map((input) => shared.apply(input) as tfl.SymbolicTensor);
    const sum = tfl.layers.add({ name: 'sum' }).apply(both) as tfl.SymbolicTensor;
    const outputs = [
      tfl.layers.dense({ name: 'class', units: 4, activation: 'softmax' }).apply(sum),
      tfl.layers.dense({ name: 'value', units: 1 }).apply(sum),
    ] as tfl.SymbolicTensor[];
    const model = tfl.model({ inputs, outputs });
    initWeights(model, { seed: 9 });
    const x = [1, 2].map((seed) => tf.tensor2d(random(seed).normal(new Float32Array(60)), [20, 3]));
    const labels = Array.from({ length: 20 }, (_, i) => i % 4);
    const y = [tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 4), 'float32'), tf.tensor2d(labels, [20, 1])];
    model.compile({ optimizer: 'adam', loss: ['categoricalCrossentropy', 'meanSquaredError'] });
    const watch = monitor(model, { x, y: { value: y[1], class: y[0] } }, { every: 1, ...quiet });
    await model.fit(x, y, { epochs: 1, batchSize: 10, callbacks: watch, verbose: 0 });
    const { layers, blindLoss, loss } = watch.reports[2];
    expect(layers.map(({ name }) => name)).to.deep.equal(['shared', 'shared/1', 'class', 'value']);
    expect(layers[0]).to.have.all.keys('name', 'updateRatio', 'gradient', 'units', 'deadUnits');
    expect(layers[1]).to.have.all.keys('name', 'units', 'deadUnits');
    // ln 4 for the classes; the variance of 0, 1, 2, 3 for the value.
    expect(blindLoss as number).to.be.closeTo(Math.log(4) + 1.25, 1e-6);
    expect(loss).to.be.a('number');
  });

  it('measures a recurrent model, and says that its units are left out', async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.embedding({ name: 'words', inputDim: 7, outputDim: 3, inputLength: 4 }),
        tfl.layers.lstm({ name: 'lstm', units: 3 }),
        tfl.layers.dense({ name: 'output', units: 2, activation: 'softmax' }),
      ],
    });
    const x = tf.tensor2d(
      Array.from({ length: 48 }, (_, i) => (5 * i) % 7),
      [12, 4],
      'int32',
    );
    const y = tf.oneHot(
      tf.tensor1d(
        Array.from({ length: 12 }, (_, i) => i % 2),
        'int32',
      ),
      2,
    );
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
    const watch = monitor(model, { x, y }, { every: 1, ...quiet });
    await model.fit(x, y, { epochs: 1, callbacks: watch, verbose: 0 });
    const { layers } = watch.reports[1];
    expect(layers.map(({ name }) => name)).to.deep.equal(['words', 'lstm', 'output']);
    expect(layers.every(({ updateRatio, gradient }) => Number(updateRatio) > 0 && Number(gradient) > 0)).to.equal(true);
    expect(watch.diagnosis?.leftOut).to.deep.equal([
      'the units of lstm, because their activations lie inside the layer',
    ]);
  });

  it('says what is left out if the optimizer and the best guess are unknown', async () => {
    class Fixed extends tf.SGDOptimizer {
      static override get className(): string {
        return 'Fixed';
      }
      override applyGradients(gradients: tf.NamedTensorMap): void {
        super.applyGradients(gradients);
      }
    }
    const optimizer = new Fixed(0.1);
    Object.defineProperty(optimizer, 'learningRate', { value: undefined });
    const { x, y } = twoClasses(20, 10);
    const model = smallNet(10);
    model.compile({ optimizer, loss: 'cosineProximity' });
    const watch = monitor(model, { x, y }, { every: 1, ...quiet });
    await model.fit(x, y, { epochs: 1, callbacks: watch, verbose: 0 });
    const leftOut = watch.diagnosis?.leftOut.join('\n');
    expect(leftOut).to.contain('the learning rate, because the optimizer (Fixed) has none to read');
    expect(leftOut).to.contain('the loss of a blind guess, because none is known for the loss cosineProximity');
    expect(watch.reports[1]).not.to.have.any.keys('learningRate', 'blindLoss');
    expect(watch.reports[1].layers[0].updateRatio).to.be.above(0);
    expect(String(watch.diagnosis)).to.contain('Not measured: the learning rate');
  });

  it('measures at most the given number of rows, and as many at every report', async () => {
    const { x, y } = twoClasses(300, 11);
    const model = smallNet(11);
    const batches: number[] = [];
    const loss = (truths: tf.Tensor, output: tf.Tensor): tf.Tensor => {
      batches.push(truths.shape[0]);
      return tf.losses.meanSquaredError(truths, output);
    };
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    for (const samples of [undefined, 40]) {
      batches.length = 0;
      const watch = monitor(model, { x, y }, { every: 100, loss, ...quiet, ...(samples && { samples }) });
      await model.fit(x, y, { epochs: 1, callbacks: watch, verbose: 0 });
      expect(new Set(batches)).to.deep.equal(new Set([samples ?? 128]));
    }
  });

  it('refuses what it cannot use, and says what to do', () => {
    const { x, y } = twoClasses(10, 12);
    const model = smallNet(12);
    const wrong =
      (data: unknown, options?: unknown, given: unknown = model) =>
      () =>
        monitor(given as tfl.LayersModel, data as { x: tf.Tensor; y: tf.Tensor }, options as object);
    expect(wrong(x)).to.throw(TypeError, 'pass an object: monitor(model, { x, y }, options)');
    expect(wrong({ x })).to.throw(TypeError, 'data has no y');
    expect(wrong({ x, y }, { evry: 2 })).to.throw(TypeError, 'unknown option "evry"; allowed: every, onReport');
    expect(wrong({ x, y }, { every: 0 })).to.throw(RangeError, 'every is 0; it must be an integer of at least 1');
    expect(wrong({ x, y }, { samples: 1.5 })).to.throw(RangeError, 'samples is 1.5');
    expect(wrong({ x, y }, { onReport: 1 })).to.throw(TypeError, 'onReport is 1; it must be a function');
    expect(wrong({ x, y }, { show: 'no' })).to.throw(TypeError, 'show is "no"; it must be true or false');
    expect(wrong({ x: y, y })).to.throw(RangeError, 'x of input');
    expect(wrong({ x, y: [1, 2] })).to.throw(RangeError, 'y of output');
    expect(wrong({ x, y: x }, { loss: 'binaryCrossEntropy' })).to.throw(RangeError, 'y has shape [10, 2]');
    expect(wrong({ x, y }, {}, {})).to.throw(TypeError, 'it must be a LayersModel');
    model.trainable = false;
    expect(wrong({ x, y })).to.throw(RangeError, 'model has no trainable weights');
  });
});

function numbers(tensor: tf.Tensor): number[] {
  return [...tensor.dataSync()];
}
