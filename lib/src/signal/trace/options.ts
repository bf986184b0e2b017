import type { Optimizer } from '@tensorflow/tfjs-core';
import { knownOptions, positiveInteger, truth } from '../../foundation/argument.js';
import type { Losses } from '../../network/lossChoice.js';
import type { OptimizerName } from '../../network/optimizer.js';

export interface TraceOptions {
  /**
   * With `y`: 'crossEntropy', 'binaryCrossEntropy' (of logits or, if the model ends in a softmax or sigmoid, of probabilities),
   * 'meanSquaredError', as for `train`, or a name or a function as tfjs's compile takes it. Default: that of the compiled model, else what
   * suits the output and the targets (softmax, or labels of several units: cross entropy; sigmoid: binary cross
   * entropy; any other: mean squared error). The result says which.
   */
  loss?: Losses;
  /**
   * With `y`: whose first step `updateRatio` measures, 'sgd', 'momentum' (.9), 'adam', 'rmsprop', 'adagrad' or an optimizer of tfjs. Default,
   * as for `train`: that of the compiled model, if no learning rate is given, else 'adam'.
   */
  optimizer?: OptimizerName | Optimizer;
  /** With `y`: of an optimizer by name; default .01, for 'adam' and 'rmsprop' .001. */
  learningRate?: number;
  /** Of v in ⟨v, output⟩, and of dropout and noise in training; default 0. A safe integer from 0 or a bigint, as for `random`. */
  seed?: number | bigint;
  /** Whether dropout drops, and batch normalization takes the statistics of the batch. Default false. */
  training?: boolean;
  /** Whether to run the backward pass too, default true. */
  backward?: boolean;
  /** Bars of a histogram, default 50. */
  bins?: number;
}

export function checkOptions(options: TraceOptions, hasTargets: boolean): void {
  const withLoss = ['loss', 'optimizer', 'learningRate'];
  knownOptions(options, [...withLoss, 'seed', 'training', 'backward', 'bins'], 'trace');
  const needless = withLoss.find((key) => !hasTargets && options[key as keyof TraceOptions] !== undefined);
  if (needless)
    throw new TypeError(
      `trace: option "${needless}" needs y, the targets; pass them beside x: trace(model, { x, y }, options)`,
    );
  if (options.bins !== undefined) positiveInteger(options.bins, 'bins');
  truth(options.training ?? false, 'training');
  truth(options.backward ?? true, 'backward');
}
