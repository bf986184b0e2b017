import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '#tfjs-core';
import { layers as tfl } from '#tfjs-layers';
import { product } from '../../../init/shape.js';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { axesOf, sliceOf } from './folding.js';
import { describeNode, type GraphContext, integerOf, integersOf } from './graphContext.js';
import { OnnxOperation } from './onnxOperation.js';
import { type Constant, channelsLastAxes, SAMPLES, type Signal } from './values.js';

export function shape(node: OnnxNode, context: GraphContext): Constant {
  const sizes = context.shapeOf(context.signal(node, 0));
  const [start, end] = [integerOf(node, 'start', 0), integerOf(node, 'end', sizes.length)];
  const data = Float64Array.from(sizes.slice(start, end));
  return { kind: 'constant', shape: [data.length], data };
}

export function flatten(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  if (integerOf(node, 'axis', 1) !== 1)
    throw new ImportError(`${describeNode(node)} flattens from another axis than the first after the samples.`);
  return flat(context, context.signal(node, 0), name);
}

function flat(context: GraphContext, given: Signal, name: string): Signal {
  const isOnePlace = given.symbol.shape.slice(1, -1).every((n) => n === 1);
  // With one place, both orders are the same.
  const signal = given.layout === 'channelsLast' && isOnePlace ? given : context.inFileOrder(given, name);
  return given.symbol.rank === 2 ? signal : context.plain(tfl.flatten({ name }), signal, 'file');
}

export function reshape(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  const given = context.signal(node, 0);
  const sizes = context.shapeOf(given);
  const target = context
    .integers(node, 1)
    .map((n, axis) => (n === 0 && integerOf(node, 'allowzero', 0) === 0 ? sizes[axis] : n));
  return reshaped(node, context, given, target, name);
}

function reshaped(
  node: OnnxNode,
  context: GraphContext,
  given: Signal,
  target: readonly number[],
  name: string,
): Signal {
  const count = product(context.shapeOf(given).slice(1));
  const rest = target.slice(1);
  const known = rest.reduce((product, n) => (n === -1 ? product : product * n), 1);
  const filled = rest.map((n) => (n === -1 ? count / known : n));
  const size = product(filled);
  const [first] = target;
  const isSamples = first === SAMPLES || first === -1 || first === context.fixedSamples;
  if (!isSamples || size !== count || count < 0)
    throw new ImportError(`${describeNode(node)} mixes the samples with their values, which is not known.`);
  if (filled.length === 1) return flat(context, given, name);
  const signal = context.inFileOrder(given, name);
  return context.plain(tfl.reshape({ targetShape: filled, name }), signal);
}

/** Imports the removal or the insertion of axes of size 1. */
export function squeeze(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  const given = context.signal(node, 0);
  const sizes = context.shapeOf(given);
  const axes = axesOf(node, context);
  const isInserted = node.type === 'Unsqueeze';
  const rank = isInserted ? sizes.length + (axes?.length ?? 0) : sizes.length;
  const places =
    axes?.map((axis) => (axis < 0 ? axis + rank : axis)) ?? sizes.flatMap((n, axis) => (n === 1 ? [axis] : []));
  if (places.includes(0)) {
    // The state of a recurrent layer has an axis for its directions before the samples.
    throw new ImportError(`${describeNode(node)} changes the axis of the samples, which is not known.`);
  }
  const rest = [...sizes];
  const target = isInserted
    ? Array.from({ length: rank }, (_, axis) => (places.includes(axis) ? 1 : (rest.shift() as number)))
    : sizes.filter((_, axis) => !places.includes(axis));
  return reshaped(node, context, given, target, name);
}

export function transpose(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  const given = context.signal(node, 0);
  const axes = integersOf(node, 'perm') ?? given.symbol.shape.map((_, i) => given.symbol.rank - 1 - i);
  const isTimeSwap = axes.length === 3 && axes[0] === 1 && axes[1] === 0;
  if (isTimeSwap && given.layout === 'timeFirst') return { ...given, layout: 'file' };
  const signal = context.inFileOrder(given, name);
  if (isTimeSwap) return { ...signal, layout: 'timeFirst' };
  if (axes[0] !== 0) throw new ImportError(`${describeNode(node)} moves the axis of the samples, which is not known.`);
  const isChannelsLast = String(axes) === String(channelsLastAxes(axes.length)) && axes.length > 2;
  const moved = context.plain(tfl.permute({ dims: axes.slice(1), name }), signal);
  return isChannelsLast ? moved : { ...moved, layout: 'file' };
}

