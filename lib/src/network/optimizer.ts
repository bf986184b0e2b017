import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, oneOf, positive } from '../foundation/argument.js';

export type OptimizerName = 'sgd' | 'momentum' | 'adam' | 'rmsprop' | 'adagrad';

const makers: Record<OptimizerName, (learningRate?: number) => tf.Optimizer> = {
  sgd: (rate = 0.01) => tf.train.sgd(rate),
  momentum: (rate = 0.01) => tf.train.momentum(rate, 0.9),
  adam: (rate = 0.001) => tf.train.adam(rate),
  rmsprop: (rate = 0.001) => tf.train.rmsprop(rate),
  adagrad: (rate = 0.01) => tf.train.adagrad(rate),
};

/**
 * The optimizer that is asked for; else that which the model is compiled with, if no learning rate is given; else Adam. One that is made
 * here is `owned` by the caller, who frees it.
 */
export function optimizerOf(
  model: LayersModel,
  optimizer: OptimizerName | tf.Optimizer | undefined,
  learningRate: number | undefined,
): { optimizer: tf.Optimizer; owned: boolean } {
  if (learningRate !== undefined) positive(learningRate, 'learningRate');
  if (typeof optimizer === 'object') {
    if (typeof optimizer?.applyGradients !== 'function') {
      throw new TypeError(
        `optimizer is ${describe(optimizer)}; it must be a name or an optimizer, as tf.train.sgd(0.1)`,
      );
    }
    if (learningRate === undefined) return { optimizer, owned: false };
    throw new TypeError('learningRate is given beside an optimizer that has its own; set it there: tf.train.sgd(0.1)');
  }
  if (optimizer === undefined && learningRate === undefined && model.optimizer) {
    return { optimizer: model.optimizer, owned: false };
  }
  const name = optimizer ?? 'adam';
  oneOf(name, Object.keys(makers) as OptimizerName[], 'optimizer');
  return { optimizer: makers[name](learningRate), owned: true };
}

/** Frees an optimizer that was made here. The momentum optimizer of tfjs forgets the constant that it has from its base class. */
export function disposeOptimizer(optimizer: tf.Optimizer): void {
  const { c: rate } = optimizer as { c?: tf.Tensor };
  optimizer.dispose();
  if (rate?.isDisposed === false) rate.dispose();
}
