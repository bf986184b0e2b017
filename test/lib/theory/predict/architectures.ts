import { type ActivationName, heNormal, type LayerSpec, lecunNormal, varianceScaling } from 'initlab';
import type { Chooser } from '../../../faults/case.js';

/** A random network of layers, with a batch for it. */
export interface Architecture {
  kind: string;
  layers: LayerSpec[];
  inputShape: number[];
  batch: number;
  input: Float32Array;
}

const phis: ActivationName[] = ['relu', 'relu', 'tanh', 'gelu', 'leakyRelu', 'silu', 'elu'];

/** Gives He's variance for activations like ReLU, and LeCun's for the others. */
const initFor = (phi: ActivationName): ReturnType<typeof heNormal> =>
  ['relu', 'gelu', 'leakyRelu', 'silu'].includes(phi)
    ? heNormal()
    : varianceScaling({ scale: 1.2, distribution: 'normal' });

const dense = (units: number, phi: ActivationName): LayerSpec => ({
  type: 'dense',
  units,
  activation: phi,
  init: phi === 'linear' ? lecunNormal() : initFor(phi),
});

function convolutional(choose: Chooser): LayerSpec[] {
  const padding = choose.of(['same', 'circular'] as const);
  const phi = choose.of(phis);
  let filters = choose.of([8, 16, 24]);
  const layers: LayerSpec[] = [];
  let groups = 1;
  for (let i = choose.of([2, 3, 4, 5]); i > 0; i--) {
    const strides = choose.of([1, 1, 1, 2]);
    layers.push({
      type: 'conv',
      filters,
      kernel: choose.of([1, 3, 3]),
      strides,
      groups,
      padding,
      activation: phi,
      init: initFor(phi),
    });
    if (choose.of([true, false, false])) filters *= 2;
    groups = choose.of([1, 1, 1, 4]);
  }
  return layers;
}

function pooledNet(choose: Chooser): LayerSpec[] {
  const phi = choose.of(phis);
  const filters = choose.of([8, 16, 32]);
  const conv = (): LayerSpec => ({
    type: 'conv',
    filters,
    kernel: 3,
    padding: 'same',
    activation: phi,
    init: initFor(phi),
  });
  const pool = (): LayerSpec => ({ type: choose.of(['maxPool', 'avgPool'] as const), size: 2 });
  const end: LayerSpec = choose.of([{ type: 'flatten' }, { type: 'globalAvgPool' }] as const);
  return [conv(), pool(), conv(), pool(), conv(), end, dense(32, phi), dense(10, 'linear')];
}

function normedNet(choose: Chooser): LayerSpec[] {
  const type = choose.of(['layerNorm', 'rmsNorm', 'batchNorm'] as const);
  const phi = choose.of(phis);
  const units = choose.of([32, 64, 128]);
  return Array.from({ length: choose.of([2, 4, 6]) }, (): LayerSpec[] => [
    dense(units, 'linear'),
    { type },
    { type: 'activation', activation: phi },
  ]).flat();
}

function residual(choose: Chooser): LayerSpec[] {
  const phi = choose.of(phis);
  const units = choose.of([32, 64, 128]);
  const scale = choose.of([1, 0.5]);
  const norm = choose.of(['layerNorm', 'rmsNorm', undefined] as const);
  const branch: LayerSpec[] = [
    ...(norm ? [{ type: norm }] : []),
    { type: 'activation', activation: phi },
    dense(units, 'linear'),
  ];
  const blocks = Array.from({ length: choose.of([2, 4, 8]) }, (): LayerSpec => ({ type: 'residual', branch, scale }));
  return [dense(units, 'linear'), ...blocks, dense(units, phi)];
}

function convResidual(choose: Chooser): LayerSpec[] {
  const filters = choose.of([16, 32]);
  const conv = (): LayerSpec => ({ type: 'conv', filters, kernel: 3, padding: 'circular', init: heNormal() });
  const relu: LayerSpec = { type: 'activation', activation: 'relu' };
  const block: LayerSpec = { type: 'residual', branch: [relu, conv()], scale: choose.of([1, 0.5]) };
  return [conv(), block, block, block, relu, { type: 'globalAvgPool' }, dense(10, 'linear')];
}

function dropoutNet(choose: Chooser): LayerSpec[] {
  const phi = choose.of(phis);
  const drop = (): LayerSpec => ({ type: 'dropout', rate: choose.of([0.1, 0.3, 0.5]) });
  return [dense(64, phi), drop(), dense(96, phi), drop(), dense(64, phi)];
}

const kinds = { convolutional, pooled: pooledNet, normed: normedNet, residual, convResidual, dropped: dropoutNet };

/** Draws independent numbers, or smooth images with a mean, like photographs. */
function inputOf(choose: Chooser, shape: readonly number[], batch: number): Float32Array {
  const noise = choose.stream.normal(new Float32Array(shape.reduce((size, axis) => size * axis, batch)));
  if (shape.length === 1 || choose.of([true, false])) return noise;
  const [height, width, channels] = shape;
  return noise.map((_, i) => {
    const at = (dy: number, dx: number): number => {
      const y = (Math.floor(i / channels / width) % height) + dy;
      const x = (Math.floor(i / channels) % width) + dx;
      const sample = Math.floor(i / channels / width / height);
      return noise[((sample * height + (y % height)) * width + (x % width)) * channels + (i % channels)];
    };
    return 0.5 + 0.5 * (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1));
  });
}

export function architecture(choose: Chooser, index: number): Architecture {
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  const kind = names[index % names.length];
  const inputShape = kind === 'normed' || kind === 'residual' || kind === 'dropped' ? [48] : [8, 8, 3];
  const batch = choose.of(kind === 'normed' ? [8, 16] : [1, 4, 8]);
  return { kind, layers: kinds[kind](choose), inputShape, batch, input: inputOf(choose, inputShape, batch) };
}
