import { type ActivationName, toActivation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { knownOptions, oneOf, positiveInteger } from '../foundation/argument.js';
import type { OutputTask } from '../model/bias/outputBias.js';
import type { OptimizerName } from '../network/optimizer.js';

/** The layers that `recommend` knows. `'attention'` is any projection of it: queries, keys, values, output. */
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
 * Where normalization stands: behind the layer ahead of its activation (`'batchNorm'`, `'layerNorm'`), first in each residual branch
 * (`'preNorm'`), or behind each sum of shortcut and branch (`'postNorm'`, the original transformer).
 */
export type Normalization = 'none' | 'batchNorm' | 'layerNorm' | 'preNorm' | 'postNorm';

export interface RecommendOptions {
  /** Default `'dense'`. */
  layer?: RecommendedLayer;
  /**
   * What follows the layer, by name, by `activation(name, params)` or as an object of your own; of an output layer also `'softmax'`. Default
   * `'relu'`; `'tanh'` for recurrent layers, `'linear'` for outputs, attention and the last layer of a branch.
   */
  activation?: ActivationName | Activation | 'softmax';
  /** How many layers with weights follow one another, or how many residual blocks; default 1. A block of a transformer has two branches. */
  depth?: number;
  /** Whether the layer lies in a residual branch: `'last'` if its output is what is added to the shortcut. */
  residual?: 'inner' | 'last';
  /** Default `'none'`; `'preNorm'` for attention and embeddings. */
  normalization?: Normalization;
  /** What trains the net. It changes no weights, but what there is to say of the learning rate. */
  optimizer?: OptimizerName;
  /** Of an output layer, default by its activation: `'softmax'`, `'binary'` for sigmoid, `'regression'` for linear. */
  task?: OutputTask | 'gan';
}

/** The options, checked, with defaults in their places. */
export interface Asked {
  layer: RecommendedLayer;
  /** Of softmax, which is no function of one number, its name alone. */
  activation: Activation | 'softmax';
  depth: number;
  residual: 'inner' | 'last' | undefined;
  normalization: Normalization;
  optimizer: OptimizerName | undefined;
  task: OutputTask | 'gan' | undefined;
}

const optionNames = ['layer', 'activation', 'depth', 'residual', 'normalization', 'optimizer', 'task'];

const layers: readonly RecommendedLayer[] = [
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

/** What is taken to follow a layer of which nothing is said. */
const usual: Partial<Record<RecommendedLayer, ActivationName>> = {
  rnn: 'tanh',
  lstm: 'tanh',
  gru: 'tanh',
  attention: 'linear',
  embedding: 'linear',
  output: 'linear',
};

export function checkAsked(options: RecommendOptions): Asked {
  knownOptions(options, optionNames, 'recommend');
  const layer = oneOf(options.layer ?? 'dense', layers, 'layer');
  const isTransformer = layer === 'attention' || layer === 'embedding';
  const assumed = usual[layer] ?? (options.residual === 'last' ? 'linear' : 'relu');
  const { activation = assumed, normalization = isTransformer ? 'preNorm' : 'none' } = options;
  const { residual, optimizer, task } = options;
  oneOf(normalization, ['none', 'batchNorm', 'layerNorm', 'preNorm', 'postNorm'], 'normalization');
  if (residual !== undefined) oneOf(residual, ['inner', 'last'], 'residual');
  if (optimizer !== undefined) oneOf(optimizer, ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad'], 'optimizer');
  if (task !== undefined) oneOf(task, ['softmax', 'binary', 'regression', 'gan'], 'task');
  const asked: Asked = {
    layer,
    activation: activation === 'softmax' ? activation : toActivation(activation),
    depth: positiveInteger(options.depth ?? 1, 'depth'),
    residual,
    normalization,
    optimizer,
    task,
  };
  checkTogether(asked);
  return asked;
}

/** What does not go together would be left out of account, without a word. */
function checkTogether({ layer, activation, residual, normalization, task }: Asked): void {
  if (layer !== 'output') {
    if (activation === 'softmax')
      throw new RangeError(`activation is "softmax" of a ${layer} layer; it goes with layer: 'output' alone`);
    if (task !== undefined)
      throw new RangeError(`task is "${task}" of a ${layer} layer; it goes with layer: 'output' alone`);
  }
  if (residual !== undefined && (layer === 'output' || layer === 'embedding'))
    throw new RangeError(
      `residual is "${residual}" of an ${layer} layer, which lies in no residual branch; leave it out`,
    );
  if (layer === 'attention' && normalization !== 'preNorm' && normalization !== 'postNorm')
    throw new RangeError(`normalization is "${normalization}" of an attention layer; allowed: preNorm, postNorm`);
}
