import { describe, knownOptions, oneOf, positiveInteger } from '../foundation/argument.js';
import { fansOfAxes } from './fansOfAxes.js';
import { checkShape, product } from './shape.js';

/** Roles of the axes of a kernel. */
export type LayerKind = 'dense' | 'conv' | 'depthwise' | 'convTranspose';

export interface FanOptions {
  /** Kind of layer. Default `'dense'` for two axes, `'conv'` for three to five. */
  layer?: LayerKind;
  /** Number of groups of a convolution. Default 1. */
  groups?: number;
  /** Strides of a convolution, one for all axes or one for each. Default 1. */
  strides?: number | readonly number[];
  /**
   * Axes of the inputs, for a kernel of any other layout. They replace the options above. Negative
   * axes count from the end.
   */
  inAxes?: readonly number[];
  /** Axes of the outputs, given with `inAxes`. */
  outAxes?: readonly number[];
  /**
   * Axes along which independent kernels, such as experts, are stacked; given with `inAxes` and
   * `outAxes`. They count in neither fan.
   */
  batchAxes?: readonly number[];
}

/** Options that every initializer with a fan takes. */
export const FAN_OPTION_NAMES: string[] = ['layer', 'groups', 'strides', 'inAxes', 'outAxes', 'batchAxes'];

export interface Fans {
  fanIn: number;
  fanOut: number;
}

const LAYER_KINDS: readonly LayerKind[] = ['dense', 'conv', 'depthwise', 'convTranspose'];

/**
 * Counts the terms that an output sums over (`fanIn`), and the outputs that the gradient of an
 * input sums over (`fanOut`), for a kernel in the layout of TensorFlow.js. In the table, k is the
 * product of the kernel's spatial sizes and s the product of the strides.
 *
 * | layer | shape | fanIn | fanOut |
 * |---|---|---|---|
 * | `dense` | [in, out] | in | out |
 * | `conv` | […spatial, in/groups, out] | k·in/groups | k·(out/groups)/s |
 * | `depthwise` | […spatial, in, multiplier] | k | k·multiplier/s |
 * | `convTranspose` | […spatial, out/groups, in] | k·(in/groups)/s on average | k·out/groups |
 *
 * A stride thins the gradient of a convolution and the output of a transposed one. Other libraries
 * ignore strides, and so does this function unless you give `strides`. With strides, fans need not
 * be integers.
 *
 * For any other kernel, give `inAxes` and `outAxes`: fanIn is the product of the sizes of all axes
 * except `outAxes`, fanOut of all axes except `inAxes`. An axis in neither list counts in both
 * fans, as spatial axes do. The `batchAxes` of stacked kernels count in neither fan.
 *
 * @throws RangeError for a wrong number of axes, a size that is not a positive integer, groups that
 * do not divide the channels, strides or groups of a layer without them, and axes that the shape
 * lacks or that are listed twice.
 * @example
 * ```ts
 * import { fans } from 'initlab';
 * fans([128, 64]);                                   // { fanIn: 128, fanOut: 64 }
 * fans([3, 3, 16, 32]);                              // { fanIn: 144, fanOut: 288 }
 * fans([3, 3, 256, 1], { layer: 'depthwise' });      // { fanIn: 9, fanOut: 9 }
 * fans([8, 64, 512], { inAxes: [0, 1], outAxes: [2] }); // { fanIn: 512, fanOut: 512 }
 * fans([8, 64, 512], { inAxes: [1], outAxes: [2], batchAxes: [0] }); // { fanIn: 64, fanOut: 512 }
 * ```
 */
export function fans(shape: readonly number[], options: FanOptions = {}): Fans {
  knownOptions(options, FAN_OPTION_NAMES, 'fans');
  checkShape(shape);
  const { inAxes, outAxes, batchAxes, ...others } = options;
  if (inAxes !== undefined || outAxes !== undefined || batchAxes !== undefined) {
    if (Object.keys(others).length === 0) return fansOfAxes(shape, inAxes, outAxes, batchAxes);
    throw new RangeError('inAxes and outAxes replace layer, groups and strides; give one or the other');
  }
  const layer = oneOf(options.layer ?? (shape.length === 2 ? 'dense' : 'conv'), LAYER_KINDS, 'layer');
  checkRank(shape, layer);
  const groups = positiveInteger(options.groups ?? 1, 'groups');
  const [before, last] = shape.slice(-2);
  if (layer === 'dense') {
    if (groups !== 1 || options.strides !== undefined)
      throw new RangeError('a dense layer has no groups and no strides');
    return { fanIn: before, fanOut: last };
  }
  const spatial = shape.slice(0, -2);
  const kernel = product(spatial);
  const stride = strideProduct(options.strides ?? 1, spatial.length);
  if (layer === 'depthwise') {
    if (groups !== 1)
      throw new RangeError(
        `groups is ${groups}; a depthwise layer always has one group per channel, so leave groups out`,
      );
    return { fanIn: kernel, fanOut: (kernel * last) / stride };
  }
  if (last % groups !== 0) {
    throw new RangeError(
      `groups is ${groups}, which does not divide the last size, ${last}, of ${layer} shape ${describe(shape)}`,
    );
  }
  const stored = kernel * before;
  const shared = (kernel * last) / groups / stride;
  return layer === 'conv' ? { fanIn: stored, fanOut: shared } : { fanIn: shared, fanOut: stored };
}

function checkRank(shape: readonly number[], layer: LayerKind): void {
  const rank = shape.length;
  if (layer === 'dense' ? rank === 2 : rank >= 3 && rank <= 5) return;
  const hint = rank < 2 ? '; a bias has no fans: use zeros() or constant(value)' : '';
  const wanted = layer === 'dense' ? '2 axes, [in, out]' : '3 to 5 axes, one to three of them spatial';
  throw new RangeError(`shape ${describe(shape)} has ${rank} axes; a ${layer} kernel has ${wanted}${hint}`);
}

function strideProduct(strides: number | readonly number[], axes: number): number {
  const list = typeof strides === 'number' ? Array<number>(axes).fill(strides) : strides;
  if (!Array.isArray(list) || list.length !== axes) {
    throw new RangeError(
      `strides is ${describe(strides)}; it must be one number or ${axes}, one for each spatial axis`,
    );
  }
  for (const stride of list) positiveInteger(stride, 'every stride');
  return product(list);
}
