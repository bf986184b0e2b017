import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { random, useBackend } from 'initlab';
import { viewModel } from '../../../../../lib/dist/network/view/modelView.js';
import type { Observer } from '../../../../../lib/dist/signal/trace/passes/observer.js';
import { type Passes, runPasses, type WeightGradients } from '../../../../../lib/dist/signal/trace/passes/passes.js';
import { withModelRestored } from '../../../../../lib/dist/signal/trace/passes/patches.js';
import { planSegments } from '../../../../../lib/dist/signal/trace/passes/segments.js';
import { apply, layers, normals, residualCnn, seeded } from '../models.js';

const rnn = { units: 3, recurrentInitializer: 'zeros' } as const;

/** Models in which signals cross segments in each way that a graph allows. */
const models: Record<string, () => { model: tfl.LayersModel; feeds: tf.Tensor[] }> = {
  'a residual network with normalization': () => ({ model: residualCnn(), feeds: [normals([4, 6, 6, 2])] }),
  'a network with several inputs and outputs and a shared layer': () => {
    const [a, b] = ['a', 'b'].map((name) => tfl.input({ shape: [4], name }));
    const shared = layers.dense({ units: 4, activation: 'tanh' });
    const [p, q] = [apply(shared, a), apply(shared, b)];
    const sum = apply(layers.add(), [p, q, a]);
    const first = apply(layers.dense({ units: 2 }), sum);
    const second = apply(layers.dense({ units: 1, kernelRegularizer: 'l1l2' }), apply(layers.multiply(), [sum, p]));
    return {
      model: seeded(tfl.model({ inputs: [a, b], outputs: [first, second] })),
      feeds: [normals([3, 4]), normals([3, 4], 2)],
    };
  },
  'an embedding with a mask before recurrent layers': () => ({
    model: seeded(
      tfl.sequential({
        layers: [
          layers.embedding({ inputDim: 6, outputDim: 4, inputLength: 4, maskZero: true }),
          layers.lstm({ ...rnn, returnSequences: true }),
          layers.gru(rnn),
          layers.dense({ units: 2 }),
        ],
      }),
    ),
    feeds: [tf.tensor2d([1, 2, 3, 0, 4, 0, 0, 0, 5, 5, 1, 0], [3, 4])],
  }),
  'a network with dropout and noise': () => ({
    model: seeded(
      tfl.sequential({
        layers: [
          layers.dense({ units: 6, activation: 'relu', inputShape: [4] }),
          layers.dropout({ rate: 0.5 }),
          layers.gaussianNoise({ stddev: 1 }),
          layers.dense({ units: 3 }),
        ],
      }),
    ),
    feeds: [normals([5, 4])],
  }),
};

interface Seen {
  gradients: WeightGradients;
  signals: Map<string, number[]>;
}

/** Runs the passes with at most `most` numbers in a segment, and collects all that they report. */
function run({ model, feeds }: { model: tfl.LayersModel; feeds: tf.Tensor[] }, most: number, training: boolean): Seen {
  const view = viewModel(model);
  const signals = new Map<string, number[]>();
  const see =
    (name: string) =>
    (...values: unknown[]): void => {
      const x = values.find((value) => value instanceof tf.Tensor) as tf.Tensor;
      signals.set(
        [name, ...values.filter((value) => typeof value !== 'object' && typeof value !== 'function')].join(' '),
        [...x.dataSync()],
      );
    };
  const observer: Observer = {
    activation: see('a'),
    preActivation: see('z'),
    step: see('h'),
    gradient: see('∂'),
    stepGradient: see('∂h'),
  };
  const weights = model.trainableWeights.map((weight) => weight.read());
  const loss = (outputs: readonly tf.Tensor[]): tf.Scalar =>
    tf.addN([
      ...outputs.map((output) => tf.mean(tf.square(tf.sub(output, 1)))),
      ...model.calculateLosses(),
    ]) as tf.Scalar;
  const passes: Passes = {
    graph: view,
    feeds,
    training,
    noise: random(5),
    random: random(6),
    weights,
    loss,
    targets: ['output', 'loss'],
    observer,
    most,
  };
  return { gradients: withModelRestored(view, () => runPasses(passes)), signals };
}

function expectEqual(
  actual: ArrayLike<number> | undefined,
  expected: ArrayLike<number> | undefined,
  name: string,
): void {
  expect(actual?.length, name).to.equal(expected?.length);
  for (let i = 0; i < (expected?.length ?? 0); i++) {
    expect(actual?.[i], `${name} ${i}`).to.be.closeTo(
      expected?.[i] as number,
      2e-6 + 2e-5 * Math.abs(expected?.[i] as number),
    );
  }
}

