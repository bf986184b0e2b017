import type { ActivationName } from '../../activation/activation.js';
import type { Activation } from '../../activation/elementwise.js';
import type { Initializer } from '../../init/initializer.js';

/**
 * One layer of a network that is still without weights, in plain words; a network is a list of them, and inputs have the shape
 * [features] or [height, width, channels]. Channels, or features, are the last axis, as in TensorFlow.js.
 *
 * | type | computes |
 * |---|---|
 * | `dense` | f(x·W + b), W of shape [in, units], for each position along the last axis |
 * | `conv` | f(x ∗ W + b) over height and width, W of shape [kernel, kernel, in/groups, filters] |
 * | `activation` | f(x) |
 * | `layerNorm`, `rmsNorm` | the values of each position less their mean (not for `rmsNorm`), divided by their root mean square |
 * | `batchNorm` | the same for each channel, over the batch and all positions |
 * | `dropout` | 0 with probability `rate`, else x/(1 − rate) |
 * | `maxPool`, `avgPool` | the largest value or the mean of each window; padding does not count |
 * | `globalAvgPool` | the mean of each channel over height and width |
 * | `flatten` | all values of a sample as one axis |
 * | `residual` | shortcut(x) + scale·branch(x) |
 *
 * @example
 * ```ts
 * import { heNormal, type LayerSpec, zeros } from 'initlab';
 * const block: LayerSpec[] = [
 *   { type: 'conv', filters: 16, kernel: 3, padding: 'same', init: heNormal() },
 *   { type: 'batchNorm' },
 *   { type: 'activation', activation: 'relu' },
 *   { type: 'conv', filters: 16, kernel: 3, padding: 'same', init: zeros() },
 * ];
 * const layers: LayerSpec[] = [{ type: 'residual', branch: block }, { type: 'globalAvgPool' }, { type: 'dense', units: 10 }];
 * ```
 */
export type LayerSpec =
  | DenseSpec
  | ConvSpec
  | ActivationSpec
  | NormSpec
  | DropoutSpec
  | PoolSpec
  | GlobalPoolSpec
  | FlattenSpec
  | ResidualSpec;

/** What layers with weights have in common. */
interface WeightedSpec {
  /** Default `'linear'`. */
  activation?: ActivationName | Activation;
  /** Of the weights; default `xavierUniform()`, as in TensorFlow.js. */
  init?: Initializer;
  /** Of the bias, of shape [units] or [filters]; left out: no bias. */
  bias?: Initializer;
}

export interface DenseSpec extends WeightedSpec {
  type: 'dense';
  units: number;
}

/** One number for height and width, or one for each. */
export type Pair = number | readonly [number, number];

/** `'same'` pads with zeros, `'circular'` with the opposite side; both give ⌈size/stride⌉ positions, `'valid'` does not pad. */
export type Padding = 'same' | 'valid' | 'circular';

export interface ConvSpec extends WeightedSpec {
  type: 'conv';
  filters: number;
  kernel: Pair;
  /** Default 1. */
  strides?: Pair;
  /** Default `'valid'`. */
  padding?: Padding;
  /** Default 1; as many as channels make it depthwise. */
  groups?: number;
}

export interface ActivationSpec {
  type: 'activation';
  activation: ActivationName | Activation;
}

export interface NormSpec {
  type: 'layerNorm' | 'batchNorm' | 'rmsNorm';
  /** Added to the variance or the mean square; default .001, for `rmsNorm` 10⁻⁶, as in Keras. */
  epsilon?: number;
}

export interface DropoutSpec {
  type: 'dropout';
  /** From 0 to below 1. */
  rate: number;
}

export interface PoolSpec {
  type: 'maxPool' | 'avgPool';
  size: Pair;
  /** Default `size`. */
  strides?: Pair;
  /** Default `'valid'`. */
  padding?: Exclude<Padding, 'circular'>;
}

export interface GlobalPoolSpec {
  type: 'globalAvgPool';
}

export interface FlattenSpec {
  type: 'flatten';
}

export interface ResidualSpec {
  type: 'residual';
  branch: readonly LayerSpec[];
  /** Left out: the identity. */
  shortcut?: readonly LayerSpec[];
  /** Factor of the branch, default 1. */
  scale?: number;
}
