import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import {
  type FindingKind,
  heNormal,
  type Initializer,
  type LayerRule,
  lecunNormal,
  normal,
  orthogonal,
  scaleResiduals,
  setActivation,
  trace,
  uniform,
  xavierNormal,
  zeros,
} from 'initlab';
import { type Case, Chooser, data, type Given } from './case.js';
import { fair, gpt2 } from './healthy.js';
import {
  cnn,
  depthwiseCnn,
  mlp,
  normed,
  regularized,
  residual,
  rnn,
  ruled,
  shapeOf,
  single,
  transformer,
} from './networks.js';

/**
 * The fault library: networks with one known fault each. Together with the healthy ones in
 * healthy.ts they judge `diagnose` (score.ts), in the tests and in the benchmark. A fault is an
 * entry of `faults` below. It has the kinds of finding that are right, the layer where the fault
 * begins, and functions that make the network and its data for a seed.
 */

/** A network with one known fault, or with something that is worth a note. */
export interface FaultyCase extends Case {
  kind: readonly FindingKind[];
  layer: string;
  severity: 'fault' | 'note';
}

interface Fault {
  /** The right kind of finding; if there are several, each of them is right. */
  kind: FindingKind | readonly FindingKind[];
  /** The layer where the fault begins. */
  layer: string | ((model: tfl.LayersModel, given: Given) => string);
  severity?: 'note';
  /** Possible sizes of the batch. Absent if any size shows the fault. */
  batches?: readonly number[];
  make(choose: Chooser, seed: number): tfl.LayersModel;
  /** Changes to the data, or to the model by the data. */
  data?(given: Given, choose: Chooser, model: tfl.LayersModel): Partial<Given> | Promise<Partial<Given>>;
}

const hidden =
  (init: Initializer, bias: Initializer = zeros()): LayerRule =>
  (layer) =>
    layer.isOutput ? lecunNormal() : { kernel: init, bias };

/** Uses an initializer in these layers, and the healthy rule in all others. */
const only =
  (names: readonly string[], init: Initializer, bias?: Initializer): LayerRule =>
  (layer) =>
    names.includes(layer.name) ? { kernel: init, ...(bias && { bias }) } : fair(layer);

/** Uses an initializer for one kind of weight, and leaves all other weights healthy. */
const inWeight =
  (weight: string, init: Initializer): LayerRule =>
  (layer) =>
    layer.weights[weight] && !layer.isOutput ? { [weight]: init } : fair(layer);

const relu = { phi: 'relu' } as const;
const tanh = { phi: 'tanh' } as const;
const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
const fanIn = (shape: readonly number[]): number => size(shape.slice(0, -1));

const truncated =
  (gain: number): Initializer =>
  (stream, shape) =>
    stream.truncatedNormal(new Float32Array(size(shape)), 0, gain / Math.sqrt(fanIn(shape)));

const fixed =
  (value: number): Initializer =>
  (_stream, shape) =>
    new Float32Array(size(shape)).fill(value);

/** Draws negative weights with He's second moment. */
const negative: Initializer = (stream, shape) => heNormal()(stream, shape).map((w) => -Math.abs(w));

/** Draws He weights with a wrong fan: only the channels of a convolution, or only its window. */
const badFan =
  (of: 'channels' | 'field'): Initializer =>
  (stream, shape) => {
    const [channels, field] = [shape[shape.length - 2], size(shape.slice(0, -2))];
    return stream.normal(new Float32Array(size(shape)), 0, Math.sqrt(2 / (of === 'channels' ? channels : field)));
  };

/**
 * Draws He weights with the fan that tfjs uses for a depthwise kernel [h, w, in, m], which is that
 * of a convolution over all channels.
 */
const depthwiseAsConv: Initializer = (stream, shape) =>
  stream.normal(new Float32Array(size(shape)), 0, Math.sqrt(2 / fanIn(shape)));

