import * as tfl from '@tensorflow/tfjs-layers';
import { initWeights, type LayerRule } from 'initlab';
import { transformerLayers } from '../../lib/src/train/tasks/transformerLayers.js';
import type { Chooser } from './case.js';

type Symbolic = tfl.SymbolicTensor;
type Layer = tfl.layers.Layer;
const { layers } = tfl;

export type Phi = 'relu' | 'tanh' | 'selu' | 'gelu' | 'swish' | 'elu' | 'sigmoid';

export interface Shape {
  depth: number;
  width: number;
  inputs: number;
  phi: Phi;
}

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
    phi: choose.of(phis),
  };
}

const apply = (layer: Layer, x: Symbolic | Symbolic[]): Symbolic => layer.apply(x) as Symbolic;
const chain = (x: Symbolic, ...parts: Layer[]): Symbolic => parts.reduce((value, layer) => apply(layer, value), x);

const dense = (units: number, activation: Phi | undefined, name: string): Layer =>
  layers.dense({ units, name, ...(activation && { activation: activation as 'relu' }) });

const conv = (filters: number, activation: Phi | undefined, name: string, strides = 1): Layer =>
  layers.conv2d({
    filters,
    kernelSize: 3,
    padding: 'same',
    strides,
    name,
    ...(activation && { activation: activation as 'relu' }),
  });

/** Ends a network with a softmax over ten classes. */
function classifier(inputs: Symbolic, h: Symbolic): tfl.LayersModel {
  return tfl.model({
    inputs,
    outputs: apply(layers.dense({ units: 10, activation: 'softmax', name: 'output' }), h),
  });
}

/** Builds a net of dense layers of one width. */
export function mlp({ depth, width, inputs, phi }: Shape): tfl.LayersModel {
  return stack(Array<number>(depth).fill(width), inputs, phi);
}

/** Builds a net of dense layers of the given widths. */
export function stack(widths: readonly number[], inputs: number, phi: Phi): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  return classifier(x, chain(x, ...widths.map((width, i) => dense(width, phi, `hidden${i + 1}`))));
}

/**
 * Builds a net of dense layers, each followed by a leaky ReLU layer, with dropout before the
 * output.
 */
export function leaky({ depth, width, inputs }: Omit<Shape, 'phi'>, alpha: number): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  const parts = Array.from({ length: depth }, (_, i) => [
    dense(width, undefined, `hidden${i + 1}`),
    layers.leakyReLU({ alpha, name: `leaky${i + 1}` }),
  ]).flat();
  return classifier(x, chain(x, ...parts, layers.dropout({ rate: 0.2, name: 'drop' })));
}

/** Builds a net of 3 × 3 convolutions. The second has stride 2, and a pool follows the fifth. */
export function cnn({ depth, width, phi }: Pick<Shape, 'depth' | 'width' | 'phi'>): tfl.LayersModel {
  const x = tfl.input({ shape: [12, 12, 3], name: 'x' });
  const parts = Array.from({ length: depth }, (_, i) => [
    conv(width, phi, `hidden${i + 1}`, i === 1 ? 2 : 1),
    ...(i === 4 ? [layers.maxPooling2d({ poolSize: 2, name: 'pool' })] : []),
  ]).flat();
  return classifier(x, chain(x, ...parts, layers.flatten({ name: 'flat' })));
}

/**
 * Builds a convolution and then pairs of a depthwise and a pointwise convolution, as in MobileNet.
 */
export function depthwiseCnn({ depth, width }: Pick<Shape, 'depth' | 'width'>): tfl.LayersModel {
  const x = tfl.input({ shape: [12, 12, 3], name: 'x' });
  const pairs = Array.from({ length: depth }, (_, i) => [
    layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', activation: 'relu', name: `depthwise${i + 1}` }),
    layers.conv2d({ filters: width, kernelSize: 1, activation: 'relu', name: `pointwise${i + 1}` }),
  ]).flat();
  return classifier(x, chain(x, conv(width, 'relu', 'stem'), ...pairs, layers.flatten({ name: 'flat' })));
}

/** Builds residual blocks of two dense layers, with or without normalization. */
export function residual({ depth, width, inputs, phi }: Shape, norm: 'none' | 'post' | 'pre'): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  let h = apply(dense(width, phi, 'stem'), x);
  for (let i = 1; i <= depth; i++) {
    const branch = [
      ...(norm === 'pre' ? [layers.layerNormalization({ name: `norm${i}` })] : []),
      dense(width, phi, `first${i}`),
      dense(width, undefined, `last${i}`),
      ...(norm === 'post' ? [layers.batchNormalization({ name: `norm${i}` })] : []),
    ];
    h = apply(layers.add({ name: `sum${i}` }), [h, chain(h, ...branch)]);
  }
  return classifier(x, norm === 'pre' ? apply(layers.layerNormalization({ name: 'normOut' }), h) : h);
}

/**
 * Builds residual blocks with two convolutions, each with batch normalization and ReLU, as in
 * ResNet.
 */