describe('the passes through a model that is divided into segments', () => {
  before(() => useBackend('wasm'));

  for (const [name, make] of Object.entries(models).slice(0, 3)) {
    for (const most of [1, 60]) {
      it(`give the signals and gradients of a single tape for ${name}, with ${most} numbers in a segment`, () => {
        const made = make();
        const shapes = made.feeds.map(({ shape }) => shape);
        expect(planSegments(viewModel(made.model), shapes, most).length).to.be.above(1);
        const [whole, divided] = [Number.POSITIVE_INFINITY, most].map((limit) => run(made, limit, true));
        expect(divided.gradients.lossValue).to.be.closeTo(whole.gradients.lossValue as number, 1e-6);
        expect([...divided.signals.keys()].sort()).to.deep.equal([...whole.signals.keys()].sort());
        for (const [key, expected] of whole.signals) expectEqual(divided.signals.get(key), expected, key);
        for (const target of ['output', 'loss'] as const) {
          whole.gradients[target]?.forEach((expected, i) => {
            expectEqual(divided.gradients[target]?.[i], expected, `${target} ${i}`);
          });
        }
      });
    }
  }

  it('draw the same dropout and noise when they compute a segment again, so that the gradient is that of the loss', () => {
    const made = models['a network with dropout and noise']();
    const { gradients } = run(made, 1, true);
    // The bias of the last layer has the gradient 2·mean(output − 1), whatever the noise was.
    const view = viewModel(made.model);
    const signals = run(made, 1, true).signals;
    const output = signals.get(`a ${view.calls.length - 1}`) as number[];
    const [batch, units] = [5, 3];
    const expected = Array.from({ length: units }, (_, unit) => {
      let sum = 0;
      for (let i = unit; i < output.length; i += units) sum += (2 * (output[i] - 1)) / (batch * units);
      return sum;
    });
    expectEqual(gradients.loss?.at(-1), expected, 'bias');
    // The kernel of the last layer sees the activations after dropout and noise of the same pass.
    const hidden = signals.get(`a ${view.calls.length - 2}`) as number[];
    const kernel = Array.from({ length: 6 * units }, (_, at) => {
      const [row, unit] = [Math.floor(at / units), at % units];
      let sum = 0;
      for (let i = 0; i < batch; i++)
        sum += (hidden[i * 6 + row] * 2 * (output[i * units + unit] - 1)) / (batch * units);
      return sum;
    });
    expectEqual(gradients.loss?.at(-2), kernel, 'kernel');
  });

  it('update the running statistics of a normalization once', () => {
    const model = tfl.sequential({
      layers: [layers.batchNormalization({ inputShape: [3], momentum: 0.5 }), layers.dense({ units: 2 })],
    });
    const x = tf.fill([4, 3], 2);
    const pass = {
      graph: viewModel(model),
      feeds: [x],
      training: true,
      noise: random(0),
      weights: [],
      targets: ['loss' as const],
    };
    tf.tidy(() => void runPasses({ ...pass, loss: ([output]) => tf.mean(output) as tf.Scalar, most: 1 }));
    const mean = model.layers[0].getWeights()[2];
    expect([...mean.dataSync()]).to.deep.equal([1, 1, 1]);
  });

  it('hold less than a third of the memory of a single tape for a deep network', () => {
    const norms = Array.from({ length: 12 }, () => layers.batchNormalization({ inputShape: [500] }));
    const made = { model: tfl.sequential({ layers: norms }), feeds: [normals([20, 500])] };
    const peaks = [Number.POSITIVE_INFINITY, 10_000].map((most) => {
      const before = tf.memory().numDataBuffers;
      let peak = 0;
      const note = (): void => {
        peak = Math.max(peak, tf.memory().numDataBuffers - before);
      };
      const ignore = (): void => undefined;
      const observer: Observer = {
        activation: note,
        preActivation: note,
        step: note,
        gradient: note,
        stepGradient: ignore,
      };
      const passes = { graph: viewModel(made.model), feeds: made.feeds, training: true, noise: random(0), weights: [] };
      const loss = ([output]: readonly tf.Tensor[]): tf.Scalar => tf.mean(output) as tf.Scalar;
      tf.tidy(() => void runPasses({ ...passes, loss, targets: ['loss'], observer, most }));
      return peak;
    });
    expect(peaks[1]).to.be.below(peaks[0] / 3);
  });

  it('leave no tensor behind, even if a layer has no gradient', () => {
    const made = models['an embedding with a mask before recurrent layers']();
    const { numTensors } = tf.memory();
    run(made, 1, false);
    expect(tf.memory().numTensors).to.equal(numTensors);
  });
});

describe('planSegments', () => {
  before(() => useBackend('wasm'));

  const chain = (): tfl.LayersModel =>
    tfl.sequential({ layers: [4, 4, 8, 2].map((units, i) => layers.dense({ units, inputShape: [i === 3 ? 8 : 4] })) });

  it('divides the calls so that the outputs of a segment have at most the given count of numbers', () => {
    const segments = planSegments(viewModel(chain()), [[10, 4]], 120);
    expect(segments.map(({ from, to }) => [from, to])).to.deep.equal([
      [0, 3],
      [3, 5],
    ]);
    expect(segments[1].inputs).to.deep.equal([{ call: 2, output: 0 }]);
    expect(segments[0].outputs).to.deep.equal([{ call: 2, output: 0 }]);
  });

  it('gives a call that is too large a segment of its own', () => {
    const segments = planSegments(viewModel(chain()), [[10, 4]], 50);
    expect(segments.map(({ from, to }) => to - from)).to.deep.equal([1, 1, 1, 1, 1]);
  });

  it('takes the sizes of open axes from the inputs', () => {
    const open = tfl.sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 1, inputShape: [null, null, 1] as never }),
        layers.globalAveragePooling2d({}),
      ],
    });
    const [small, large] = [4, 40].map((size) => planSegments(viewModel(open), [[1, size, size, 1]], 100).length);
    expect([small, large]).to.deep.equal([1, 3]);
  });
});
