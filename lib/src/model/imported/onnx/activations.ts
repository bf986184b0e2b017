import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import { layers as tfl } from '#tfjs-layers';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { permuted } from '../permuted.js';
import { describeNode, floatOf, type GraphContext, integerOf, textOf } from './graphContext.js';
import { OnnxOperation } from './onnxOperation.js';
import { type Constant, channelsLastAxes, type Signal } from './values.js';

type Layer = layers.Layer;
type Make = (node: OnnxNode, name: string, context: GraphContext) => Layer;

const named =
  (activation: Parameters<typeof tfl.activation>[0]['activation']): Make =>
  (_, name) =>
    tfl.activation({ activation, name });
const computed =
  (compute: (x: Tensor) => Tensor): Make =>
  (_, name) =>
    new OnnxOperation(name, ([x]) => compute(x));

/** Layers for activations that have no weights. */
const ACTIVATIONS: Readonly<Record<string, Make>> = {
  Relu: (_, name) => tfl.reLU({ name }),
  LeakyRelu: (node, name) => tfl.leakyReLU({ alpha: floatOf(node, 'alpha', 0.01), name }),
  Elu: (node, name) => {
    const alpha = floatOf(node, 'alpha', 1);
    if (alpha === 1) return tfl.elu({ name });
    return new OnnxOperation(name, ([x]) => tf.add(tf.relu(x), tf.mul(alpha, tf.expm1(tf.minimum(x, 0)))));
  },
  ThresholdedRelu: (node, name) => tfl.thresholdedReLU({ theta: floatOf(node, 'alpha', 1), name }),
  Selu: named('selu'),
  Sigmoid: named('sigmoid'),
  Tanh: named('tanh'),
  Softplus: named('softplus'),
  Softsign: named('softsign'),
  Swish: named('swish'),
  Mish: named('mish'),
  Gelu: (node, name) =>
    tfl.activation({ activation: textOf(node, 'approximate') === 'tanh' ? 'gelu_new' : 'gelu', name }),
  HardSigmoid: (node, name) => {
    const [alpha, beta] = [floatOf(node, 'alpha', 0.2), floatOf(node, 'beta', 0.5)];
    if (Math.abs(alpha - 0.2) < 1e-6 && beta === 0.5) return tfl.activation({ activation: 'hardSigmoid', name });
    return new OnnxOperation(name, ([x]) => tf.clipByValue(tf.add(tf.mul(x, alpha), beta), 0, 1));
  },
  HardSwish: computed((x) => tf.mul(x, tf.clipByValue(tf.add(tf.div(x, 6), 0.5), 0, 1))),
  Celu: (node, name) => {
    const alpha = floatOf(node, 'alpha', 1);
    return new OnnxOperation(name, ([x]) =>
      tf.add(tf.relu(x), tf.mul(alpha, tf.expm1(tf.minimum(tf.div(x, alpha), 0)))),
    );
  },
  Clip: (node, name, context) => {
    const bound = (index: number, attribute: string, standard: number): number =>
      context.optional(node, index) === undefined
        ? floatOf(node, attribute, standard)
        : context.constant(node, index).data[0];
    const [low, high] = [bound(1, 'min', -3.4e38), bound(2, 'max', 3.4e38)];
    if (low === 0 && high >= 3.4e38) return tfl.reLU({ name });
    return low === 0
      ? tfl.reLU({ maxValue: high, name })
      : new OnnxOperation(name, ([x]) => tf.clipByValue(x, low, high));
  },
  Exp: computed(tf.exp),
  Log: computed(tf.log),
  Sqrt: computed(tf.sqrt),
  Abs: computed(tf.abs),
  Neg: computed(tf.neg),
  Erf: computed(tf.erf),
  Reciprocal: computed(tf.reciprocal),
  Sin: computed(tf.sin),
  Cos: computed(tf.cos),
};

/** TensorFlow.js has this activation, but its types leave it out. */
const LOG_SOFTMAX = 'logSoftmax' as 'softmax';

export const ACTIVATION_TYPES: readonly string[] = Object.keys(ACTIVATIONS);

export function activation(node: OnnxNode, context: GraphContext): Signal {
  const signal = context.signal(node, 0);
  const make = ACTIVATIONS[node.type];
  return context.plain(make(node, context.nameFor(node), context), signal);
}

/** Imports softmax and its logarithm. Up to opset 12 it runs over all axes from `axis` on. */
export function softmax(node: OnnxNode, context: GraphContext): Signal {
  const name = context.nameFor(node);
  const signal = context.inFileOrder(context.signal(node, 0), name);
  const { rank } = signal.symbol;
  const given = integerOf(node, 'axis', context.opset < 13 ? 1 : -1);
  const axis = given < 0 ? given + rank : given;
  if (context.opset < 13 && axis !== rank - 1)
    throw new ImportError(`${describeNode(node)} is a softmax over several axes at once, which is not known.`);
  const isLog = node.type === 'LogSoftmax';
  if (axis === rank - 1) {
    const layer = isLog ? tfl.activation({ activation: LOG_SOFTMAX, name }) : tfl.softmax({ axis: -1, name });
    return context.plain(layer, signal);
  }
  const order = moved(rank, axis);
  const compute = ([x]: Tensor[]): Tensor => {
    const last = tf.transpose(x, order);
    return tf.transpose(isLog ? tf.logSoftmax(last) : tf.softmax(last), order);
  };
  return context.plain(new OnnxOperation(name, compute), signal);
}

/** The order of axes that exchanges one with the last, and undoes itself. */
function moved(rank: number, axis: number): number[] {
  return Array.from({ length: rank }, (_, i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i));
}

/** Imports a PReLU with one slope, or one for each channel. */
export function prelu(node: OnnxNode, context: GraphContext): Signal {
  const signal = context.signal(node, 0);
  const slopes = context.constant(node, 1);
  const { rank, shape } = signal.symbol;
  const isChannelsLast = signal.layout === 'channelsLast';
  const sizes = [...Array<number>(Math.max(0, rank - slopes.shape.length)).fill(1), ...slopes.shape];
  const axes = isChannelsLast ? channelsLastAxes(rank) : sizes.map((_, i) => i);
  const own: Constant = {
    ...slopes,
    data: permuted(slopes.data, sizes, axes),
    shape: axes.slice(1).map((axis) => sizes[axis]),
  };
  const spread = own.shape.every((n, axis) => n === 1 || n === shape[axis + 1]);
  if (!spread || slopes.shape.length > rank)
    throw new ImportError(`${describeNode(node)} has slopes of a shape that is not known.`);
  const shared = own.shape.flatMap((n, axis) => (n === 1 ? [axis + 1] : []));
  const layer = tfl.prelu({ sharedAxes: shared, name: context.nameFor(node, slopes) });
  const plain = { ...own, ...(own.source && { source: { ...own.source, axes: own.shape.map((_, i) => i) } }) };
  return context.weighted(layer, signal, [{ weight: 'alpha', value: plain }]);
}
