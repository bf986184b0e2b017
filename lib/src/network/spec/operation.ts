import { describe, knownOptions, nonNegative, oneOf, positiveInteger } from '../../foundation/argument.js';
import type { Initializer } from '../../init/initializer.js';
import { product } from '../../init/shape.js';
import { xavierUniform } from '../../init/xavier.js';
import type { Op } from './graph.js';
import type { ConvSpec, DenseSpec, DropoutSpec, LayerSpec, NormSpec, PoolSpec, ResidualSpec } from './layerSpec.js';
import { windowOf } from './window.js';

/** The operation of a layer, and the shape of its output. */
export interface Operation {
  op: Op;
  shape: readonly number[];
}

type PlainSpec = Exclude<LayerSpec, ResidualSpec>;

const WEIGHTED_OPTIONS = ['activation', 'init', 'bias'];
const NORM_OPTIONS = ['epsilon'];
const POOL_OPTIONS = ['size', 'strides', 'padding'];

/** Option names of each layer type, besides `type`. */
const OPTIONS_OF_TYPE: Record<LayerSpec['type'], string[]> = {
  dense: ['units', ...WEIGHTED_OPTIONS],
  conv: ['filters', 'kernel', 'strides', 'padding', 'groups', ...WEIGHTED_OPTIONS],
  activation: ['activation'],
  layerNorm: NORM_OPTIONS,
  batchNorm: NORM_OPTIONS,
  rmsNorm: NORM_OPTIONS,
  dropout: ['rate'],
  maxPool: POOL_OPTIONS,
  avgPool: POOL_OPTIONS,
  globalAvgPool: [],
  flatten: [],
  residual: ['branch', 'shortcut', 'scale'],
};

/** Checks the type of a layer and the names of its options. */
export function checkSpec(spec: LayerSpec): void {
  oneOf(spec.type, Object.keys(OPTIONS_OF_TYPE) as LayerSpec['type'][], 'type');
  knownOptions(spec, ['type', ...OPTIONS_OF_TYPE[spec.type]], spec.type);
}

/** Checks a layer against the shape of its input and returns its operation. */
export function operation(spec: PlainSpec, shape: readonly number[]): Operation {
  switch (spec.type) {
    case 'dense':
      return dense(spec, shape);
    case 'conv':
      return conv(spec, shape);
    case 'activation':
      if (spec.activation === undefined) throw new TypeError("activation is missing; name one, for example 'relu'");
      return { op: { type: 'activation' }, shape };
    case 'layerNorm':
    case 'batchNorm':
    case 'rmsNorm':
      return { op: norm(spec), shape };
    case 'dropout':
      return { op: { type: 'dropout', rate: dropoutRate(spec) }, shape };
    case 'maxPool':
    case 'avgPool':
      return pool(spec, shape);
    case 'globalAvgPool':
      return { op: { type: 'globalAvgPool' }, shape: [image(shape).channels] };
    case 'flatten':
      return { op: { type: 'flatten' }, shape: [product(shape)] };
  }
}

function dense(spec: DenseSpec, shape: readonly number[]): Operation {
  const units = positiveInteger(spec.units, 'units');
  const inputs = shape[shape.length - 1];
  return {
    op: { type: 'dense', kernel: [inputs, units], ...initializers(spec) },
    shape: [...shape.slice(0, -1), units],
  };
}

function conv(spec: ConvSpec, shape: readonly number[]): Operation {
  const { size, channels } = image(shape);
  const filters = positiveInteger(spec.filters, 'filters');
  const groups = positiveInteger(spec.groups ?? 1, 'groups');
  if (channels % groups !== 0 || filters % groups !== 0) {
    throw new RangeError(
      `groups is ${groups}; it must divide the ${channels} channels of the input and the ${filters} filters`,
    );
  }
  const window = windowOf(size, {
    size: spec.kernel,
    sizeName: 'kernel',
    strides: spec.strides ?? 1,
    padding: spec.padding ?? 'valid',
    allowed: ['same', 'valid', 'circular'],
  });
  return {
    op: { type: 'conv', kernel: [...window.size, channels / groups, filters], window, groups, ...initializers(spec) },
    shape: [...window.output, filters],
  };
}

function pool(spec: PoolSpec, shape: readonly number[]): Operation {
  const { size, channels } = image(shape);
  const window = windowOf(size, {
    size: spec.size,
    sizeName: 'size',
    strides: spec.strides ?? spec.size,
    padding: spec.padding ?? 'valid',
    allowed: ['same', 'valid'],
  });
  return { op: { type: spec.type, window }, shape: [...window.output, channels] };
}

function norm({ type, epsilon = type === 'rmsNorm' ? 1e-6 : 1e-3 }: NormSpec): Op {
  return { type, epsilon: nonNegative(epsilon, 'epsilon') };
}

function dropoutRate({ rate }: DropoutSpec): number {
  if (nonNegative(rate, 'rate') < 1) return rate;
  throw new RangeError(`rate is ${rate}; it must be a number from 0 to below 1`);
}

function initializers({ init = xavierUniform(), bias }: { init?: Initializer; bias?: Initializer }) {
  return { init: checkInitializer(init, 'init'), ...(bias !== undefined && { bias: checkInitializer(bias, 'bias') }) };
}

function checkInitializer(value: Initializer, name: string): Initializer {
  if (typeof value === 'function') return value;
  throw new TypeError(`${name} is ${describe(value)}; it must be an initializer, for example heNormal()`);
}

function image(shape: readonly number[]): { size: [number, number]; channels: number } {
  if (shape.length === 3) return { size: [shape[0], shape[1]], channels: shape[2] };
  throw new RangeError(
    `its input has shape ${describe(shape)}, but must have [height, width, channels]; set such an inputShape, and put no flatten layer before it`,
  );
}
