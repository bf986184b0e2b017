import * as tfl from '@tensorflow/tfjs-layers';
import {
  deltaOrthogonal,
  fixup,
  heNormal,
  heUniform,
  initWeights,
  type LayerRule,
  lecunNormal,
  normal,
  orthogonal,
  type Random,
  random,
  scaleResiduals,
  xavierUniform,
  zeroGamma,
} from 'initlab';

/** A network, and data that suit it. */
export interface Case {
  title: string;
  model: tfl.LayersModel;
  x: { shape: number[]; data: Float32Array };
  y: Float32Array;
  loss: 'crossEntropy' | 'meanSquaredError';
  learningRate?: number;
}

/** Random choices, the same at every run. */
export class Chooser {
  readonly stream: Random;

  constructor(seed: number) {
    this.stream = random(seed);
  }

  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.stream.uniform(new Float64Array(1))[0] * list.length)];
  }
}

type Symbolic = tfl.SymbolicTensor;
type Phi = 'relu' | 'tanh' | 'selu' | 'gelu' | 'swish' | 'elu' | 'sigmoid';
const { layers } = tfl;
const apply = (layer: tfl.layers.Layer, x: Symbolic | Symbolic[]): Symbolic => layer.apply(x) as Symbolic;

export interface Shape {
  depth: number;
  width: number;
  inputs: number;
  batch: number;
  phi: Phi;
}

/** Activation layers of their own where tfjs has no name for them. */
export const dense = (units: number, activation: Phi | undefined, name?: string): tfl.layers.Layer =>
  layers.dense({ units, ...(activation && { activation }), ...(name && { name }) } as Parameters<
    typeof layers.dense
  >[0]);

/** Dense layers of one width, classes at the end. */
export function mlp({ depth, width, inputs, phi }: Shape): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  let h = x as Symbolic;
  for (let i = 1; i <= depth; i++) h = apply(dense(width, phi, `hidden${i}`), h);
  return tfl.model({
    inputs: x,
    outputs: apply(layers.dense({ units: 10, activation: 'softmax', name: 'output' }), h),
  });
}

/** Convolutions of 3×3, some with stride 2. */
export function cnn({ depth, width, phi }: Shape): tfl.LayersModel {
  const x = tfl.input({ shape: [12, 12, 3], name: 'x' });
  let h = x as Symbolic;
  for (let i = 1; i <= depth; i++)
    h = apply(
      layers.conv2d({
        filters: width,
        kernelSize: 3,
        padding: 'same',
        strides: i === 2 ? 2 : 1,
        activation: phi as 'relu',
        name: `hidden${i}`,
      }),
      h,
    );
  const out = layers.dense({ units: 10, activation: 'softmax', name: 'output' });
  return tfl.model({ inputs: x, outputs: apply(out, apply(layers.flatten({ name: 'flat' }), h)) });
}

/** Blocks of two layers beside a shortcut, with or without normalization. */
export function residual({ depth, width, inputs, phi }: Shape, norm: 'none' | 'post' | 'pre'): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  let h = apply(dense(width, phi, 'stem'), x);
  for (let i = 1; i <= depth; i++) {
    let b = norm === 'pre' ? apply(layers.layerNormalization({ name: `norm${i}` }), h) : h;
    b = apply(dense(width, phi, `first${i}`), b);
    b = apply(dense(width, undefined, `last${i}`), b);
    if (norm === 'post') b = apply(layers.batchNormalization({ name: `norm${i}` }), b);
    h = apply(layers.add({ name: `sum${i}` }), [h, b]);
  }
  if (norm === 'pre') h = apply(layers.layerNormalization({ name: 'normOut' }), h);
  return tfl.model({
    inputs: x,
    outputs: apply(layers.dense({ units: 10, activation: 'softmax', name: 'output' }), h),
  });
}

/** Each layer followed by a normalization. */
export function normed({ depth, width, inputs, phi }: Shape, type: 'layer' | 'batch'): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  let h = x as Symbolic;
  for (let i = 1; i <= depth; i++) {
    h = apply(dense(width, undefined, `hidden${i}`), h);
    h = apply(
      type === 'layer'
        ? layers.layerNormalization({ name: `norm${i}` })
        : layers.batchNormalization({ name: `norm${i}` }),
      h,
    );
    h = apply(layers.activation({ activation: phi as 'relu', name: `phi${i}` }), h);
  }
  return tfl.model({
    inputs: x,
    outputs: apply(layers.dense({ units: 10, activation: 'softmax', name: 'output' }), h),
  });
}

