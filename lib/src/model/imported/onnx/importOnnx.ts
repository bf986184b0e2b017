import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { input, model as modelOf } from '#tfjs-layers';
import { FileFormatError } from '../../files/fileFormatError.js';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from '../../files/onnx/onnxModel.js';
import { onnxNumbers } from '../../files/onnx/onnxNumbers.js';
import { ImportError, type ImportedInput, type ImportedModel, type ImportedWeight } from '../importedModel.js';
import { FOLDS } from './folding.js';
import { describeNode, GraphContext } from './graphContext.js';
import { OPERATORS } from './operators.js';
import { withPatternsFused } from './patterns.js';
import { type Constant, channelsLastAxes, type Value } from './values.js';

/** Operators that want channels last, and those through which an input keeps its order. */
const SPATIAL = new Set([
  'Conv',
  'ConvTranspose',
  'MaxPool',
  'AveragePool',
  'GlobalAveragePool',
  'GlobalMaxPool',
  'BatchNormalization',
]);
const ELEMENTWISE = new Set(['Identity', 'Dropout', 'Cast', 'Add', 'Sub', 'Mul', 'Div', 'Relu', 'Clip']);

/**
 * Makes a layers model that computes what the graph computes, with a layer for each operator and
 * the names of the program that wrote the file. Images are turned so that their channels are last.
 *
 * @param path the name used in error messages, and the place of numbers beside the model
 * @throws FileFormatError if the graph has an operator, or a use of one, that is not known
 */
export function importOnnx(path: string, onnx: OnnxModel): ImportedModel {
  try {
    return importGraph(path, onnx, onnx.graph as OnnxGraph);
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    const { message } = error as Error;
    // TensorFlow.js refuses what its layers do not take by errors of several classes.
    const problem =
      error instanceof ImportError ? message : `it cannot be made of layers (${message.split('\n', 1)[0]}).`;
    throw new FileFormatError(path, problem, { cause: error });
  }
}

function importGraph(path: string, onnx: OnnxModel, graph: OnnxGraph): ImportedModel {
  const constants = new Map(graph.tensors.map((tensor) => [tensor.name, constantOf(path, tensor)]));
  for (const node of graph.nodes)
    if (node.type === 'Constant') constants.set(node.outputs[0], constantNode(path, node));
  const nodes = withPatternsFused(graph, (name) => constants.get(name));
  const values = new Map<string, Value>(constants);
  const given = graph.inputs.filter(({ name }) => !constants.has(name));
  const sizes = given.map(({ shape }) => shape?.[0]);
  const context = new GraphContext({ ...onnx, graph: { ...graph, nodes } }, values, sizes[0] ?? undefined);
  const inputs = given.map((value) => importInput(value, nodes, context, values));
  for (const node of nodes) if (!context.isHandled(node)) importNode(node, context);
  const outputs = graph.outputs.map(({ name }) => outputOf(name, context));
  if (inputs.length === 0 || outputs.length === 0) throw new ImportError('it has no input or no output.');
  const model: LayersModel = modelOf({ inputs: inputs.map(({ symbol }) => symbol), outputs });
  return {
    model,
    inputs: inputs.map(({ imported }) => imported),
    weights: context.weights.map((weight) => withOwnName(weight, context.weights)),
    language: 'pytorch',
  };
}

function constantOf(path: string, tensor: OnnxTensor): Constant {
  const { name, shape } = tensor;
  const data = onnxNumbers(path, tensor);
  return { kind: 'constant', shape, data, source: { tensor: name, axes: shape.map((_, i) => i) } };
}

function constantNode(path: string, node: OnnxNode): Constant {
  const value = node.attributes.get('value')?.tensor;
  if (value !== undefined) {
    const { source: _, ...constant } = constantOf(path, value);
    return constant;
  }
  const attribute = [...node.attributes.values()].find(({ name }) => name.startsWith('value_'));
  if (attribute === undefined)
    throw new ImportError(`${describeNode(node)} has a constant of a kind that is not known.`);
  const data = Float64Array.from(attribute.floats.length > 0 ? attribute.floats : attribute.integers);
  return { kind: 'constant', shape: attribute.name.endsWith('s') ? [data.length] : [], data };
}

function importInput(
  { name, shape }: OnnxValue,
  nodes: readonly OnnxNode[],
  context: GraphContext,
  values: Map<string, Value>,
): { symbol: SymbolicTensor; imported: ImportedInput } {
  if (shape === undefined || shape.length < 2)
    throw new ImportError(`the input "${name}" has no shape with samples and values.`);
  const free = shape.findIndex((size, axis) => axis > 0 && (size === null || size < 1));
  if (free > 0)
    throw new ImportError(
      `axis ${free} of the input "${name}" has no fixed size. Export the model with a fixed size of all axes except the samples.`,
    );
  const axes =
    shape.length > 2 && shape.length < 5 && goesToSpatial(name, nodes) ? channelsLastAxes(shape.length) : undefined;
  const sizes = (axes?.slice(1) ?? shape.slice(1).map((_, i) => i + 1)).map((axis) => shape[axis] as number);
  const own = context.unused(name);
  const symbol = input({ shape: sizes, name: own });
  values.set(name, { kind: 'signal', symbol, layout: axes ? 'channelsLast' : 'file' });
  return { symbol, imported: { name: own, axes } };
}

/** Checks whether an input reaches an operator on images before any other. */
function goesToSpatial(name: string, nodes: readonly OnnxNode[], seen: Set<string> = new Set()): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const next = nodes.filter(({ inputs }) => inputs.includes(name));
  return next.some(
    ({ type, outputs }) => SPATIAL.has(type) || (ELEMENTWISE.has(type) && goesToSpatial(outputs[0], nodes, seen)),
  );
}

function importNode(node: OnnxNode, context: GraphContext): void {
  if (node.type === 'Constant') return;
  const isStandard =
    node.domain === '' || node.domain === 'ai.onnx' || (node.domain === 'com.microsoft' && node.type === 'Gelu');
  const isConstant = node.inputs.every((_, i) => context.optional(node, i)?.kind !== 'signal');
  const fold = isStandard && isConstant && Object.hasOwn(FOLDS, node.type) ? FOLDS[node.type] : undefined;
  if (fold) {
    context.setValue(node, fold(node, context));
    return;
  }
  if (!isStandard || !Object.hasOwn(OPERATORS, node.type))
    throw new ImportError(`${describeNode(node)} is not known, so that the model after it cannot be computed.`);
  const value = OPERATORS[node.type](node, context);
  if (value !== undefined) context.setValue(node, value);
}

function outputOf(name: string, context: GraphContext): SymbolicTensor {
  const value = context.known(name);
  if (value?.kind !== 'signal') throw new ImportError(`the output "${name}" does not depend on the data.`);
  return context.inFileOrder(value, name).symbol;
}

/**
 * Names a matrix as PyTorch's state dict does. Its exporter turns the matrices of layers that act
 * on sequences, and gives them new names; their biases keep theirs.
 */
function withOwnName(weight: ImportedWeight, weights: readonly ImportedWeight[]): ImportedWeight {
  if (!weight.tensor.startsWith('onnx::') || weight.shape.length !== 2) return weight;
  const bias = weights.find(({ layer, weight: name }) => layer === weight.layer && name === 'bias')?.tensor;
  if (bias === undefined || !bias.endsWith('.bias')) return weight;
  return { ...weight, tensor: bias.replace(/bias$/, 'weight'), axes: [...weight.axes].reverse() };
}
