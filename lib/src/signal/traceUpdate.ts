import { type Optimizer, type Tensor, tensor1d, train, variable, zeros } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, oneOf, positive } from '../argument.js';

export type OptimizerName = 'sgd' | 'momentum' | 'adam' | 'rmsprop' | 'adagrad';

const named: Record<OptimizerName, { rate: number; make: (learningRate: number) => Optimizer }> = {
  sgd: { rate: 0.01, make: train.sgd },
  momentum: { rate: 0.01, make: (rate) => train.momentum(rate, 0.9) },
  adam: { rate: 0.001, make: train.adam },
  rmsprop: { rate: 0.001, make: train.rmsprop },
  adagrad: { rate: 0.01, make: train.adagrad },
};

/** A new optimizer, without a past: of the name or as the one given, else as the model was compiled with, else Adam. */
export function freshOptimizer(
  model: LayersModel,
  given: OptimizerName | Optimizer | undefined,
  learningRate: number | undefined,
): Optimizer {
  if (learningRate !== undefined) positive(learningRate, 'learningRate');
  const choice = given ?? (model.optimizer as Optimizer | undefined) ?? 'adam';
  if (typeof choice === 'string') {
    const { rate, make } = named[oneOf(choice, Object.keys(named) as OptimizerName[], 'optimizer')];
    return make(learningRate ?? rate);
  }
  if (typeof choice?.applyGradients !== 'function') {
    throw new TypeError(
      `optimizer is ${describe(choice)}; it must be ${Object.keys(named).join(', ')} or an optimizer of tfjs`,
    );
  }
  const type = choice.constructor as unknown as OptimizerClass;
  const config = choice.getConfig();
  return type.fromConfig(type, learningRate === undefined ? config : { ...config, learningRate });
}

interface OptimizerClass {
  fromConfig(type: OptimizerClass, config: object): Optimizer;
}

/** What the optimizer's next step adds to weights with these gradients. Disposes the optimizer. Call within tidy. */
export function updates(optimizer: Optimizer, gradients: readonly Float32Array[]): Float32Array[] {
  // A step does not depend on the weights. From 0 it is exact, where the difference of two weights would be rounded.
  const steps = gradients.map((gradient) => variable(zeros([gradient.length])));
  try {
    optimizer.applyGradients(steps.map(({ name }, i) => ({ name, tensor: tensor1d(gradients[i]) })));
    return steps.map((step) => step.dataSync<'float32'>().slice());
  } finally {
    for (const step of steps) step.dispose();
    dispose(optimizer);
  }
}

function dispose(optimizer: Optimizer): void {
  optimizer.dispose();
  // SGD and momentum keep their rate in a tensor and do not free it.
  (optimizer as { c?: Tensor }).c?.dispose();
}
