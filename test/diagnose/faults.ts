import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import {
  type FindingKind,
  heNormal,
  type Initializer,
  initWeights,
  type LayerRule,
  lecunNormal,
  normal,
  orthogonal,
  uniform,
  xavierNormal,
  zeros,
} from 'initlab';
import { type Case, type Chooser, cnn, data, fair, mlp, residual, rnn, ruled, shapeOf } from './networks.js';

/** A network with one known fault. */
export interface FaultyCase extends Case {
  kind: FindingKind | readonly FindingKind[];
  layer: string;
}

type Change = Partial<Pick<FaultyCase, 'x' | 'y' | 'loss' | 'learningRate'>>;

interface Fault {
  kind: FaultyCase['kind'];
  layer: string | ((model: tfl.LayersModel) => string);
  make(choose: Chooser, seed: number): tfl.LayersModel;
  data?(given: Pick<Case, 'x' | 'y' | 'loss'>, choose: Chooser): Change;
}

const hidden =
  (init: Initializer, bias: Initializer = zeros()): LayerRule =>
  (layer) =>
    layer.output ? lecunNormal() : { kernel: init, bias };

/** From one layer on, or in one layer alone. */
const only =
  (names: readonly string[], init: Initializer, bias?: Initializer): LayerRule =>
  (layer) =>
    names.includes(layer.name) ? { kernel: init, ...(bias && { bias }) } : fair(layer);

const relu = { phi: 'relu' } as const;
const tanh = { phi: 'tanh' } as const;
const truncated =
  (gain: number): Initializer =>
  (stream, shape) =>
    stream.truncatedNormal(
      new Float32Array(shape.reduce((p, n) => p * n, 1)),
      0,
      gain / Math.sqrt(shape.slice(0, -1).reduce((p, n) => p * n, 1)),
    );
const fixed =
  (value: number): Initializer =>
  (_stream, shape) =>
    new Float32Array(shape.reduce((p, n) => p * n, 1)).fill(value);