const lowRank =
  (rank: number): Initializer =>
  (stream, shape) => {
    const [rows, columns] = shape;
    const a = stream.split(0).normal(new Float32Array(rows * rank));
    const b = stream.split(1).normal(new Float32Array(rank * columns));
    return Float32Array.from({ length: rows * columns }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += a[Math.floor(i / columns) * rank + k] * b[k * columns + (i % columns)];
      return (sum * Math.SQRT2) / Math.sqrt(rank * rows);
    });
  };

export const faults: Record<string, Fault> = {
  'ReLU net with LeCun weights': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [6, 10, 20, 50]), ...relu }), hidden(lecunNormal()), s),
  },
  'ReLU net with Xavier weights': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [6, 10, 20]), inputs: 20, ...relu }), hidden(xavierNormal()), s),
  },
  'ReLU net with the variance of U(±1/√n)': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [4, 10, 20]), ...relu }), hidden(lecunNormal({ gain: Math.sqrt(1 / 3) })), s),
  },
  'ReLU CNN with LeCun weights': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [6, 10]), width: 24, ...relu }), hidden(lecunNormal()), s),
  },
  'ReLU net with He weights cut off at ±2σ': {
    kind: 'truncated',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [12, 20, 50]), ...relu }), hidden(truncated(Math.SQRT2)), s),
  },
  'ReLU CNN with He weights cut off at ±2σ': {
    kind: 'truncated',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [12, 15]), width: 24, ...relu }), hidden(truncated(Math.SQRT2)), s),
  },
  'tanh net with LeCun weights cut off at ±2σ': {
    kind: 'truncated',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [15, 25, 40]), ...tanh }), hidden(truncated(1)), s),
  },
  'tanh net of 60 layers with gain 5/3': {
    kind: ['explodingBackward', 'wrongGain'],
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [60]), ...tanh, width: 128 }), hidden(lecunNormal({ gain: 5 / 3 })), s),
  },
  'ReLU CNN whose fan counts only the channels': {
    kind: 'wrongFan',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [4, 8]), width: 24, ...relu }), hidden(badFan('channels')), s),
  },
  'ReLU CNN whose fan counts only the kernel window': {
    kind: 'wrongFan',
    layer: 'hidden2',
    make: (c, s) =>
      ruled(
        cnn({ ...shapeOf(c, [4, 8]), width: 24, ...relu }),
        only(
          Array.from({ length: 9 }, (_, i) => `hidden${i + 2}`),
          badFan('field'),
        ),
        s,
      ),
  },
  'ReLU net with mode fanOut in a layer that widens from 20 to 512': {
    kind: 'wrongFan',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [3, 8]), inputs: 20, width: 512, ...relu }),
        only(['hidden1'], heNormal({ mode: 'fanOut' })),
        s,
      ),
  },
  'ReLU net with weights N(0, .01²)': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [4, 8, 20]), ...relu }), hidden(normal({ std: 0.01 })), s),
  },
  'tanh net with weights N(0, .01²)': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [4, 8, 20]), ...tanh }), hidden(normal({ std: 0.01 })), s),
  },
  'ReLU CNN with weights N(0, .01²)': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [4, 8]), width: 24, ...relu }), hidden(normal({ std: 0.01 })), s),
  },
  'ReLU net with weights N(0, 1)': {
    kind: 'explodingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 15]), ...relu }), hidden(normal({ std: 1 })), s),
  },
  'tanh net with weights N(0, 1)': {
    kind: 'saturated',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 15]), ...tanh }), hidden(normal({ std: 1 })), s),
  },
  'ReLU net with weights U(0, .1)': {
    kind: 'correlationCollapse',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [4, 8]), ...relu }), hidden(uniform({ low: 0, high: 0.1 })), s),
  },
  'ReLU net with the weights of one layer × 10': {
    kind: 'explodingForward',
    layer: 'hidden3',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [4, 8, 15]), ...relu }), only(['hidden3'], heNormal({ gain: 10 * Math.SQRT2 })), s),
  },
  'ReLU net with the weights of one layer × .05': {
    kind: 'vanishingForward',
    layer: 'hidden3',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [4, 8, 15]), ...relu }), only(['hidden3'], heNormal({ gain: 0.05 * Math.SQRT2 })), s),
  },
  'ReLU net that loses 7 % of the second moment per layer': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [50, 60]), width: 128, inputs: 300, ...relu }),
        hidden(heNormal({ gain: Math.sqrt(2 * 0.93) })),
        s,
      ),
  },
  'ReLU net that gains 12 % of the second moment per layer': {
    kind: 'explodingForward',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [40, 60]), width: 128, inputs: 300, ...relu }),
        hidden(heNormal({ gain: Math.sqrt(2 * 1.12) })),
        s,
      ),
  },
  'sigmoid net with Xavier weights': {
    kind: 'vanishingBackward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [8, 12]), phi: 'sigmoid' }), hidden(xavierNormal()), s),
  },
  'ReLU net with orthogonal weights of gain 1': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [8, 20]), width: 128, inputs: 300, ...relu }), hidden(orthogonal()), s),
  },
  'ReLU net with equal weights in every hidden layer': {
    kind: 'symmetric',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), hidden(fixed(0.1)), s),
  },
  'net with equal weights in one layer': {
    kind: 'symmetric',
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), only(['hidden2'], fixed(0.05)), s),
  },
  'ReLU net with weights of rank 2 in one layer': {
    kind: 'symmetric',
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), only(['hidden2'], lowRank(2)), s),
  },
  'net with weights 0 in every hidden layer': {
    kind: 'zeroWeights',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), hidden(zeros()), s),
  },
  'net with weights 0 in one hidden layer': {
    kind: 'zeroWeights',
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), only(['hidden2'], zeros()), s),
  },
  'CNN with weights 0 in one layer': {
    kind: 'zeroWeights',
    layer: 'hidden2',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [3, 6]), width: 16 }), only(['hidden2'], zeros()), s),
  },
  'ReLU net with biases −3': {
    kind: 'bias',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), hidden(heNormal(), fixed(-3)), s),
  },
  'ReLU net with biases −5 in one layer': {
    kind: 'bias',
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), only(['hidden2'], heNormal(), fixed(-5)), s),
  },
  'tanh net with biases N(0, 4²)': {
    kind: 'bias',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...tanh }), hidden(lecunNormal(), normal({ std: 4 })), s),
  },
  'residual net with unscaled branches': {
    kind: 'residualGrowth',
    layer: 'sum1',
    make: (c, s) => ruled(residual({ ...shapeOf(c, [10, 15, 20]), width: 128, ...relu }, 'none'), fair, s),
  },
  'residual net with the first layer of each branch × 3': {
    kind: 'explodingForward',
    layer: 'first1',
    make: (c, s) => {
      const rule: LayerRule = (l) => (l.name.startsWith('first') ? heNormal({ gain: 3 * Math.SQRT2 }) : fair(l));
      const model = ruled(residual({ ...shapeOf(c, [4, 6]), ...relu }, 'none'), rule, s);
      scaleResiduals(model);
      return model;
    },
  },
  'ReLU net with output weights × 10': {
    kind: 'initialLoss',
    layer: 'output',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), (l) => (l.isOutput ? lecunNormal({ gain: 10 }) : heNormal()), s),
  },
  'net whose output bias strongly prefers one class': {
    kind: 'initialLoss',
    layer: 'output',
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [3, 8]) }),
        (l) =>
          l.isOutput
            ? {
                kernel: lecunNormal(),
                bias: (_r, [n]) => Float32Array.from({ length: n }, (_, i) => (i === 0 ? 8 : 0)),
              }
            : fair(l),
        s,
      ),
  },
  'net with inputs like pixels from 0 to 255': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v) => Math.min(255, Math.abs(80 * v + 100))) } }),
  },
  'net with inputs × .001': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v) => v / 1000) } }),
  },
  'net with inputs 13 standard deviations from 0': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v) => 0.3 * v + 4) } }),
  },
  'net with one input column 100 times as large as the others': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v, i) => (i % x.shape[1] === 3 ? 10 * v : v / 10)) } }),
  },
  'net with a NaN in the inputs': {
    kind: 'nonFinite',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.with(5, Number.NaN) } }),
  },
  'net with a NaN in a weight': {
    kind: 'nonFinite',
    layer: 'hidden2',
    make: (c, s) => {
      const model = ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s);
      changeKernel(model, 'hidden2', (values) => values.with(3, Number.NaN));
      return model;
    },
  },
  'net trained by Adam at learning rate 1': {
    kind: 'learningRate',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: () => ({ learningRate: 1 }),
  },
  'net trained by Adam at learning rate 1e-10': {
    kind: 'learningRate',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: () => ({ learningRate: 1e-10 }),
  },
  'simple RNN with recurrent weights × 3': {
    kind: ['explodingForward', 'saturated'],
    layer: 'rnn',
    make: (c, s) =>
      ruled(ruled(rnn(shapeOf(c, [3]), 'simple'), undefined, s), inWeight('recurrent', orthogonal({ gain: 3 })), s),
  },
  'simple RNN with recurrent weights × .1': {
    kind: 'vanishingForward',
    layer: 'rnn',
    make: (c, s) =>
      ruled(ruled(rnn(shapeOf(c, [3]), 'simple'), undefined, s), inWeight('recurrent', orthogonal({ gain: 0.1 })), s),
  },
  'GRU with recurrent weights × 4': {
    kind: ['explodingForward', 'saturated'],
    layer: 'rnn',
    make: (c, s) =>
      ruled(
        ruled(rnn({ width: c.of([16, 32]) }, 'gru'), undefined, s),
        inWeight('recurrent', orthogonal({ gain: 4 })),
        s,
      ),
  },
  'LSTM with input weights × 30': {
    kind: ['explodingForward', 'saturated'],
    layer: 'rnn',
    make: (c, s) =>
      ruled(
        ruled(rnn({ width: c.of([16, 32]) }, 'lstm'), undefined, s),
        inWeight('kernel', lecunNormal({ gain: 30 })),
        s,
      ),
  },
  'simple RNN with equal input weights': {
    kind: 'symmetric',
    layer: 'rnn',
    make: (c, s) =>
      ruled(ruled(rnn({ width: c.of([16, 32]) }, 'simple'), undefined, s), inWeight('kernel', fixed(0.3)), s),
  },
  'sigmoid net with weights N(0, 1)': {
    kind: 'saturated',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [3, 6]), inputs: 64, width: 128, phi: 'sigmoid' }), hidden(normal({ std: 1 })), s),
  },
  'GELU net with weights N(0, .01²)': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [4, 8]), phi: 'gelu' }), hidden(normal({ std: 0.01 })), s),
  },
  'SELU net with He weights': {
    kind: ['wrongGain', 'explodingForward'],
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [20, 30]), phi: 'selu' }), hidden(heNormal()), s),
  },
  'depthwise CNN whose fan counts all channels': {
    kind: 'wrongFan',
    layer: 'depthwise1',
    make: (c, s) =>
      ruled(depthwiseCnn({ depth: c.of([2, 4]), width: c.of([16, 32]) }), inWeight('depthwise', depthwiseAsConv), s),
  },
  'ReLU net with only negative weights in one layer': {
    kind: ['dead', 'correlationCollapse'],
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), only(['hidden2'], negative), s),
  },
  'ReLU CNN with biases −3': {
    kind: 'bias',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ depth: c.of([3, 5]), width: 16, ...relu }), hidden(heNormal(), fixed(-3)), s),
  },
  'ReLU net whose biases turn all units of one layer off': {
    kind: ['dead', 'bias'],
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 5]), ...relu }), fair, s),
    data: ({ x }, _choose, model) => {
      lowerBiases(model, 'hidden2', x);
      return {};
    },
  },
  'net with the same input in every sample': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((_, i) => x.data[i % x.shape[1]]) } }),
  },
  'net with a constant input column': {
    kind: 'input',
    layer: 'x',
    severity: 'note',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), inputs: 20 }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v, i) => (i % 20 === 7 ? 1 : v)) } }),
  },
  'net for two classes, one rare, with output bias 0': {
    kind: 'initialLoss',
    layer: 'output',
    severity: 'note',
    batches: [64, 128, 512],
    make: (c, s) => ruled(single(shapeOf(c, [3, 6]), 'sigmoid'), fair, s),
    data: ({ y }) => ({ y: y.map((_, i) => (i % 20 === 3 ? 1 : 0)), loss: 'binaryCrossEntropy' }),
  },
  'regression net with targets far from 0': {
    kind: 'initialLoss',
    layer: 'output',
    make: (c, s) => ruled(single(shapeOf(c, [3, 6]), 'linear'), fair, s),
    data: ({ x, y }) => ({ y: y.map((_, i) => 50 + x.data[i * x.shape[1]]), loss: 'meanSquaredError' }),
  },
  'sigmoid for targets above 1': {
    kind: 'outputRange',
    layer: 'output',
    make: (c, s) => ruled(single(shapeOf(c, [2, 6]), 'sigmoid'), fair, s),
    data: ({ x, y }) => ({ y: y.map((_, i) => 3 + Math.abs(5 * x.data[i * x.shape[1]])), loss: 'meanSquaredError' }),
  },
  'softmax of one unit': {
    kind: 'constantOutput',
    layer: 'output',
    make: (c, s) => ruled(oneSoftmax(shapeOf(c, [2, 6])), fair, s),
    data: ({ x, y }) => ({ y: y.map((_, i) => Number(x.data[i * x.shape[1]] > 0)), loss: 'binaryCrossEntropy' }),
  },
  'categorical cross entropy of sigmoids': {
    kind: 'lossMismatch',
    layer: 'output',
    make: (c, s) => {
      const model = mlp(shapeOf(c, [2, 6]));
      setActivation(model, 'sigmoid');
      return ruled(model, fair, s);
    },
  },
  'no activation between layers': {
    kind: 'linear',
    layer: 'hidden1',
    batches: [64, 128, 512],
    make: (c, s) =>
      ruled(single({ ...shapeOf(c, [2, 4]), inputs: 6, phi: 'linear' as 'relu' }, 'linear'), () => lecunNormal(), s),
    data: ({ x, y }) => ({ y: y.map((_, i) => Math.abs(x.data[i * x.shape[1]]) - 1), loss: 'meanSquaredError' }),
  },
  'targets in the thousands': {
    kind: 'targets',
    layer: 'output',
    make: (c, s) => ruled(single(shapeOf(c, [2, 6]), 'linear'), fair, s),
    data: ({ x, y }) => ({ y: y.map((_, i) => 3500 * x.data[i * x.shape[1]]), loss: 'meanSquaredError' }),
  },
  'one class in all samples': {
    kind: 'targets',
    layer: 'output',
    batches: [32, 128, 512],
    make: (c, s) => ruled(mlp(shapeOf(c, [2, 6])), fair, s),
    data: ({ y }) => ({ y: y.map(() => 3) }),
  },
  'loss with the logarithm of 0': {
    kind: 'lossFunction',
    layer: 'output',
    make: (c, s) => ruled(single(shapeOf(c, [2, 6]), 'sigmoid'), fair, s),
    data: ({ x, y }) => ({ y: y.map((_, i) => Number(x.data[i * x.shape[1]] > 0)), loss: logLoss }),
  },
  'net without a layer that trains': {
    kind: 'frozen',
    layer: 'hidden1',
    make: (c, s) => {
      const model = ruled(mlp(shapeOf(c, [2, 6])), fair, s);
      for (const layer of model.layers) layer.trainable = false;
      return model;
    },
  },
  'net with a softmax in every hidden layer': {
    kind: 'hiddenActivation',
    layer: 'hidden1',
    batches: [64, 128],
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [2, 3]), phi: 'softmax' as 'relu' }), () => lecunNormal(), s),
    data: () => ({ optimizer: 'adam', learningRate: 0.003 }),
  },
  'batch normalization with statistics of other data': {
    kind: 'statistics',
    layer: 'norm1',
    batches: [32, 128, 512],
    make: (c, s) => {
      const model = ruled(normed(shapeOf(c, [2, 4]), 'batch'), fair, s);
      const [gamma, beta, ...moving] = model.getLayer('norm1').getWeights();
      const [means, variances] = moving.map((values, i) => tf.fill(values.shape, i === 0 ? 8 : 50));
      model.getLayer('norm1').setWeights([gamma, beta, means, variances]);
      return model;
    },
  },
  'dropout of 97 % of the units': {
    kind: 'dropout',
    layer: 'dropout',
    batches: [64, 128],
    make: (c, s) => ruled(regularized(shapeOf(c, [2, 3]), { rate: 0.97 }), fair, s),
    data: () => ({ optimizer: 'adam', learningRate: 0.003 }),
  },
  'net with an L2 penalty of 1': {
    kind: 'penalty',
    layer: 'hidden1',
    make: (c, s) => ruled(regularized(shapeOf(c, [2, 6]), { l2: 1 }), fair, s),
  },
  'rows sorted by class, without the last class': {
    kind: 'dataOrder',
    layer: 'x',
    batches: [128, 512],
    make: (c, s) => ruled(mlp(shapeOf(c, [2, 6])), fair, s),
    data: ({ x, y }) => {
      const size = x.shape[1];
      const last = Math.max(...y);
      const order = [...y.keys()].filter((row) => y[row] < last).sort((a, b) => y[a] - y[b]);
      const rows = order.flatMap((row) => [...x.data.subarray(row * size, (row + 1) * size)]);
      return {
        x: { shape: [order.length, size], data: Float32Array.from(rows) },
        y: Float32Array.from(order, (row) => y[row]),
      };
    },
  },
  'net trained by SGD at learning rate 10': {
    kind: 'learningRate',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: () => ({ optimizer: 'sgd', learningRate: 10 }),
  },
  'net trained by SGD at learning rate 1e-8': {
    kind: 'learningRate',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: () => ({ optimizer: 'sgd', learningRate: 1e-8 }),
  },
  'net trained for one step by SGD at learning rate .2': {
    kind: ['tooFewSteps', 'learningRate'],
    layer: 'hidden1',
    batches: [64, 128],
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: () => ({ optimizer: 'sgd', learningRate: 0.2, steps: 1 }),
  },
  'ReLU net with layer normalization and weights N(0, .01²)': {
    kind: 'hiddenByNormalization',
    layer: 'hidden1',
    severity: 'note',
    make: (c, s) =>
      ruled(
        normed({ ...shapeOf(c, [4, 10]), width: 64, inputs: 64, ...relu }, 'layer'),
        hidden(normal({ std: 0.01 })),
        s,
      ),
  },
  'ReLU net with batch normalization and weights N(0, 3²)': {
    kind: 'hiddenByNormalization',
    layer: 'hidden1',
    severity: 'note',
    make: (c, s) => ruled(normed({ ...shapeOf(c, [4, 8]), ...relu }, 'batch'), hidden(normal({ std: 3 })), s),
  },
  'transformer with weights 0 for queries, keys and values': {
    kind: 'zeroWeights',
    layer: 'qkv1',
    make: (c, s) => {
      const depth = c.of([1, 2, 4]);
      return ruled(transformer({ depth, width: 32 }, 'pre'), (l) => (l.name === 'qkv1' ? zeros() : gpt2(depth)(l)), s);
    },
  },
  'transformer with equal weights in one MLP': {
    kind: 'symmetric',
    layer: 'up1',
    make: (c, s) => {
      const depth = c.of([1, 2, 4]);
      const rule: LayerRule = (l) => (l.name === 'up1' ? fixed(0.02) : gpt2(depth)(l));
      return ruled(transformer({ depth, width: 32 }, 'pre'), rule, s);
    },
  },
  'transformer with output weights × 30': {
    kind: 'initialLoss',
    layer: 'output',
    make: (c, s) => {
      const depth = c.of([1, 2, 4]);
      const rule: LayerRule = (l) => (l.isOutput ? lecunNormal({ gain: 30 }) : gpt2(depth)(l));
      return ruled(transformer({ depth, width: 32 }, 'pre'), rule, s);
    },
  },
  'transformer with weights N(0, 1) for queries, keys and values': {
    kind: ['saturated', 'explodingForward'],
    layer: 'qkv1',
    make: (c, s) => {
      const depth = c.of([1, 2, 4]);
      const rule: LayerRule = (l) => (l.name.startsWith('qkv') ? normal({ std: 1 }) : gpt2(depth)(l));
      return ruled(transformer({ depth, width: 48 }, 'pre'), rule, s);
    },
  },
  'transformer trained by Adam at learning rate .3': {
    kind: 'learningRate',
    layer: 'embed',
    make: (c, s) => {
      const depth = c.of([1, 2, 4]);
      return ruled(transformer({ depth, width: 32 }, 'pre'), gpt2(depth), s);
    },
    data: () => ({ optimizer: 'adam', learningRate: 0.3 }),
  },
  'residual net with scaled branches, one of them × 20': {
    kind: 'explodingForward',
    layer: 'first3',
    make: (c, s) => {
      const model = ruled(residual({ ...shapeOf(c, [4, 6]), ...relu }, 'none'), fair, s);
      scaleResiduals(model);
      return scaled(model, 'first3', 20);
    },
  },
};

