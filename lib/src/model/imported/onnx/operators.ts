import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ACTIVATION_TYPES, activation, prelu, softmax } from './activations.js';
import { convolution, transposedConvolution } from './convolution.js';
import { denseOfProduct, gemm } from './dense.js';
import { pair, productOfSignals } from './elementwise.js';
import type { GraphContext } from './graphContext.js';
import { batchNormalization, layerNormalization } from './normalization.js';
import { pad } from './padding.js';
import { globalPool, pool, reduction } from './pooling.js';
import { recurrent } from './recurrent.js';
import { concatenation, flatten, gather, reshape, shape, slice, split, squeeze, transpose } from './shapes.js';
import type { Value } from './values.js';

/** Imports a node. Returns its value, or nothing if it has set the values of several outputs. */
type Import = (node: OnnxNode, context: GraphContext) => Value | undefined;

const pass: Import = (node, context) => context.value(node, 0);

const product: Import = (node, context) =>
  context.value(node, 1).kind === 'constant' ? denseOfProduct(node, context) : productOfSignals(node, context);

const repeat = (types: readonly string[], run: Import): Record<string, Import> =>
  Object.fromEntries(types.map((type) => [type, run]));

/** Functions that import each operator whose value depends on the data. */
export const OPERATORS: Readonly<Record<string, Import>> = {
  Gemm: gemm,
  MatMul: product,
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  ...repeat(ACTIVATION_TYPES, activation),
  PRelu: prelu,
  Softmax: softmax,
  LogSoftmax: softmax,
  ...repeat(['MaxPool', 'AveragePool'], pool),
  ...repeat(['GlobalAveragePool', 'GlobalMaxPool'], globalPool),
  ...repeat(['ReduceMean', 'ReduceSum', 'ReduceMax', 'ReduceMin'], reduction),
  ...repeat(['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Min', 'Max'], pair),
  Pad: pad,
  Flatten: flatten,
  Reshape: reshape,
  ...repeat(['Squeeze', 'Unsqueeze'], squeeze),
  Transpose: transpose,
  Concat: concatenation,
  Gather: gather,
  Slice: slice,
  Split: (node, context) => {
    split(node, context);
    return undefined;
  },
  Shape: shape,
  ...repeat(['LSTM', 'RNN'], (node, context) => {
    recurrent(node, context);
    return undefined;
  }),
  // Dropout is drawn by the trainer, and its rate is not in the file of a model for inference.
  ...repeat(['Identity', 'Dropout', 'Cast'], pass),
};
