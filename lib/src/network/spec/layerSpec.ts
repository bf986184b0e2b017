import type { ActivationName } from '../../activation/activation.js';
import type { Activation } from '../../activation/elementwise.js';
import type { Initializer } from '../../init/initializer.js';

/**
 * Plain description of one layer of a network without weights. A network is a list of layers, and
 * its inputs have the shape [features] or [height, width, channels]. Channels or features are the
 * last axis, as in TensorFlow.js.
 *
 * | type | computes |
 * |---|---|
 * | `dense` | f(x·W + b), W of shape [in, units], for each position along the last axis |
 * | `conv` | f(x ∗ W + b) over height and width, W of shape [kernel, kernel, in/groups, filters] |
 * | `activation` | f(x) |
 * | `layerNorm`, `rmsNorm` | the values of each position minus their mean (not for `rmsNorm`), divided by their root mean square |
 * | `batchNorm` | the values of each channel minus their mean, divided by their standard deviation, over the batch and all positions |
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

/** Options that all layers with weights share. */
interface WeightedSpec {
  /** Default `'linear'`. */
  activation?: ActivationName | Activation;
  /** Initializer of the weights; default `xavierUniform()`, as in TensorFlow.js. */
  init?: Initializer;
  /**
   * Initializer of the bias, whose shape is [units] or [filters]. Without it, the layer has no
   * bias.
   */
  bias?: Initializer;
}

export interface DenseSpec extends WeightedSpec {
  type: 'dense';
  units: number;
}

/** One number for both height and width, or one number for each. */
export type Pair = number | readonly [number, number];

/**
 * Padding of a window. `'same'` pads with zeros and `'circular'` with the opposite side; both give
 * ⌈size/stride⌉ positions. `'valid'` does not pad.
 */
export type Padding = 'same' | 'valid' | 'circular';

export interface ConvSpec extends WeightedSpec {
  type: 'conv';
  filters: number;
  kernel: Pair;
  /** Default 1. */
  strides?: Pair;
  /** Default `'valid'`. */
  padding?: Padding;
  /** Number of groups, default 1. With one group for each channel, the convolution is depthwise. */
  groups?: number;
}

export interface ActivationSpec {
  type: 'activation';
  activation: ActivationName | Activation;
}

export interface NormSpec {
  type: 'layerNorm' | 'batchNorm' | 'rmsNorm';
  /**
   * Number added to the variance or the mean square; default .001, or 10⁻⁶ for `rmsNorm`, as in
   * Keras.
   */
  epsilon?: number;
}

export interface DropoutSpec {
  type: 'dropout';
  /** Probability of 0, at least 0 and below 1. */
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
  /** Layers of the shortcut; default the identity. */
  shortcut?: readonly LayerSpec[];
  /** Factor of the branch, default 1. */
  scale?: number;
}