/** The convolution's fan without its window, or without its channels. */
const badFan =
  (of: 'channels' | 'field'): Initializer =>
  (stream, shape) => {
    const [channels, field] = [shape[shape.length - 2], shape.slice(0, -2).reduce((p, n) => p * n, 1)];
    return stream.normal(
      new Float32Array(shape.reduce((p, n) => p * n, 1)),
      0,
      Math.sqrt(2 / (of === 'channels' ? channels : field)),
    );
  };
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
  'ReLU, LeCun': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [6, 10, 20, 50]), ...relu }), hidden(lecunNormal()), s),
  },
  'ReLU, Xavier': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [6, 10, 20]), inputs: 20, ...relu }), hidden(xavierNormal()), s),
  },
  'ReLU, U(±1/√n)': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [4, 10, 20]), ...relu }), hidden(lecunNormal({ gain: Math.sqrt(1 / 3) })), s),
  },
  'CNN ReLU, LeCun': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [6, 10]), width: 24, ...relu }), hidden(lecunNormal()), s),
  },
  'ReLU, truncated He': {
    kind: 'truncated',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [12, 20, 50]), ...relu }), hidden(truncated(Math.SQRT2)), s),
  },
  'CNN, truncated He': {
    kind: 'truncated',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [12, 15]), width: 24, ...relu }), hidden(truncated(Math.SQRT2)), s),
  },
  'tanh, truncated LeCun': {
    kind: 'truncated',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [15, 25, 40]), ...tanh }), hidden(truncated(1)), s),
  },
  'tanh, He deep': {
    kind: ['explodingBackward', 'wrongGain'],
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [60]), ...tanh, width: 128 }), hidden(lecunNormal({ gain: 5 / 3 })), s),
  },
  'CNN, fan without window': {
    kind: 'wrongFan',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [4, 8]), width: 24, ...relu }), hidden(badFan('channels')), s),
  },
  'CNN, fan without channels': {
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
  'fanOut in a wide layer': {
    kind: 'wrongFan',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [3, 8]), inputs: 20, width: 512, ...relu }),
        only(['hidden1'], heNormal({ mode: 'fanOut' })),
        s,
      ),
  },
  'N(0, .01²) ReLU': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [4, 8, 20]), ...relu }), hidden(normal({ std: 0.01 })), s),
  },
  'N(0, .01²) tanh': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [4, 8, 20]), ...tanh }), hidden(normal({ std: 0.01 })), s),
  },
  'N(0, .01²) CNN': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [4, 8]), width: 24, ...relu }), hidden(normal({ std: 0.01 })), s),
  },
  'N(0, 1) ReLU': {
    kind: 'explodingForward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 15]), ...relu }), hidden(normal({ std: 1 })), s),
  },
  'N(0, 1) tanh': {
    kind: 'saturated',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8, 15]), ...tanh }), hidden(normal({ std: 1 })), s),
  },
  'U(0, .1) ReLU': {
    kind: 'correlationCollapse',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [4, 8]), ...relu }), hidden(uniform({ low: 0, high: 0.1 })), s),
  },
  'one layer × 10': {
    kind: 'explodingForward',
    layer: 'hidden3',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [4, 8, 15]), ...relu }), only(['hidden3'], heNormal({ gain: 10 * Math.SQRT2 })), s),
  },
  'one layer × .05': {
    kind: 'vanishingForward',
    layer: 'hidden3',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [4, 8, 15]), ...relu }), only(['hidden3'], heNormal({ gain: 0.05 * Math.SQRT2 })), s),
  },
  '7 % less a layer': {
    kind: 'vanishingForward',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [50, 60]), width: 128, inputs: 300, ...relu }),
        hidden(heNormal({ gain: Math.sqrt(2 * 0.93) })),
        s,
      ),
  },
  '12 % more a layer': {
    kind: 'explodingForward',
    layer: 'hidden1',
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [40, 60]), width: 128, inputs: 300, ...relu }),
        hidden(heNormal({ gain: Math.sqrt(2 * 1.12) })),
        s,
      ),
  },
  'sigmoid, Xavier': {
    kind: 'vanishingBackward',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [8, 12]), phi: 'sigmoid' }), hidden(xavierNormal()), s),
  },
  'orthogonal, gain 1, ReLU': {
    kind: 'wrongGain',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [8, 20]), width: 128, inputs: 300, ...relu }), hidden(orthogonal()), s),
  },
  'identical weights': {
    kind: 'symmetric',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), hidden(fixed(0.1)), s),
  },
  'identical weights in one layer': {
    kind: 'symmetric',
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), only(['hidden2'], fixed(0.05)), s),
  },
  'rank 2': {
    kind: 'symmetric',
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), only(['hidden2'], lowRank(2)), s),
  },
  zeros: {
    kind: 'zeroWeights',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), hidden(zeros()), s),
  },
  'zeros in one layer': {
    kind: 'zeroWeights',
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), only(['hidden2'], zeros()), s),
  },
  'zeros in a CNN layer': {
    kind: 'zeroWeights',
    layer: 'hidden2',
    make: (c, s) => ruled(cnn({ ...shapeOf(c, [3, 6]), width: 16 }), only(['hidden2'], zeros()), s),
  },
  'bias −3, ReLU': {
    kind: 'bias',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), hidden(heNormal(), fixed(-3)), s),
  },
  'bias −5 in one layer': {
    kind: 'bias',
    layer: 'hidden2',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), only(['hidden2'], heNormal(), fixed(-5)), s),
  },
  'bias of N(0, 4²), tanh': {
    kind: 'bias',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]), ...tanh }), hidden(lecunNormal(), normal({ std: 4 })), s),
  },
  'residual growth': {
    kind: 'residualGrowth',
    layer: 'sum1',
    make: (c, s) => ruled(residual({ ...shapeOf(c, [10, 15, 20]), width: 128, ...relu }, 'none'), fair, s),
  },
  'residual, He × 3 in the branch': {
    kind: 'explodingForward',
    layer: 'first1',
    make: (c, s) =>
      ruled(
        residual({ ...shapeOf(c, [4, 6]), ...relu }, 'none'),
        (l) => (l.name.startsWith('first') ? heNormal({ gain: 3 * Math.SQRT2 }) : fair(l)),
        s,
      ),
  },
  'output × 10': {
    kind: 'initialLoss',
    layer: 'output',
    make: (c, s) =>
      ruled(mlp({ ...shapeOf(c, [3, 8]), ...relu }), (l) => (l.output ? lecunNormal({ gain: 10 }) : heNormal()), s),
  },
  'output bias of a wrong class': {
    kind: 'initialLoss',
    layer: 'output',
    make: (c, s) =>
      ruled(
        mlp({ ...shapeOf(c, [3, 8]) }),
        (l) =>
          l.output
            ? {
                kernel: lecunNormal(),
                bias: (_r, [n]) => Float32Array.from({ length: n }, (_, i) => (i === 0 ? 8 : 0)),
              }
            : fair(l),
        s,
      ),
  },
  'pixels 0–255': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v) => Math.min(255, Math.abs(80 * v + 100))) } }),
  },
  'inputs × .001': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v) => v / 1000) } }),
  },
  'inputs + 4': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v) => v + 4) } }),
  },
  'one column × 1000': {
    kind: 'input',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.map((v, i) => (i % x.shape[1] === 3 ? 10 * v : v / 10)) } }),
  },
  'NaN in an input': {
    kind: 'nonFinite',
    layer: 'x',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: ({ x }) => ({ x: { ...x, data: x.data.with(5, Number.NaN) } }),
  },
  'NaN in a weight': {
    kind: 'nonFinite',
    layer: 'hidden2',
    make: (c, s) => {
      const m = ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s);
      nanWeight(m, 'hidden2');
      return m;
    },
  },
  'rate 1 with Adam': {
    kind: 'learningRate',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: () => ({ learningRate: 1 }),
  },
  'rate 1e-10 with Adam': {
    kind: 'learningRate',
    layer: 'hidden1',
    make: (c, s) => ruled(mlp({ ...shapeOf(c, [3, 8]) }), fair, s),
    data: () => ({ learningRate: 1e-10 }),
  },
  'RNN, recurrent × 3': {
    kind: ['explodingForward', 'saturated'],
    layer: 'rnn',
    make: (c, s) => recurrent(rnn(shapeOf(c, [3]), 'simple'), 3, s),
  },
  'RNN, recurrent × .1': {
    kind: 'vanishingForward',
    layer: 'rnn',
    make: (c, s) => recurrent(rnn(shapeOf(c, [3]), 'simple'), 0.1, s),
  },
};

function recurrent(model: tfl.LayersModel, gain: number, seed: number): tfl.LayersModel {
  initWeights(model, undefined, { seed });
  initWeights(model, (l) => (l.weights.recurrent ? { recurrent: orthogonal({ gain }) } : undefined), { seed });
  return model;
}

function nanWeight(model: tfl.LayersModel, name: string): void {
  const layer = model.getLayer(name);
  const [kernel, ...rest] = layer.getWeights();
  const values = kernel.dataSync().slice() as Float32Array;
  values[3] = Number.NaN;
  const poisoned = tf.tensor(values, kernel.shape);
  layer.setWeights([poisoned, ...rest]);
  poisoned.dispose();
}

/** The network of a fault for one seed. */
export function faulty(title: string, choose: Chooser, seed: number): FaultyCase {
  const { kind, layer, make, data: change } = faults[title];
  const model = make(choose, seed);
  const batch = choose.of([16, 32, 64, 128]);
  const given = data(model, batch, seed + 77);
  return {
    title,
    model,
    ...given,
    ...change?.(given, choose),
    kind,
    layer: typeof layer === 'string' ? layer : layer(model),
  };
}
