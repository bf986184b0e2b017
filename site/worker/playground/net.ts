import {
  heNormal,
  type Initializer,
  type LayerSpec,
  lecunNormal,
  normal,
  orthogonal,
  xavierUniform,
  zeros,
} from 'initlab';
import { GAINS } from '../../src/playground/code/gains.js';
import type { Settings } from '../../src/playground/settings.js';
import { drawInput } from './input.js';

const INITIALIZERS: Record<Settings['init'], (options: { gain: number }) => Initializer> = {
  heNormal,
  xavierUniform,
  lecunNormal,
  orthogonal,
};

/** Makes the initializer of the weights. */
export function weightsOf({ init, scale }: Settings): Initializer {
  return INITIALIZERS[init]({ gain: GAINS[init] * scale });
}

/** Makes the initializer of the biases. */
export function biasOf({ bias }: Settings): Initializer {
  return bias === 0 ? zeros() : normal({ std: bias });
}

/** Net of the playground, as `simulate` and `predict` take it. */
export interface Net {
  inputShape: number[];
  layers: LayerSpec[];
  batch: number;
  input?: Float32Array;
}

/** Describes the net: blocks of a dense layer, a normalization and an activation. */
export function netOf(settings: Settings): Net {
  const { depth, width, activation, normalization, residual, bias, batch, input } = settings;
  const weights = {
    units: width,
    init: weightsOf(settings),
    ...(bias > 0 && { bias: biasOf(settings) }),
  };
  const block: LayerSpec[] =
    normalization === 'none'
      ? [{ type: 'dense', ...weights, activation }]
      : [{ type: 'dense', ...weights }, { type: normalization }, { type: 'activation', activation }];
  const blocks = Array.from({ length: depth }, () =>
    residual === 'yes' ? [{ type: 'residual', branch: block } as const] : block,
  );
  return {
    inputShape: [width],
    layers: blocks.flat(),
    batch,
    ...(input !== 'normal' && { input: drawInput(settings) }),
  };
}

/** Finds the input and the last layer of each block among layers by name. */
export function blockEnds<Layer extends { name: string }>(layers: readonly Layer[], settings: Settings): Layer[] {
  const { normalization, residual } = settings;
  const last = residual === 'yes' ? 'residual' : normalization === 'none' ? 'dense' : 'activation';
  return layers.filter(({ name }) => name === 'input' || new RegExp(`^${last}\\d+$`).test(name));
}

/** Finds the input and the layer with the activation of each block. */
export function activations<Layer extends { name: string }>(layers: readonly Layer[], settings: Settings): Layer[] {
  const { normalization, residual } = settings;
  const type = normalization === 'none' ? 'dense' : 'activation';
  const pattern = residual === 'yes' ? `^residual\\d+/${type}1$` : `^${type}\\d+$`;
  return layers.filter(({ name }) => name === 'input' || new RegExp(pattern).test(name));
}