export function rnn({ width, batch: _ }: Shape, kind: 'simple' | 'lstm' | 'gru'): tfl.LayersModel {
  const x = tfl.input({ shape: [20, 8], name: 'x' });
  const make = { simple: layers.simpleRNN, lstm: layers.lstm, gru: layers.gru }[kind] as typeof layers.simpleRNN;
  const h = apply(make({ units: width, name: 'rnn' }), x);
  return tfl.model({
    inputs: x,
    outputs: apply(layers.dense({ units: 10, activation: 'softmax', name: 'output' }), h),
  });
}

/** Independent normals and classes, enough to measure signals with. */
export function data(model: tfl.LayersModel, batch: number, seed: number): Pick<Case, 'x' | 'y' | 'loss'> {
  const shape = [batch, ...(model.inputs[0].shape.slice(1) as number[])];
  const size = shape.reduce((product, n) => product * n, 1);
  const stream = random(seed);
  const y = stream
    .split(1)
    .uniform(new Float32Array(batch), 0, 10)
    .map((v) => Math.min(9, Math.floor(v)));
  return { x: { shape, data: stream.split(0).normal(new Float32Array(size)) }, y, loss: 'crossEntropy' };
}

/** The rule of the library for rectifiers; LeCun's for the others, which is critical for tanh. */
export const fair: LayerRule = (layer) => {
  if (layer.weights.recurrent) return undefined;
  const name = layer.activation.name;
  if (layer.output || !['relu', 'gelu', 'swish', 'elu'].includes(name)) return lecunNormal();
  return name === 'relu' ? heNormal() : lecunNormal({ activation: name === 'swish' ? 'silu' : (name as 'gelu') });
};

export function shapeOf(
  choose: Chooser,
  depths: readonly number[],
  phis: readonly Phi[] = ['relu', 'relu', 'tanh'],
): Shape {
  const depth = choose.of(depths);
  return {
    depth,
    width: choose.of(depth > 25 ? [64, 96, 128] : [48, 64, 128, 256]),
    inputs: choose.of([20, 64, 100, 300]),
    batch: choose.of([8, 32, 64, 128]),
    phi: choose.of(phis),
  };
}

