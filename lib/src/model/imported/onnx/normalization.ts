import { layers as tfl } from '#tfjs-layers';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { describeNode, floatOf, type GraphContext, integerOf } from './graphContext.js';
import type { Constant, Signal } from './values.js';

export function batchNormalization(node: OnnxNode, context: GraphContext): Signal {
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((i) => context.constant(node, i));
  const name = context.nameFor(node, gamma, beta);
  const given = context.signal(node, 0);
  const signal = given.symbol.rank > 2 ? context.inChannelsLast(given, name) : given;
  const layer = tfl.batchNormalization({
    epsilon: floatOf(node, 'epsilon', 1e-5),
    momentum: floatOf(node, 'momentum', 0.9),
    name,
  });
  const weights = { gamma, beta, movingMean: mean, movingVariance: variance };
  const sources = Object.entries(weights).map(([weight, value]) => ({ weight, value }));
  return context.weighted(layer, signal, sources);
}

/** Imports a normalization over the last axis. */
export function layerNormalization(node: OnnxNode, context: GraphContext): Signal {
  const [gamma, beta] = [context.constant(node, 1), context.optional(node, 2) as Constant | undefined];
  const name = context.nameFor(node, gamma, beta);
  const signal = context.inFileOrder(context.signal(node, 0), name);
  const { rank, shape } = signal.symbol;
  const axis = integerOf(node, 'axis', -1);
  if (axis !== -1 && axis !== rank - 1 && gamma.shape.length !== 1)
    throw new ImportError(`${describeNode(node)} normalizes over several axes; only the last one is known.`);
  if (gamma.data.length !== shape[rank - 1])
    throw new ImportError(`${describeNode(node)} has ${gamma.data.length} scales for ${shape[rank - 1]} values.`);
  const layer = tfl.layerNormalization({ epsilon: floatOf(node, 'epsilon', 1e-5), center: beta !== undefined, name });
  const sources = [{ weight: 'gamma', value: gamma }, ...(beta ? [{ weight: 'beta', value: beta }] : [])];
  return context.weighted(layer, signal, sources);
}
