import type { LayerKind as FanKind } from '../init/fans.js';
import {
  carriedActivation,
  eluOf,
  guessedActivation,
  leakyReluOf,
  preluOf,
  reluOf,
  softmaxOf,
  thresholdedReluOf,
} from './layerKinds/activations.js';
import type {
  LayerKind,
  MatrixKind,
  MergeOperation,
  Operation,
  PoolOperation,
  RecurrentOperation,
} from './layerKinds/kind.js';
import { bothDirections, cellOf, guessedParts, nestedLayers, stackedCells, wrappedLayer } from './layerKinds/parts.js';
import {
  anyNumber,
  bothDirectionsRange,
  productOfInputs,
  type RangeRule,
  rescaledRange,
  sameValues,
  sameValuesAnd0,
  stateRange,
  sumOfInputs,
} from './layerKinds/ranges.js';

const linear = {
  activation: carriedActivation,
  scale: 'keeps',
  sign: 'changes',
  probability: 'makes',
  range: anyNumber,
} as const;
const dense: LayerKind = {
  ...linear,
  operation: 'dense',
  matrices: { kernel: { fans: 'dense' } },
  unitMatrix: 'kernel',
};
const conv = (axes: number): LayerKind => ({
  ...linear,
  operation: 'conv',
  axes,
  matrices: { kernel: { fans: 'conv' } },
  unitMatrix: 'kernel',
});
const convTranspose = (axes: number): LayerKind => ({
  ...conv(axes),
  operation: 'convTranspose',
  matrices: { kernel: { fans: 'convTranspose', units: 'secondLast' } },
});
const depthwiseMatrix: MatrixKind = { fans: 'depthwise', units: 'lastTwo' };
const depthwise: LayerKind = {
  ...conv(2),
  operation: 'depthwise',
  matrices: { depthwise: depthwiseMatrix },
  unitMatrix: 'depthwise',
};
const separable: LayerKind = {
  ...conv(2),
  operation: 'separable',
  matrices: { depthwise: depthwiseMatrix, pointwise: { fans: 'conv' } },
  unitMatrix: 'pointwise',
};

/**
 * Columns that all recurrent layers share. They mix their input with their state, and have several
 * activations.
 */
const recurrent = { scale: 'changes', sign: 'changes', probability: 'makes', range: stateRange } as const;
const cell = (operation: RecurrentOperation, fans: FanKind, gates: number): LayerKind => ({
  ...recurrent,
  operation,
  matrices: { kernel: { fans, gates }, recurrent: { fans, gates } },
});
const rnn = (operation: RecurrentOperation): LayerKind => ({ ...recurrent, operation, matrices: {}, parts: cellOf });

const plain = { matrices: {}, probability: 'loses' } as const;
const activation = (read: LayerKind['activation'], operation: 'activation' | 'prelu' = 'activation'): LayerKind => ({
  ...plain,
  operation,
  ...(read && { activation: read }),
  isActivation: true,
  scale: 'keeps',
  sign: 'changes',
  probability: 'makes',
  range: sameValues,
});
const norm: LayerKind = { ...plain, operation: 'norm', scale: 'resets', sign: 'changes', range: anyNumber };
const keeping = (operation: Operation): LayerKind => ({
  ...plain,
  operation,
  scale: 'keeps',
  sign: 'keeps',
  probability: 'keeps',
  range: sameValues,
});
const pool = (operation: PoolOperation, axes: number): LayerKind => ({
  ...keeping(operation),
  axes,
  probability: operation === 'avgPool' || operation === 'globalAvgPool' ? 'keeps' : 'loses',
});
const merging = (operation: MergeOperation, range: RangeRule, scale: 'mixes' | 'changes' = 'mixes'): LayerKind => ({
  ...plain,
  operation,
  scale,
  sign: 'changes',
  range,
});
const changing = (operation: Operation): LayerKind => ({ ...plain, operation, scale: 'changes', sign: 'changes' });
const model: LayerKind = { ...changing('model'), parts: nestedLayers };

/**
 * Row for a class that is not in the table. It only uses what all layers of tfjs have in common.
 */
