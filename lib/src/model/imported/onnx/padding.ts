import * as tf from '#tfjs-core';
import { layers as tfl } from '#tfjs-layers';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { describeNode, floatOf, type GraphContext, integersOf, textOf } from './graphContext.js';
import { OnnxOperation } from './onnxOperation.js';
import type { Signal } from './values.js';

/** The most places by which an axis is padded. */
const MOST_PADDING = 2 ** 14;

/** Sizes of a window that moves over the spatial axes. */
export interface Window {
  kernel: readonly number[];
  strides: readonly number[];
  dilations: readonly number[];
  /** Padding before and after, for each spatial axis. */
  pads: readonly (readonly [number, number])[];
}

export function windowOf(node: OnnxNode, kernel: readonly number[], sizes: readonly (number | null)[]): Window {
  const ones = kernel.map(() => 1);
  const strides = integersOf(node, 'strides') ?? ones;
  const dilations = integersOf(node, 'dilations') ?? ones;
  const list = integersOf(node, 'pads') ?? kernel.flatMap(() => [0, 0]);
  const given = kernel.map((_, axis) => [list[axis], list[axis + kernel.length]] as const);
  const mode = textOf(node, 'auto_pad') ?? 'NOTSET';
  if (
    list.some((n) => n < 0 || n > MOST_PADDING) ||
    [strides, dilations].some((numbers) => numbers.length !== kernel.length)
  )
    throw new ImportError(`${describeNode(node)} has strides or padding that do not fit its ${kernel.length} axes.`);
  if (mode === 'VALID') return { kernel, strides, dilations, pads: kernel.map(() => [0, 0] as const) };
  if (mode === 'NOTSET') return { kernel, strides, dilations, pads: given };
  const pads = sizes.map((size, axis) => {
    const [before, after] = samePads(size, kernel[axis], strides[axis], dilations[axis]);
    return mode === 'SAME_LOWER' ? ([after, before] as const) : ([before, after] as const);
  });
  return { kernel, strides, dilations, pads };
}

/**
 * Padding with which TensorFlow's mode `same` keeps ⌈size / stride⌉ places; the odd place comes
 * last.
 */
function samePads(size: number | null, kernel: number, stride: number, dilation: number): readonly [number, number] {
  const extent = (kernel - 1) * dilation + 1;
  if (size === null && stride !== 1) return [Number.NaN, Number.NaN];
  const places = Math.ceil((size ?? 0) / stride);
  const total = stride === 1 ? extent - 1 : Math.max(0, (places - 1) * stride + extent - (size ?? 0));
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/**
 * Chooses the padding of a layer: a mode that TensorFlow.js has if it pads the same places, and
 * otherwise `valid` after a layer that pads with `value`.
 */
export function padded(
  context: GraphContext,
  signal: Signal,
  { kernel, strides, dilations, pads }: Window,
  name: string,
  value = 0,
): { signal: Signal; padding: 'same' | 'valid' } {
  if (pads.every(([before, after]) => before === 0 && after === 0)) return { signal, padding: 'valid' };
  const sizes = signal.symbol.shape.slice(1, -1);
  const isSame = pads.every(([before, after], axis) => {
    const [first, last] = samePads(sizes[axis], kernel[axis], strides[axis], dilations[axis]);
    return before === first && after === last;
  });
  if (isSame) return { signal, padding: 'same' };
  const unused = context.unused(`${name}.padding`);
  if (value === 0 && pads.length === 2) {
    const padding = pads.map(([before, after]) => [before, after]) as [[number, number], [number, number]];
    return { signal: context.plain(tfl.zeroPadding2d({ padding, name: unused }), signal), padding: 'valid' };
  }
  const all: [number, number][] = [[0, 0], ...pads.map(([before, after]): [number, number] => [before, after]), [0, 0]];
  const layer = new OnnxOperation(unused, ([x]) => tf.pad(x, all, value));
  return { signal: context.plain(layer, signal), padding: 'valid' };
}

/** Imports padding with a constant, over the spatial axes only or over any but the samples. */
export function pad(node: OnnxNode, context: GraphContext): Signal {
  const given = context.signal(node, 0);
  const list = context.optional(node, 1) === undefined ? (integersOf(node, 'pads') ?? []) : context.integers(node, 1);
  if (list.every((n) => n === 0)) return given;
  const { rank } = given.symbol;
  const fill = context.optional(node, 2) === undefined ? floatOf(node, 'value', 0) : context.constant(node, 2).data[0];
  if (
    (textOf(node, 'mode') ?? 'constant') !== 'constant' ||
    list.length !== 2 * rank ||
    list.some((n) => n < 0 || n > MOST_PADDING) ||
    list[0] + list[rank] > 0
  )
    throw new ImportError(
      `${describeNode(node)} pads other than with a constant around the values, which is not known.`,
    );
  const name = context.nameFor(node);
  const pads = Array.from({ length: rank }, (_, axis): [number, number] => [list[axis], list[axis + rank]]);
  if (rank === 4 && fill === 0 && pads[1].every((n) => n === 0)) {
    const layer = tfl.zeroPadding2d({ padding: [pads[2], pads[3]], name });
    return context.plain(layer, context.inChannelsLast(given, name));
  }
  const signal = context.inFileOrder(given, name);
  return context.plain(new OnnxOperation(name, ([x]) => tf.pad(x, pads, fill)), signal);
}
