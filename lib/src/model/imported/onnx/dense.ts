import { layers as tfl } from '#tfjs-layers';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { describeNode, floatOf, type GraphContext, integerOf } from './graphContext.js';
import { type Constant, type Signal, transposed } from './values.js';

/** Imports α·A·B + β·C, where B and C are weights. */
export function gemm(node: OnnxNode, context: GraphContext): Signal {
  const signal = context.inFileOrder(context.signal(node, 0), node.name);
  const kernel = context.constant(node, 1);
  const bias = context.optional(node, 2);
  if (integerOf(node, 'transA', 0) !== 0 || kernel.shape.length !== 2 || bias?.kind === 'signal')
    throw new ImportError(
      `${describeNode(node)} does not multiply the data by a matrix of weights, which is all that is known.`,
    );
  const oriented = integerOf(node, 'transB', 0) === 0 ? kernel : transposed(kernel, [1, 0]);
  const [alpha, beta] = [floatOf(node, 'alpha', 1), floatOf(node, 'beta', 1)];
  return dense(node, context, signal, { kernel: oriented, bias, alpha, beta });
}

interface DenseWeights {
  /** Kernel, [inputs, units]. */
  kernel: Constant;
  bias: Constant | undefined;
  alpha?: number;
  beta?: number;
}

function dense(
  node: OnnxNode,
  context: GraphContext,
  signal: Signal,
  { kernel, bias, alpha = 1, beta = 1 }: DenseWeights,
): Signal {
  const [inputs, units] = kernel.shape;
  if (signal.symbol.shape.at(-1) !== inputs)
    throw new ImportError(
      `${describeNode(node)} multiplies ${signal.symbol.shape.at(-1)} values by a matrix with ${inputs} rows.`,
    );
  const own = bias && biasOf(bias, units, node);
  const layer = tfl.dense({ units, useBias: own !== undefined, name: context.nameFor(node, kernel, bias) });
  return context.weighted(layer, signal, [
    { weight: 'kernel', value: kernel, factor: alpha },
    ...(own ? [{ weight: 'bias', value: own, factor: beta }] : []),
  ]);
}

/** Brings a bias of shape [units], [1, units] or [] to [units]. */
function biasOf(bias: Constant, units: number, node: OnnxNode): Constant {
  if (bias.data.length === units && bias.shape.at(-1) === units) {
    const isPlain = bias.shape.length === 1;
    return isPlain ? bias : { kind: 'constant', shape: [units], data: bias.data };
  }
  if (bias.data.length === 1)
    return { kind: 'constant', shape: [units], data: new Float32Array(units).fill(bias.data[0]) };
  throw new ImportError(`${describeNode(node)} adds something other than one number for each of its ${units} units.`);
}

/** Imports a product with a matrix of weights, together with the addition of a bias after it. */
export function denseOfProduct(node: OnnxNode, context: GraphContext): Signal {
  const kernel = context.constant(node, 1);
  const signal = context.inFileOrder(context.signal(node, 0), node.name);
  if (kernel.shape.length !== 2)
    throw new ImportError(
      `${describeNode(node)} multiplies by weights with ${kernel.shape.length} axes; only matrices are known.`,
    );
  const sum = context.onlyConsumer(node, 'Add');
  const other = sum?.inputs.find((name) => name !== node.outputs[0]);
  const bias = other === undefined ? undefined : context.known(other);
  const isBias = bias?.kind === 'constant' && bias.shape.length <= 1 && bias.data.length === kernel.shape[1];
  const result = dense(node, context, signal, { kernel, bias: isBias ? bias : undefined });
  if (isBias && sum !== undefined) context.setHandled(sum, result);
  return result;
}