/** Healthy networks by name. */
export const healthy: Record<string, (choose: Chooser, seed: number) => tfl.LayersModel> = {
  'He, ReLU': (c, seed) => with_(mlp({ ...shapeOf(c, [3, 8, 20, 50, 60]), phi: 'relu' }), seed),
  'He uniform, ReLU': (c, seed) =>
    ruled(mlp({ ...shapeOf(c, [3, 8, 20]), phi: 'relu' }), (l) => (l.output ? lecunNormal() : heUniform()), seed),
  'He fanOut, ReLU': (c, seed) =>
    ruled(
      mlp({ ...shapeOf(c, [3, 8, 20]), inputs: 100, width: 128, phi: 'relu' }),
      (l) => (l.output ? lecunNormal() : heNormal({ mode: 'fanOut' })),
      seed,
    ),
  'narrow, ReLU': (c, seed) =>
    with_(mlp({ ...shapeOf(c, [10, 20, 30]), width: c.of([16, 24, 32]), phi: 'relu' }), seed),
  'wide, ReLU': (c, seed) => with_(mlp({ ...shapeOf(c, [3, 5]), width: c.of([512, 1024]), phi: 'relu' }), seed),
  'orthogonal, ReLU': (c, seed) =>
    ruled(
      mlp({ ...shapeOf(c, [8, 20, 50]), phi: 'relu' }),
      (l) => (l.output ? lecunNormal() : orthogonal({ gain: Math.SQRT2 })),
      seed,
    ),
  'LeCun, tanh': (c, seed) => with_(mlp({ ...shapeOf(c, [3, 8, 20, 40]), phi: 'tanh' }), seed),
  'Xavier, tanh': (c, seed) => ruled(mlp({ ...shapeOf(c, [3, 8, 20, 40]), phi: 'tanh' }), () => xavierUniform(), seed),
  'orthogonal, tanh': (c, seed) => ruled(mlp({ ...shapeOf(c, [8, 20, 40]), phi: 'tanh' }), () => orthogonal(), seed),
  'gain 5/3, tanh, shallow': (c, seed) =>
    ruled(
      mlp({ ...shapeOf(c, [3, 5, 8]), phi: 'tanh' }),
      (l) => (l.output ? lecunNormal() : lecunNormal({ gain: 5 / 3 })),
      seed,
    ),
  SELU: (c, seed) => with_(mlp({ ...shapeOf(c, [5, 20, 40]), phi: 'selu' }), seed),
  'GELU-like, shallow': (c, seed) => with_(mlp({ ...shapeOf(c, [3, 6]), phi: c.of(['swish', 'elu'] as const) }), seed),
  'Xavier, two ReLU layers': (c, seed) => ruled(mlp({ ...shapeOf(c, [2]), phi: 'relu' }), () => xavierUniform(), seed),
  'CNN, He': (c, seed) => with_(cnn({ ...shapeOf(c, [3, 6, 10]), width: c.of([16, 32]), phi: 'relu' }), seed),
  'CNN, tanh': (c, seed) => with_(cnn({ ...shapeOf(c, [3, 6, 10]), width: c.of([16, 32]), phi: 'tanh' }), seed),
  'CNN, delta-orthogonal tanh': (c, seed) =>
    ruled(
      cnn({ ...shapeOf(c, [3, 6]), width: 32, phi: 'tanh' }),
      (l) => (l.kind === 'conv' ? deltaOrthogonal() : lecunNormal()),
      seed,
    ),
  Fixup: (c, seed) => done(residual({ ...shapeOf(c, [4, 10, 20]), phi: 'relu' }, 'none'), (m) => fixup(m, { seed })),
  'residual, scaled': (c, seed) =>
    done(residual({ ...shapeOf(c, [4, 10, 20]), phi: 'relu' }, 'none'), (m) => {
      initWeights(m, fair, { seed });
      scaleResiduals(m);
    }),
  'zero γ': (c, seed) =>
    done(residual({ ...shapeOf(c, [4, 10]), phi: 'relu' }, 'post'), (m) => {
      initWeights(m, fair, { seed });
      zeroGamma(m);
    }),
  'pre-norm residual': (c, seed) => with_(residual({ ...shapeOf(c, [4, 10, 20]), phi: 'relu' }, 'pre'), seed),
  'pre-norm residual, N(0, .02)': (c, seed) =>
    ruled(residual({ ...shapeOf(c, [4, 10]), phi: 'relu' }, 'pre'), () => normal({ std: 0.02 }), seed),
  LayerNorm: (c, seed) =>
    with_(normed({ ...shapeOf(c, [4, 10, 20]), phi: c.of(['relu', 'tanh'] as const) }, 'layer'), seed),
  'LayerNorm, other scale': (c, seed) =>
    ruled(
      normed({ ...shapeOf(c, [4, 10]), phi: 'relu' }, 'layer'),
      (l) => (l.output ? lecunNormal() : normal({ std: 0.3 })),
      seed,
    ),
  BatchNorm: (c, seed) => with_(normed({ ...shapeOf(c, [4, 8]), batch: 64, phi: 'relu' }, 'batch'), seed),
  SimpleRNN: (c, seed) => done(rnn(shapeOf(c, [3]), 'simple'), (m) => initWeights(m, undefined, { seed })),
  LSTM: (c, seed) =>
    done(rnn({ ...shapeOf(c, [3]), width: c.of([16, 32]) }, 'lstm'), (m) => initWeights(m, undefined, { seed })),
  GRU: (c, seed) =>
    done(rnn({ ...shapeOf(c, [3]), width: c.of([16, 32]) }, 'gru'), (m) => initWeights(m, undefined, { seed })),
};

function with_(model: tfl.LayersModel, seed: number): tfl.LayersModel {
  return ruled(model, fair, seed);
}

export function ruled(model: tfl.LayersModel, rule: LayerRule, seed: number): tfl.LayersModel {
  return done(model, () => initWeights(model, rule, { seed }));
}

export function done(model: tfl.LayersModel, change: (model: tfl.LayersModel) => unknown): tfl.LayersModel {
  change(model);
  return model;
}
