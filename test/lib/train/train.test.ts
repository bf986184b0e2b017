import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type LabelledData, type Sampler, type TrainOptions, train, useBackend } from 'initlab';
import { sinFit, twoMoons } from 'initlab/tasks';
import { expectRejection } from '../../support/rejection.js';

const quiet = { progress: false };

describe('train', () => {
  before(() => useBackend('cpu'));

  /** y = 2x₁ − x₂ + 1: ten points, one dense unit. */
  function line(): { model: tfl.Sequential; data: { x: tf.Tensor; y: tf.Tensor } } {
    const x = tf.tensor2d(Array.from({ length: 10 }, (_, i) => [i / 10, ((3 * i) % 10) / 10]));
    const y = tf.tidy(() => tf.add(tf.matMul(x, tf.tensor2d([[2], [-1]])), 1));
    const model = tfl.sequential({ layers: [tfl.layers.dense({ name: 'only', units: 1, inputShape: [2] })] });
    model.layers[0].setWeights([tf.zeros([2, 1]), tf.zeros([1])]);
    return { model, data: { x, y } };
  }

  it('takes a first step of minus the learning rate times the gradient computed by hand', async () => {
    const { model, data } = line();
    const { loss, gradientNorm } = await train(model, data, {
      steps: 1,
      batchSize: 10,
      optimizer: 'sgd',
      learningRate: 0.1,
      ...quiet,
    });
    const [x, y] = [data.x.dataSync(), data.y.dataSync()];
    const gradient = [0, 1, 2].map((k) => -2 * mean(y, (target, i) => target * (k === 2 ? 1 : x[2 * i + k])));
    expect(loss[0]).to.be.closeTo(
      mean(y, (target) => target ** 2),
      1e-6,
    );
    expect(gradientNorm[0]).to.be.closeTo(Math.hypot(...gradient), 1e-5);
    const weights = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
    weights.forEach((weight, k) => {
      expect(weight).to.be.closeTo(-0.1 * gradient[k], 1e-6);
    });
  });

  it('fits a line', async () => {
    const { model, data } = line();
    const { loss, end, steps } = await train(model, data, {
      steps: 400,
      batchSize: 5,
      optimizer: 'momentum',
      learningRate: 0.05,
      ...quiet,
    });
    expect({ end, steps }).to.deep.equal({ end: 'done', steps: 400 });
    expect(loss).to.have.length(400);
    expect(loss[399]).to.be.below(1e-4);
    expect(model.getWeights()[0].dataSync()[0]).to.be.closeTo(2, 0.05);
  });

  it('uses the loss and optimizer of a compiled model', async () => {
    const { model, data } = line();
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanAbsoluteError' });
    const { loss } = await train(model, data, { steps: 2, batchSize: 10, ...quiet });
    expect(loss[0]).to.be.closeTo(
      mean(data.y.dataSync(), (target) => Math.abs(target)),
      1e-6,
    );
    expect(model.optimizer.iterations).to.equal(2);
  });

  it('continues with the state of a given optimizer', async () => {
    const run = async (parts: number[]): Promise<number[]> => {
      const { model, data } = line();
      const optimizer = tf.train.adam(0.01);
      for (const steps of parts) await train(model, data, { steps, batchSize: 10, optimizer, ...quiet });
      return [...model.getWeights()[0].dataSync()];
    };
    expect(await run([3, 4])).to.deep.equal(await run([7]));
  });

  it('adds the penalties of regularizers to the loss', async () => {
    const { data } = line();
    const kernelRegularizer = tfl.regularizers.l2({ l2: 0.5 });
    const model = tfl.sequential({
      layers: [tfl.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones', kernelRegularizer })],
    });
    const penalty = 0.5 * 2;
    const x = data.x.dataSync();
    const squares = mean(data.y.dataSync(), (target, i) => (target - x[2 * i] - x[2 * i + 1]) ** 2);
    const { loss } = await train(model, data, { steps: 1, batchSize: 10, ...quiet });
    expect(loss[0]).to.be.closeTo(squares + penalty, 1e-5);
  });

  it('gives the same numbers for the same seed, even with dropout, and other numbers for another seed', async () => {
    const run = async (seed: number): Promise<{ loss: Float32Array; weights: number[] }> => {
      const { train: data } = twoMoons({ count: 50 });
      const kernelInitializer = tfl.initializers.ones();
      const model = tfl.sequential({
        layers: [
          tfl.layers.dense({ units: 8, inputShape: [2], activation: 'tanh', kernelInitializer }),
          tfl.layers.dropout({ rate: 0.5 }),
          tfl.layers.gaussianNoise({ stddev: 0.1 }),
          tfl.layers.dense({ units: 2, kernelInitializer }),
        ],
      });
      const { loss } = await train(model, data, { steps: 12, batchSize: 8, seed, ...quiet });
      return { loss, weights: model.getWeights().flatMap((weight) => [...weight.dataSync()]) };
    };
    const first = await run(1);
    expect(await run(1)).to.deep.equal(first);
    expect((await run(2)).loss).to.not.deep.equal(first.loss);
  });

  it('leaves Math.random unchanged', async () => {
    const { random } = Math;
    const { model, data } = line();
    await train(model, data, { steps: 1, ...quiet });
    expect(Math.random).to.equal(random);
  });

  it('measures other data before the first step, every few steps and after the last', async () => {
    const { model, train: data, test } = twoMoons({ count: 40 });
    const { evaluations } = await train(model, data, { steps: 7, evaluate: { data: test, every: 3 }, ...quiet });
    expect([...evaluations.step]).to.deep.equal([0, 3, 6, 7]);
    expect(evaluations.loss).to.have.length(4);
    expect(evaluations.accuracy).to.have.length(4);
  });

  it('calls onStep after each step and awaits its result', async () => {
    const { model, train: data } = twoMoons({ count: 40 });
    const seen: number[] = [];
    const { loss, accuracy } = await train(model, data, {
      steps: 3,
      onStep: async ({ step, loss, accuracy }) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push(step, Math.fround(loss), Math.fround(accuracy as number));
      },
      ...quiet,
    });
    expect(seen).to.deep.equal([0, 1, 2].flatMap((i) => [i + 1, loss[i], accuracy?.[i]]));
  });

  it('returns its history if it is aborted while it runs', async () => {
    const { model, data } = line();
    const abort = new AbortController();
    const onStep = ({ step }: { step: number }): void => {
      if (step === 1) setTimeout(() => abort.abort());
    };
    const { end, steps, loss } = await train(model, data, { steps: 1e7, signal: abort.signal, onStep, ...quiet });
    expect(end).to.equal('aborted');
    expect(steps).to.be.within(1, 1e6);
    expect(loss).to.have.length(steps);
  });

  it('takes no step if it is aborted beforehand', async () => {
    const { model, data } = line();
    const { steps, loss } = await train(model, data, { steps: 5, signal: AbortSignal.abort(), ...quiet });
    expect([steps, loss.length]).to.deep.equal([0, 0]);
  });

  it('leaves no tensors behind after 2,000 steps, with any optimizer', async function () {
    this.timeout(60_000);
    for (const [optimizer, steps] of [
      ['sgd', 5],
      ['momentum', 2000],
      ['adam', 5],
      ['rmsprop', 5],
      ['adagrad', 5],
    ] as const) {
      const { model, train: data, test } = twoMoons({ count: 30, depth: 1, width: 2 });
      await train(model, data, { steps: 1, batchSize: 4, ...quiet });
      const { numTensors } = tf.memory();
      const options: TrainOptions = { steps, batchSize: 4, optimizer, evaluate: { data: test }, ...quiet };
      await train(model, data, options);
      expect(tf.memory().numTensors, optimizer).to.equal(numTensors);
    }
  });

  it('leaves no tensors behind if onStep throws, and passes the error on', async () => {
    const { model, data } = line();
    const { numTensors } = tf.memory();
    const failed = train(model, data, {
      steps: 5,
      onStep: () => {
        throw new Error('enough');
      },
      ...quiet,
    });
    expect(await failed.catch((error) => error.message)).to.equal('enough');
    expect(tf.memory().numTensors).to.equal(numTensors);
  });

  it('leaves no tensors behind if the loss throws in the forward pass', async () => {
    const { model, data } = line();
    const { numTensors } = tf.memory();
    const loss = (): tf.Tensor => {
      throw new Error('no loss');
    };
    for (const optimizer of ['sgd', 'adam'] as const) {
      const failed = train(model, data, { steps: 5, loss, optimizer, ...quiet });
      expect(await failed.catch((error) => error.message)).to.equal('no loss');
      expect(tf.memory().numTensors, optimizer).to.equal(numTensors);
    }
  });

  it('rejects data that do not fit the model or the loss, even if a sampler draws them', async () => {
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 3, inputShape: [2] })] });
    const x = { shape: [2, 2], data: new Float32Array(4) };
    const labels = (...data: number[]) => ({ x, y: { shape: [2], data: Int32Array.from(data) } });
    const numbers = (shape: number[], ...data: number[]) => ({ x, y: { shape, data: Float32Array.from(data) } });
    const square = { x: { shape: [2, 3], data: new Float32Array(6) }, y: labels(0, 1).y };
    const wrong: [LabelledData | Sampler, TrainOptions['loss'], string][] = [
      [square, undefined, 'has shape [2, 3]; it must be [batch, 2]'],
      [labels(0, 3), undefined, 'y has the label 3 at index 1; labels for 3 outputs must be the integers 0 to 2'],
      [labels(-1, 2), undefined, 'y has the label -1 at index 0'],
      [() => labels(0, 5), undefined, 'y has the label 5 at index 1'],
      [numbers([2], 0, 0.5), 'crossEntropy', 'y has the label 0.5 at index 1'],
      [numbers([2, 3], 1, 0, 0, 1, 1, 0), 'crossEntropy', 'y has a sum of 2 in row 1'],
      [
        numbers([2, 3], 1, 0, 0, 0, 0, 2),
        'binaryCrossEntropy',
        "y has 2 at index 5; targets of 'binaryCrossEntropy' must be from 0 to 1",
      ],
      [
        numbers([2, 2], 1, 0, 0, 0),
        undefined,
        'y has shape [2, 2]; meanSquaredError, the default because no loss was given, needs [batch, 3]',
      ],
      [
        numbers([2, 2], 1, 0, 0, 0),
        'crossEntropy',
        'crossEntropy needs rows of probabilities of shape [batch, 3], or class numbers of shape [batch]',
      ],
    ];
    for (const [data, loss, message] of wrong) {
      const failed = train(model, data, { steps: 1, ...(loss && { loss }), ...quiet });
      await expectRejection(failed, RangeError, message);
    }
    const one = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [2] })] });
    await expectRejection(
      train(one, labels(0, 1), { steps: 1, ...quiet }),
      RangeError,
      "set loss: 'binaryCrossEntropy'",
    );
  });

  it('draws the same batches from a sampler for the same seed', async () => {
    const sampler: Sampler = (random, size) => {
      const x = random.normal(new Float32Array(2 * size));
      return { x: { shape: [size, 2], data: x }, y: { shape: [size, 1], data: x.filter((_, i) => i % 2 === 0) } };
    };
    const [a, b] = [line(), line()];
    const options = { steps: 4, batchSize: 3, seed: 5, ...quiet };
    const { loss } = await train(a.model, sampler, options);
    expect((await train(b.model, sampler, options)).loss).to.deep.equal(loss);
    expect(new Set(loss).size).to.equal(4);
  });

  it('names the argument that does not fit', async () => {
    const { model, data } = line();
    const { x, y } = data;
    const nan = {
      x: { shape: [2, 2], data: Float32Array.of(1, 2, Number.NaN, 4) },
      y: { shape: [2, 1], data: new Float32Array(2) },
    };
    const wrong: [unknown, unknown, unknown, RegExp][] = [
      [model, data, { steps: 0 }, /steps is 0; it must be an integer of at least 1/],
      [model, data, { steps: 1, batchsize: 3 }, /unknown option "batchsize"/],
      [model, data, { steps: 1, batchSize: 11 }, /batchSize is 11, but there are only 10 examples/],
      [model, data, { steps: 1, optimizer: 'adma' }, /optimizer is "adma"; allowed: sgd, momentum/],
      [
        model,
        data,
        { steps: 1, optimizer: tf.train.sgd(1), learningRate: 1 },
        /learningRate is set, but the optimizer already has/,
      ],
      [model, data, { steps: 1, learningRate: -1 }, /learningRate is -1/],
      [model, data, { steps: 1, loss: 'crossentropy' }, /loss is "crossentropy"; allowed: crossEntropy/],
      [model, { x, y: tf.zeros([9, 1]) }, { steps: 1 }, /y of output "only" has 9 samples, but x has 10/],
      [model, { x: 'no', y }, { steps: 1 }, /x is "no"; it must be a tensor, nested arrays of numbers/],
      [model, x, { steps: 1 }, /data is an object of type Tensor; pass an object: train\(model, { x, y }, options\)/],
      [
        model,
        () => 1,
        { steps: 1 },
        /data is 1; pass an object: train\(model, \(random, size\) => \({ x, y }\), options\)/,
      ],
      [model, nan, { steps: 1 }, /x has NaN in example 1/],
      [model, data, { steps: 1, evaluate: { data, evry: 3 } }, /unknown option "evry"/],
      [{}, data, { steps: 1 }, /model is an object of type Object/],
      [model, data, { steps: 1, optimizer: {} }, /optimizer is an object of type Object; it must be a name or/],
      [
        model,
        data,
        { steps: 1, signal: new AbortController() },
        /signal is an object of type AbortController; it must/,
      ],
      [model, data, { steps: 1, onStep: 3 }, /onStep is 3; it must be a function/],
      [model, data, { steps: 1, progress: 'no' }, /progress is "no"; it must be true or false/],
      [model, data, { steps: 1, loss: () => 3 }, /the loss function returned 3; it must return a tensor/],
      [model, data, { steps: 1, evaluate: 0 }, /evaluate: options are 0/],
    ];
    for (const [someModel, someData, options, message] of wrong) {
      const failure = await train(someModel as tfl.Sequential, someData as typeof data, options as TrainOptions).catch(
        (error) => error,
      );
      expect(failure, String(message)).to.be.an('error');
      expect(failure.message).to.match(message);
    }
  });

  it('learns y = x·sin x', async function () {
    this.timeout(60_000);
    const { model, train: data } = sinFit({ width: 30, depth: 2 });
    const { loss } = await train(model, data, { steps: 250, batchSize: 67, learningRate: 0.03, ...quiet });
    expect(loss[0]).to.be.above(10);
    expect(loss[249]).to.be.below(8);
  });
});

function mean(values: ArrayLike<number>, of: (value: number, i: number) => number): number {
  return Array.from(values, of).reduce((sum, value) => sum + value, 0) / values.length;
}
