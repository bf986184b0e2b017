import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '#tfjs-core';
import { layers as tfl } from '#tfjs-layers';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { axesOf } from './folding.js';
import { describeNode, type GraphContext, integerOf, integersOf } from './graphContext.js';
import { OnnxOperation } from './onnxOperation.js';
import { padded, windowOf } from './padding.js';
import type { Signal } from './values.js';

/** A number below all that occur, for the places around an image of which the largest is taken. */
const BELOW_ALL = -3.4e38;

export function pool(node: OnnxNode, context: GraphContext): Signal {
  const kernel = integersOf(node, 'kernel_shape') ?? [];
  const isMax = node.type === 'MaxPool';
  const name = context.nameFor(node);
  const input = context.inChannelsLast(context.signal(node, 0), name);
  const sizes = input.symbol.shape.slice(1, -1);
  const given = windowOf(node, kernel, sizes);
  if (kernel.length !== sizes.length || kernel.length > 2 || given.dilations.some((n) => n !== 1))
    throw new ImportError(`${describeNode(node)} pools over ${kernel.length} axes or with gaps, which is not known.`);
  const window = integerOf(node, 'ceil_mode', 0) === 1 ? { ...given, pads: widened(given, sizes) } : given;
  const hasPads = window.pads.flat().some((n) => n > 0);
  // The mode `same` of TensorFlow.js leaves the padding out of an average.
  const countsPads = !isMax && hasPads && integerOf(node, 'count_include_pad', 0) === 1 && window === given;
  if (!isMax && hasPads && !countsPads) return averageWithoutPads(context, input, window, name);
  const { signal, padding } = countsPads
    ? { signal: explicitPads(context, input, window.pads, name), padding: 'valid' as const }
    : padded(context, input, window, name, BELOW_ALL);
  const shared = { padding, name } as const;
  const layer =
    kernel.length === 1
      ? (isMax ? tfl.maxPooling1d : tfl.averagePooling1d)({
          ...shared,
          poolSize: kernel[0],
          strides: window.strides[0],
        })
      : (isMax ? tfl.maxPooling2d : tfl.averagePooling2d)({
          ...shared,
          poolSize: kernel as [number, number],
          strides: [...window.strides] as [number, number],
        });
  return { ...context.plain(layer, signal), layout: 'channelsLast' };
}

type Pads = readonly (readonly [number, number])[];

function explicitPads(context: GraphContext, input: Signal, pads: Pads, name: string): Signal {
  const all = [[0, 0], ...pads.map(([before, after]) => [before, after]), [0, 0]] as [number, number][];
  return context.plain(new OnnxOperation(context.unused(`${name}.padding`), ([x]) => tf.pad(x, all)), input);
}

/** Averages over the places inside the image only: a sum of places divided by their number. */
function averageWithoutPads(
  context: GraphContext,
  input: Signal,
  { kernel, strides, pads }: { kernel: readonly number[]; strides: readonly number[]; pads: Pads },
  name: string,
): Signal {
  if (kernel.length !== 2) throw new ImportError(`the pool ${name} pads a sequence, which is not known.`);
  const all = [[0, 0], ...pads.map(([before, after]) => [before, after]), [0, 0]] as [number, number][];
  const average = (x: Tensor): Tensor =>
    tf.avgPool(tf.pad(x, all) as Tensor4D, kernel as [number, number], strides as [number, number], 'valid');
  return context.plain(new OnnxOperation(name, ([x]) => tf.div(average(x), average(tf.onesLike(x)))), input);
}

/** Pads at the end as far as rounding up needs. */
function widened(
  { kernel, strides, pads }: { kernel: readonly number[]; strides: readonly number[]; pads: Pads },
  sizes: readonly (number | null)[],
): Pads {
  return pads.map(([before, after], axis): readonly [number, number] => {
    const room = (sizes[axis] ?? 0) + before + after - kernel[axis];
    let places = Math.ceil(room / strides[axis]) + 1;
    // The last window must begin inside the image or its padding before it.
    if ((places - 1) * strides[axis] >= (sizes[axis] ?? 0) + before) places--;
    return [before, Math.max(after, (places - 1) * strides[axis] + kernel[axis] - (sizes[axis] ?? 0) - before)];
  });
}

export function globalPool(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  const signal = context.inChannelsLast(context.signal(node, 0), name);
  const isMax = node.type === 'GlobalMaxPool';
  const flattening = context.onlyConsumer(node, 'Flatten');
  const isFlat = flattening !== undefined && integerOf(flattening, 'axis', 1) === 1;
  const pooled = spatialReduction(context, signal, isMax, !isFlat, name);
  if (isFlat) context.setHandled(flattening, pooled);
  return pooled;
}

/**
 * Reduces all spatial axes. With `keeps`, the axes stay with size 1, as ONNX's pools leave them.
 */
function spatialReduction(context: GraphContext, signal: Signal, isMax: boolean, keeps: boolean, name: string): Signal {
  const axes = signal.symbol.rank - 2;
  const make = [
    isMax ? tfl.globalMaxPooling1d : tfl.globalAveragePooling1d,
    isMax ? tfl.globalMaxPooling2d : tfl.globalAveragePooling2d,
  ][axes - 1];
  if (make === undefined) throw new ImportError(`the pool ${name} is over ${axes} axes, which is not known.`);
  const pooled = context.plain(make({ name } as never), signal, 'file');
  if (!keeps) return pooled;
  const targetShape = [...Array<number>(axes).fill(1), signal.symbol.shape.at(-1) as number];
  const kept = context.plain(tfl.reshape({ targetShape, name: context.unused(`${name}.kept`) }), pooled);
  return { ...kept, layout: 'channelsLast' };
}

const REDUCE = { ReduceMean: tf.mean, ReduceSum: tf.sum, ReduceMax: tf.max, ReduceMin: tf.min } as const;

/** Imports a mean, a sum or an extreme over some axes. */
export function reduction(node: OnnxNode, context: GraphContext): Signal {
  const type = node.type as keyof typeof REDUCE;
  const name = context.nameFor(node);
  const given = context.signal(node, 0);
  const { rank } = given.symbol;
  const axes = (axesOf(node, context) ?? Array.from({ length: rank }, (_, i) => i)).map((axis) =>
    axis < 0 ? axis + rank : axis,
  );
  const keeps = integerOf(node, 'keepdims', 1) === 1;
  const isSpatial = axes.length === rank - 2 && axes.every((axis) => axis >= 2);
  if ((type === 'ReduceMean' || type === 'ReduceMax') && isSpatial && rank > 2 && rank < 5) {
    const signal = context.inChannelsLast(given, name);
    return spatialReduction(context, signal, type === 'ReduceMax', keeps, name);
  }
  const signal = context.inFileOrder(given, name);
  if (axes.includes(0)) throw new ImportError(`${describeNode(node)} reduces the samples to one, which is not known.`);
  const isOverTime = type === 'ReduceMean' && rank === 3 && axes.length === 1 && axes[0] === 1 && !keeps;
  if (isOverTime) return context.plain(tfl.globalAveragePooling1d({ name }), signal);
  return context.plain(new OnnxOperation(name, ([x]) => REDUCE[type](x, axes, keeps)), signal);
}
