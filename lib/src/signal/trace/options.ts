import type { Optimizer } from '@tensorflow/tfjs-core';
import { knownOptions, positiveInteger, truth } from '../../foundation/argument.js';
import type { Losses } from '../../network/lossChoice.js';
import type { OptimizerName } from '../../network/optimizer.js';

export interface TraceOptions {
  /**
   * Loss, if `y` is given: 'crossEntropy', 'binaryCrossEntropy' (of logits or, if the model ends in
   * a softmax or sigmoid, of probabilities) or 'meanSquaredError', as for `train`, or any name or
   * function that tfjs's `compile` accepts. The default is the loss of the compiled model, or else
   * the one that suits the output and the targets: cross entropy for a softmax or for labels of
   * several units, binary cross entropy for a sigmoid, and otherwise mean squared error. Integers
   * for one linear unit have no default. The result says which was chosen.
   */
  loss?: Losses;
  /**
   * Optimizer whose first step `updateRatio` measures, if `y` is given: 'sgd', 'momentum' (.9),
   * 'adam', 'rmsprop', 'adagrad' or an optimizer of tfjs. The default is that of `train`: the
   * optimizer of the compiled model, or else 'adam'.
   */
  optimizer?: OptimizerName | Optimizer;
  /**
   * Learning rate of the optimizer, if `y` is given, unless that is an optimizer of tfjs. The
   * default is the rate of the compiled model's optimizer, or else .01, or .001 for 'adam' and
   * 'rmsprop'.
   */
  learningRate?: number;
  /**
   * Seed for v in ⟨v, output⟩ and for dropout and noise in training: a safe integer of at least 0
   * or a bigint, as for `random`. Default 0.
   */
  seed?: number | bigint;
  /**
   * Whether dropout drops units and batch normalization uses the statistics of the batch. Default
   * false.
   */
  training?: boolean;
  /** Whether to run the backward pass too. Default true. */
  backward?: boolean;
  /** Number of bars in a histogram, default 50. */
  bins?: number;
}

export function checkOptions(options: TraceOptions, hasTargets: boolean): void {
  const lossOptions = ['loss', 'optimizer', 'learningRate'];
  knownOptions(options, [...lossOptions, 'seed', 'training', 'backward', 'bins'], 'trace');
  const needless = lossOptions.find((key) => !hasTargets && options[key as keyof TraceOptions] !== undefined);
  if (needless)
    throw new TypeError(
      `trace: option "${needless}" needs the targets y; pass them with x: trace(model, { x, y }, options)`,
    );
  if (options.bins !== undefined) positiveInteger(options.bins, 'bins');
  truth(options.training ?? false, 'training');
  truth(options.backward ?? true, 'backward');
}