/** A binary cross entropy that does not keep the output away from 0 and 1. */
function logLoss(y: tf.Tensor, output: tf.Tensor): tf.Tensor {
  const [hit, miss] = [tf.mul(y, tf.log(output)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, output)))];
  return tf.neg(tf.mean(tf.add(hit, miss)));
}

/** One output with a softmax, which is always 1. */
function oneSoftmax(shape: Parameters<typeof single>[0]): tfl.LayersModel {
  const model = single(shape, 'linear');
  setActivation(model, 'softmax');
  return model;
}

/** Multiplies the kernel of a layer by a factor. */
function scaled(model: tfl.LayersModel, name: string, factor: number): tfl.LayersModel {
  changeKernel(model, name, (values) => values.map((w) => factor * w));
  return model;
}

function changeKernel(model: tfl.LayersModel, name: string, change: (values: Float32Array) => Float32Array): void {
  tf.tidy(() => {
    const layer = model.getLayer(name);
    const [kernel, ...rest] = layer.getWeights();
    layer.setWeights([tf.tensor(change(kernel.dataSync<'float32'>().slice()), kernel.shape), ...rest]);
  });
}

/** Lowers the bias of each unit until it is off for all of these samples. */
function lowerBiases(model: tfl.LayersModel, name: string, x: Given['x']): void {
  const traced = trace(model, { x }, { backward: false }).layers.find((layer) => layer.name === name);
  const lowest = -(traced?.preActivation?.quantiles.max as number) - 0.05;
  tf.tidy(() => {
    const layer = model.getLayer(name);
    const [kernel, bias] = layer.getWeights();
    layer.setWeights([kernel, tf.fill(bias.shape, lowest)]);
  });
}

/** Makes the network of a fault for one seed. */
export async function faultyCase(title: string, seed: number): Promise<FaultyCase> {
  const choose = new Chooser(seed);
  const { kind, layer, severity = 'fault', batches = [8, 16, 32, 64, 128, 512], make, data: change } = faults[title];
  const model = make(choose, seed);
  const plain = data(model, choose.of(batches), seed + 77);
  const given = { ...plain, ...(await change?.(plain, choose, model)) };
  return {
    title,
    model,
    ...given,
    kind: [kind].flat() as FindingKind[],
    severity,
    layer: typeof layer === 'string' ? layer : layer(model, given),
  };
}
