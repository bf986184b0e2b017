import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '#tfjs-core';
import { layers as tfl } from '#tfjs-layers';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { permuted } from '../permuted.js';
import { describeNode, type GraphContext } from './graphContext.js';
import { OnnxOperation } from './onnxOperation.js';
import { type Constant, channelsLastAxes, type Signal } from './values.js';

type Operator = 'Add' | 'Sub' | 'Mul' | 'Div' | 'Pow' | 'Min' | 'Max';

const COMPUTE: Readonly<Record<Operator, (a: Tensor, b: Tensor) => Tensor>> = {
  Add: tf.add,
  Sub: tf.sub,
  Mul: tf.mul,
  Div: tf.div,
  Pow: tf.pow,
  Min: tf.minimum,
  Max: tf.maximum,
};

/** Imports an operator on two values, of which at least one depends on the data. */
export function pair(node: OnnxNode, context: GraphContext): Signal {
  const [a, b] = [context.value(node, 0), context.value(node, 1)];
  if (a.kind === 'signal' && b.kind === 'signal') return ofSignals(node, context, a, b);
  const [signal, constant] = a.kind === 'signal' ? [a, b as Constant] : [b as Signal, a as Constant];
  return withConstant(node, context, signal, constant, a.kind === 'signal');
}

function ofSignals(node: OnnxNode, context: GraphContext, a: Signal, b: Signal): Signal {
  const type = node.type as Operator;
  const name = context.nameFor(node);
  const isAlike = a.layout === b.layout;
  const [first, second] = isAlike ? [a, b] : [context.inFileOrder(a, name), context.inFileOrder(b, name)];
  const isSameShape = String(first.symbol.shape) === String(second.symbol.shape);
  if (type === 'Add' && isSameShape) return context.plain(tfl.add({ name }), [first, second]);
  if (type === 'Mul' && isSameShape) return context.plain(tfl.multiply({ name }), [first, second]);
  if (!isSameShape && first.symbol.rank !== second.symbol.rank)
    throw new ImportError(`${describeNode(node)} combines values with different numbers of axes.`);
  return context.plain(new OnnxOperation(name, ([x, y]) => COMPUTE[type](x, y)), [first, second]);
}

function withConstant(
  node: OnnxNode,
  context: GraphContext,
  signal: Signal,
  constant: Constant,
  isSignalFirst: boolean,
): Signal {
  const type = node.type as Operator;
  const name = context.nameFor(node);
  if (constant.data.length === 1) {
    const rescaling = rescalingOf(type, constant.data[0], isSignalFirst);
    if (rescaling?.scale === 1 && rescaling.offset === 0) return signal;
    if (rescaling) return context.plain(tfl.rescaling({ ...rescaling, name }), signal);
  }
  const { rank } = signal.symbol;
  if (constant.shape.length > rank)
    throw new ImportError(`${describeNode(node)} combines the data with a constant that has more axes.`);
  const shape = [...Array<number>(rank - constant.shape.length).fill(1), ...constant.shape];
  if (shape[0] !== 1)
    throw new ImportError(`${describeNode(node)} has a constant for each sample, which is not known.`);
  const axes = signal.layout === 'channelsLast' ? channelsLastAxes(rank) : shape.map((_, i) => i);
  const own = signal.layout === 'timeFirst' ? context.inFileOrder(signal, name) : signal;
  const values = Float32Array.from(permuted(constant.data, shape, axes));
  const sizes = axes.map((axis) => shape[axis]);
  const layer = new OnnxOperation(name, ([x]) => {
    const other = tf.tensor(values, sizes);
    return isSignalFirst ? COMPUTE[type](x, other) : COMPUTE[type](other, x);
  });
  return context.plain(layer, own);
}

/** Writes an operator with one number as scale·x + offset, if it is of that form. */
function rescalingOf(
  type: Operator,
  value: number,
  isSignalFirst: boolean,
): { scale: number; offset: number } | undefined {
  if (type === 'Add') return { scale: 1, offset: value };
  if (type === 'Sub') return isSignalFirst ? { scale: 1, offset: -value } : { scale: -1, offset: value };
  if (type === 'Mul') return { scale: value, offset: 0 };
  return type === 'Div' && isSignalFirst ? { scale: 1 / value, offset: 0 } : undefined;
}

/** Imports a product of two values that depend on the data, such as queries and keys. */
export function productOfSignals(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  const [a, b] = [0, 1].map((i) => context.inFileOrder(context.signal(node, i), name));
  if (a.symbol.rank !== b.symbol.rank || a.symbol.rank < 3)
    throw new ImportError(
      `${describeNode(node)} multiplies values with ${a.symbol.rank} and ${b.symbol.rank} axes, which is not known.`,
    );
  return context.plain(new OnnxOperation(name, ([x, y]) => tf.matMul(x, y)), [a, b]);
}