export const UNKNOWN: LayerKind = {
  operation: 'unknown',
  activation: guessedActivation,
  scale: 'changes',
  sign: 'changes',
  probability: 'makes',
  parts: guessedParts,
};

/**
 * Table of all layer classes of TensorFlow.js. The keys are the names under which they are
 * registered.
 */
export const LAYER_KINDS: Readonly<Record<string, LayerKind>> = {
  InputLayer: keeping('input'),
  Model: model,
  Functional: model,
  Sequential: model,

  Dense: dense,
  Conv1D: conv(1),
  Conv2D: conv(2),
  Conv3D: conv(3),
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable,
  Conv2DTranspose: convTranspose(2),
  Conv3DTranspose: convTranspose(3),
  Embedding: { ...changing('embedding'), range: anyNumber, matrices: { embeddings: {} }, unitMatrix: 'embeddings' },

  SimpleRNNCell: cell('rnn', 'dense', 1),
  GRUCell: cell('gru', 'dense', 3),
  LSTMCell: cell('lstm', 'dense', 4),
  ConvLSTM2DCell: cell('lstm', 'conv', 4),
  StackedRNNCells: { ...recurrent, operation: 'rnn', matrices: {}, parts: stackedCells },
  RNN: { ...rnn('rnn'), passesOn: true },
  SimpleRNN: rnn('rnn'),
  GRU: rnn('gru'),
  LSTM: rnn('lstm'),
  ConvLSTM2D: rnn('lstm'),
  Bidirectional: {
    ...recurrent,
    operation: 'rnn',
    matrices: {},
    probability: 'loses',
    range: bothDirectionsRange,
    parts: bothDirections,
  },
  TimeDistributed: { ...UNKNOWN, parts: wrappedLayer, passesOn: true },

  Activation: { ...activation(carriedActivation), isActivation: false },
  ReLU: activation(reluOf),
  LeakyReLU: activation(leakyReluOf),
  PReLU: activation(preluOf, 'prelu'),
  ELU: activation(eluOf),
  ThresholdedReLU: activation(thresholdedReluOf),
  Softmax: activation(softmaxOf),

  BatchNormalization: { ...norm, usesBatch: true },
  LayerNormalization: norm,
  Dropout: keeping('dropout'),
  SpatialDropout1D: keeping('dropout'),
  GaussianDropout: { ...keeping('noise'), sign: 'changes' },
  GaussianNoise: { ...changing('noise'), probability: 'keeps', range: sameValues },
  AlphaDropout: { ...changing('noise'), probability: 'keeps', range: sameValues },
  Masking: keeping('mask'),

  Add: merging('add', sumOfInputs),
  Average: { ...merging('merge', sameValues), probability: 'keeps' },
  Maximum: merging('merge', sameValues),
  Minimum: merging('merge', sameValues),
  Multiply: merging('merge', productOfInputs, 'changes'),
  Dot: merging('merge', anyNumber, 'changes'),
  Concatenate: { ...merging('concat', sameValues), sign: 'keeps' },

  MaxPooling1D: pool('maxPool', 1),
  MaxPooling2D: pool('maxPool', 2),
  MaxPooling3D: pool('maxPool', 3),
  AveragePooling1D: pool('avgPool', 1),
  AveragePooling2D: pool('avgPool', 2),
  AveragePooling3D: pool('avgPool', 3),
  GlobalMaxPooling1D: pool('globalMaxPool', 1),
  GlobalMaxPooling2D: pool('globalMaxPool', 2),
  GlobalAveragePooling1D: pool('globalAvgPool', 1),
  GlobalAveragePooling2D: pool('globalAvgPool', 2),

  Flatten: keeping('flatten'),
  Reshape: keeping('reshape'),
  Permute: keeping('move'),
  RepeatVector: keeping('move'),
  Cropping2D: keeping('move'),
  CenterCrop: keeping('move'),
  ZeroPadding2D: { ...keeping('move'), probability: 'loses', range: sameValuesAnd0 },
  UpSampling2D: keeping('resize'),
  Resizing: keeping('resize'),
  RandomWidth: keeping('resize'),
  Rescaling: { ...changing('rescale'), range: rescaledRange },
  CategoryEncoding: changing('encode'),
};