export function concatenation(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  const given = node.inputs.map((_, i) => context.signal(node, i));
  const rank = given[0].symbol.rank;
  const isChannelsLast = given.every(({ layout }) => layout === 'channelsLast');
  const signals = isChannelsLast ? given : given.map((signal) => context.inFileOrder(signal, name));
  const axis = integerOf(node, 'axis', 0);
  const own = axis < 0 ? axis + rank : axis;
  if (own === 0) throw new ImportError(`${describeNode(node)} joins along the samples, which is not known.`);
  const place = isChannelsLast ? channelsLastAxes(rank).indexOf(own) : own;
  return context.plain(tfl.concatenate({ axis: place, name }), signals);
}

/** Imports a table of vectors that whole numbers choose from, or a choice of fixed places. */
export function gather(node: OnnxNode, context: GraphContext): Signal {
  const [data, indices] = [context.value(node, 0), context.value(node, 1)];
  const axis = integerOf(node, 'axis', 0);
  if (data.kind === 'constant') return embedding(node, context, data, axis);
  if (indices.kind === 'signal')
    throw new ImportError(`${describeNode(node)} chooses by computed places, which is not known.`);
  const name = context.nameFor(node);
  const signal = context.inFileOrder(data, name);
  const own = axis < 0 ? axis + signal.symbol.rank : axis;
  const size = signal.symbol.shape[own] as number;
  const places = Int32Array.from(indices.data, (i) => (i < 0 ? i + size : i));
  if (own === 0 || indices.shape.length > 1 || places.some((i) => i < 0 || i >= size))
    throw new ImportError(`${describeNode(node)} chooses samples or places that are not there.`);
  const isOne = indices.shape.length === 0;
  const compute = ([x]: Tensor[]): Tensor => {
    const chosen = tf.gather(x, tf.tensor1d(places, 'int32'), own);
    return isOne ? tf.squeeze(chosen, [own]) : chosen;
  };
  return context.plain(new OnnxOperation(name, compute), signal);
}

function embedding(node: OnnxNode, context: GraphContext, table: Constant, axis: number): Signal {
  const signal = context.inFileOrder(context.signal(node, 1), node.name);
  if (axis !== 0 || table.shape.length !== 2 || signal.symbol.rank !== 2)
    throw new ImportError(
      `${describeNode(node)} is not a table of vectors for sequences of whole numbers, which is all that is known.`,
    );
  const [inputDim, outputDim] = table.shape;
  const layer = tfl.embedding({ inputDim, outputDim, name: context.nameFor(node, table) });
  return context.weighted(layer, signal, [{ weight: 'embeddings', value: table }]);
}

export function slice(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  const signal = context.inFileOrder(context.signal(node, 0), name);
  const { starts, ends, axes = starts.map((_, i) => i), steps = starts.map(() => 1) } = sliceOf(node, context);
  const sizes = context.shapeOf(signal);
  const [begin, length] = [sizes.map(() => 0), [...sizes]];
  axes.forEach((given, i) => {
    const axis = given < 0 ? given + sizes.length : given;
    const bound = (place: number): number =>
      Math.min(Math.max(place < 0 ? place + sizes[axis] : place, 0), sizes[axis]);
    begin[axis] = bound(starts[i]);
    length[axis] = bound(ends[i]) - begin[axis];
    if (axis === 0 || steps[i] !== 1 || length[axis] <= 0)
      throw new ImportError(
        `${describeNode(node)} takes a part of the samples, or every second value, which is not known.`,
      );
  });
  const isWhole = length.every((n, axis) => n === sizes[axis]);
  if (isWhole) return signal;
  const compute = ([x]: Tensor[]): Tensor => tf.slice(x, begin, [x.shape[0], ...length.slice(1)]);
  return context.plain(new OnnxOperation(name, compute), signal);
}

/** Imports the parts of a value along an axis, such as queries, keys and values. */
export function split(node: OnnxNode, context: GraphContext): void {
  const name = context.nameFor(node);
  const signal = context.inFileOrder(context.signal(node, 0), name);
  const { rank, shape: sizes } = signal.symbol;
  const given = integerOf(node, 'axis', 0);
  const axis = given < 0 ? given + rank : given;
  const size = sizes[axis] as number;
  const listed = context.optional(node, 1) === undefined ? integersOf(node, 'split') : context.integers(node, 1);
  const lengths = listed ?? node.outputs.map(() => size / node.outputs.length);
  if (axis === 0 || lengths.length !== node.outputs.length || lengths.reduce((sum, n) => sum + n, 0) !== size)
    throw new ImportError(`${describeNode(node)} splits the samples, or into parts that do not fit.`);
  let start = 0;
  lengths.forEach((length, i) => {
    const begin = sizes.map((_, at) => (at === axis ? start : 0));
    start += length;
    const compute = ([x]: Tensor[]): Tensor =>
      tf.slice(
        x,
        begin,
        x.shape.map((n, at) => (at === axis ? length : n)),
      );
    context.setValue(
      node,
      context.plain(new OnnxOperation(context.unused(`${name}.part${i + 1}`), compute), signal),
      i,
    );
  });
}