export function resnet({ depth, width }: Pick<Shape, 'depth' | 'width'>): tfl.LayersModel {
  const x = tfl.input({ shape: [12, 12, 3], name: 'x' });
  const relu = (name: string): Layer => layers.activation({ activation: 'relu', name });
  let h = chain(
    x,
    conv(width, undefined, 'stem', 2),
    layers.batchNormalization({ name: 'stemNorm' }),
    relu('stemRelu'),
  );
  for (let i = 1; i <= depth; i++) {
    const branch = [
      conv(width, undefined, `first${i}`),
      layers.batchNormalization({ name: `firstNorm${i}` }),
      relu(`firstRelu${i}`),
      conv(width, undefined, `last${i}`),
      layers.batchNormalization({ name: `lastNorm${i}` }),
    ];
    h = apply(relu(`relu${i}`), apply(layers.add({ name: `sum${i}` }), [h, chain(h, ...branch)]));
  }
  return classifier(x, apply(layers.flatten({ name: 'flat' }), h));
}

/** Builds a net of dense layers, each followed by a normalization and an activation. */
export function normed({ depth, width, inputs, phi }: Shape, type: 'layer' | 'batch'): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  const norm = type === 'layer' ? layers.layerNormalization : layers.batchNormalization;
  const parts = Array.from({ length: depth }, (_, i) => [
    dense(width, undefined, `hidden${i + 1}`),
    norm({ name: `norm${i + 1}` }),
    layers.activation({ activation: phi as 'relu', name: `phi${i + 1}` }),
  ]).flat();
  return classifier(x, chain(x, ...parts));
}

export function rnn({ width }: Pick<Shape, 'width'>, kind: 'simple' | 'lstm' | 'gru'): tfl.LayersModel {
  const x = tfl.input({ shape: [20, 8], name: 'x' });
  const make = { simple: layers.simpleRNN, lstm: layers.lstm, gru: layers.gru }[kind] as typeof layers.simpleRNN;
  // The default of tfjs, orthogonal, is slow and prints a warning. All weights are redrawn anyway.
  const config = { units: width, name: 'rnn', recurrentInitializer: 'zeros' } as const;
  return classifier(x, apply(make(config), x));
}

/**
 * Builds a transformer for sequences of 8 vectors: blocks of attention and an MLP, with
 * normalization before each branch or after each sum.
 */
export function transformer({ depth, width }: Pick<Shape, 'depth' | 'width'>, norm: 'pre' | 'post'): tfl.LayersModel {
  const x = tfl.input({ shape: [8, 16], name: 'x' });
  const normalization = (name: string): Layer => layers.layerNormalization({ name });
  let h = apply(dense(width, undefined, 'embed'), x);
  const add = (name: string, branch: Layer[]): void => {
    const first = norm === 'pre' ? [normalization(`${name}Norm`)] : [];
    h = apply(layers.add({ name: `${name}Sum` }), [h, chain(h, ...first, ...branch)]);
    if (norm === 'post') h = apply(normalization(`${name}Norm`), h);
  };
  for (let i = 1; i <= depth; i++) {
    add(`attention${i}`, [
      dense(3 * width, undefined, `qkv${i}`),
      new (transformerLayers().CausalAttention)({ name: `attend${i}`, heads: 4 }),
      dense(width, undefined, `proj${i}`),
    ]);
    add(`mlp${i}`, [
      dense(4 * width, undefined, `up${i}`),
      layers.activation({ activation: 'gelu', name: `gelu${i}` }),
      dense(width, undefined, `down${i}`),
    ]);
  }
  if (norm === 'pre') h = apply(normalization('norm'), h);
  return classifier(x, apply(layers.flatten({ name: 'flat' }), h));
}

/** Builds a dense net with one output, for two classes or for a regression. */
export function single({ depth, width, inputs, phi }: Shape, activation: 'sigmoid' | 'linear'): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  const h = chain(x, ...Array.from({ length: depth }, (_, i) => dense(width, phi, `hidden${i + 1}`)));
  return tfl.model({ inputs: x, outputs: apply(layers.dense({ units: 1, activation, name: 'output' }), h) });
}

/**
 * Builds a net of dense layers with dropout after the last of them, and a penalty on the weights of
 * each.
 */
export function regularized(
  { depth, width, inputs, phi }: Shape,
  { rate = 0, l2 = 0 }: { rate?: number; l2?: number },
): tfl.LayersModel {
  const x = tfl.input({ shape: [inputs], name: 'x' });
  const regularizer = l2 > 0 ? { kernelRegularizer: tfl.regularizers.l2({ l2 }) } : {};
  const hidden = Array.from({ length: depth }, (_, i) =>
    layers.dense({ units: width, name: `hidden${i + 1}`, activation: phi as 'relu', ...regularizer }),
  );
  return classifier(x, chain(x, ...hidden, layers.dropout({ rate, name: 'dropout' })));
}

/** Initializes a model by a rule. */
export function ruled(model: tfl.LayersModel, rule: LayerRule | undefined, seed: number): tfl.LayersModel {
  initWeights(model, { rule, seed });
  return model;
}
