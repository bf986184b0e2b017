import type { Optimizer, Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import { describe, oneOf, positive } from '../foundation/argument.js';

export type OptimizerName = 'sgd' | 'momentum' | 'adam' | 'rmsprop' | 'adagrad';

const OPTIMIZER_MAKERS: Record<OptimizerName, (learningRate?: number) => Optimizer> = {
  sgd: (rate = 0.01) => tf.train.sgd(rate),
  momentum: (rate = 0.01) => tf.train.momentum(rate, 0.9),
  adam: (rate = 0.001) => tf.train.adam(rate),
  rmsprop: (rate = 0.001) => tf.train.rmsprop(rate),
  adagrad: (rate = 0.01) => tf.train.adagrad(rate),
};

/** Checks whether a name is that of an optimizer that this library can create. */
export function isOptimizerName(name: string): name is OptimizerName {
  return Object.hasOwn(OPTIMIZER_MAKERS, name);
}

/**
 * Chooses the optimizer: the requested one, or else the one that the model is compiled with, or
 * else Adam. A learning rate without an optimizer replaces the rate of the compiled one, in an
 * optimizer of the same class. If the optimizer is created here, `isOwned` is true and the caller
 * has to dispose it.
 */
export function optimizerOf(
  model: LayersModel,
  optimizer: OptimizerName | Optimizer | undefined,
  learningRate: number | undefined,
): { optimizer: Optimizer; isOwned: boolean } {
  if (learningRate !== undefined) positive(learningRate, 'learningRate');
  if (typeof optimizer === 'object') {
    if (typeof optimizer?.applyGradients !== 'function') {
      throw new TypeError(
        `optimizer is ${describe(optimizer)}; it must be a name or an optimizer, for example 'sgd' or tf.train.sgd(0.1)`,
      );
    }
    if (learningRate === undefined) return { optimizer, isOwned: false };
    throw new TypeError(
      'learningRate is set, but the optimizer already has a rate of its own; set the rate there: tf.train.sgd(0.1)',
    );
  }
  if (optimizer === undefined && model.optimizer) {
    if (learningRate === undefined) return { optimizer: model.optimizer, isOwned: false };
    return { optimizer: withRate(model.optimizer, learningRate), isOwned: true };
  }
  const name = optimizer ?? 'adam';
  oneOf(name, Object.keys(OPTIMIZER_MAKERS) as OptimizerName[], 'optimizer');
  return { optimizer: OPTIMIZER_MAKERS[name](learningRate), isOwned: true };
}

/**
 * Makes an optimizer without a history, of the type that {@link optimizerOf} chooses. A learning
 * rate replaces that of a given optimizer. The caller disposes it.
 */
export function freshOptimizer(
  model: LayersModel,
  given: OptimizerName | Optimizer | undefined,
  learningRate: number | undefined,
): Optimizer {
  if (typeof given === 'object' && learningRate !== undefined) return withRate(given, learningRate);
  const { optimizer, isOwned } = optimizerOf(model, given, learningRate);
  if (isOwned) return optimizer;
  if (typeof optimizer?.applyGradients !== 'function') {
    throw new TypeError(
      `optimizer is ${describe(optimizer)}; it must be a name or an optimizer, for example 'sgd' or tf.train.sgd(0.1)`,
    );
  }
  return copyOf(optimizer, optimizer.getConfig());
}

/** Makes an optimizer of the same class and settings, with another learning rate. */
function withRate(optimizer: Optimizer, learningRate: number): Optimizer {
  const config = optimizer.getConfig();
  if ('learningRate' in config) return copyOf(optimizer, { ...config, learningRate });
  throw new TypeError(
    `learningRate is set, but the optimizer (${optimizer.constructor.name}) has no learning rate in its configuration; pass an optimizer too`,
  );
}

function copyOf(optimizer: Optimizer, config: object): Optimizer {
  const type = optimizer.constructor as unknown as OptimizerClass;
  return type.fromConfig(type, config);
}

interface OptimizerClass {
  fromConfig(type: OptimizerClass, config: object): Optimizer;
}

/**
 * Disposes an optimizer that was created here. The momentum optimizer of tfjs doesn't dispose a
 * constant that its base class created.
 */
export function disposeOptimizer(optimizer: Optimizer): void {
  const { c: rate } = optimizer as { c?: Tensor };
  optimizer.dispose();
  if (rate?.isDisposed === false) rate.dispose();
}
