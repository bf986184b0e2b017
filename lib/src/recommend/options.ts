import { type ActivationName, toActivation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { knownOptions, oneOf, positiveInteger } from '../foundation/argument.js';
import type { OutputTask } from '../model/bias/outputBias.js';
import type { OptimizerName } from '../network/optimizer.js';

/**
 * The layers that `recommend` knows. `'attention'` is any projection of attention: queries, keys,
 * values or output.
 */
export type RecommendedLayer =
  | 'dense'
  | 'conv'
  | 'depthwise'
  | 'convTranspose'
  | 'embedding'
  | 'rnn'
  | 'lstm'
  | 'gru'
  | 'attention'
  | 'output';

/**
 * The place of the normalization: between the layer and its activation (`'batchNorm'`,
 * `'layerNorm'`), first in each residual branch (`'preNorm'`), or after each sum of shortcut and
 * branch (`'postNorm'`, the original transformer).
 */
export type Normalization = 'none' | 'batchNorm' | 'layerNorm' | 'preNorm' | 'postNorm';

export interface RecommendOptions {
  /** Default `'dense'`. */
  layer?: RecommendedLayer;
  /**
   * The activation after the layer: a name, `activation(name, params)` or an object of your own;
   * for an output layer also `'softmax'`. Default `'relu'`, for recurrent layers `'tanh'`, for
   * outputs, attention and the last layer of a branch `'linear'`.
   */
  activation?: ActivationName | Activation | 'softmax';
  /**
   * Number of consecutive layers with weights, or of residual blocks. Default 1. A block of a
   * transformer has two branches.
   */
  depth?: number;
  /** The layer's place in a residual branch: `'last'` if its output is added to the shortcut. */
  residual?: 'inner' | 'last';
  /** Default `'none'`; `'preNorm'` for attention and embeddings. */
  normalization?: Normalization;
  /** The optimizer. It changes no weights, only the advice on the learning rate. */
  optimizer?: OptimizerName;
  /**
   * The task of an output layer: what it predicts. The default follows from its activation:
   * `'softmax'`, `'binary'` for sigmoid, `'regression'` for linear.
   */
  task?: OutputTask | 'gan';
}

/** The options, checked and with defaults filled in. */
export interface CheckedOptions {
  layer: RecommendedLayer;
  /** The activation. Softmax stays a name, because it is not a function of a single number. */
  activation: Activation | 'softmax';
  depth: number;
  residual: 'inner' | 'last' | undefined;
  normalization: Normalization;
  optimizer: OptimizerName | undefined;
  task: OutputTask | 'gan' | undefined;
}

const OPTION_NAMES = ['layer', 'activation', 'depth', 'residual', 'normalization', 'optimizer', 'task'];

const LAYERS: readonly RecommendedLayer[] = [
  'dense',
  'conv',
  'depthwise',
  'convTranspose',
  'embedding',
  'rnn',
  'lstm',
  'gru',
  'attention',
  'output',
];

/** The default activation of each layer. */
const USUAL_ACTIVATIONS: Partial<Record<RecommendedLayer, ActivationName>> = {
  rnn: 'tanh',
  lstm: 'tanh',
  gru: 'tanh',
  attention: 'linear',
  embedding: 'linear',
  output: 'linear',
};

/** Checks options and fills in defaults. */
export function checkOptions(options: RecommendOptions): CheckedOptions {
  knownOptions(options, OPTION_NAMES, 'recommend');
  const layer = oneOf(options.layer ?? 'dense', LAYERS, 'layer');
  const isTransformer = layer === 'attention' || layer === 'embedding';
  const assumed = USUAL_ACTIVATIONS[layer] ?? (options.residual === 'last' ? 'linear' : 'relu');
  const { activation = assumed, normalization = isTransformer ? 'preNorm' : 'none' } = options;
  const { residual, optimizer, task } = options;
  oneOf(normalization, ['none', 'batchNorm', 'layerNorm', 'preNorm', 'postNorm'], 'normalization');
  if (residual !== undefined) oneOf(residual, ['inner', 'last'], 'residual');
  if (optimizer !== undefined) oneOf(optimizer, ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad'], 'optimizer');
  if (task !== undefined) oneOf(task, ['softmax', 'binary', 'regression', 'gan'], 'task');
  const checked: CheckedOptions = {
    layer,
    activation: activation === 'softmax' ? activation : toActivation(activation),
    depth: positiveInteger(options.depth ?? 1, 'depth'),
    residual,
    normalization,
    optimizer,
    task,
  };
  checkTogether(checked);
  return checked;
}

/** Refuses options that exclude each other, because one of them would be ignored silently. */
function checkTogether({ layer, activation, residual, normalization, task }: CheckedOptions): void {
  if (layer !== 'output') {
    if (activation === 'softmax')
      throw new RangeError(`activation is "softmax" of a ${layer} layer; it is only allowed with layer: 'output'`);
    if (task !== undefined)
      throw new RangeError(`task is "${task}" of a ${layer} layer; it is only allowed with layer: 'output'`);
  }
  if (residual !== undefined && (layer === 'output' || layer === 'embedding'))
    throw new RangeError(
      `residual is "${residual}" of an ${layer} layer, which lies in no residual branch; leave it out`,
    );
  if (layer === 'attention' && normalization !== 'preNorm' && normalization !== 'postNorm')
    throw new RangeError(`normalization is "${normalization}" of an attention layer; allowed: preNorm, postNorm`);
}
