import { type Optimizer, tensor1d, variable, zeros } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe } from '../../../foundation/argument.js';
import { disposeOptimizer, type OptimizerName, optimizerOf } from '../../../network/optimizer.js';

/** Makes an optimizer without a history, of the type that `train` would use. */
export function freshOptimizer(
  model: LayersModel,
  given: OptimizerName | Optimizer | undefined,
  learningRate: number | undefined,
): Optimizer {
  const { optimizer, isOwned } = optimizerOf(model, given, learningRate);
  if (isOwned) return optimizer;
  if (typeof optimizer?.applyGradients !== 'function') {
    throw new TypeError(
      `optimizer is ${describe(optimizer)}; it must be a name or an optimizer, for example 'sgd' or tf.train.sgd(0.1)`,
    );
  }
  const type = optimizer.constructor as unknown as OptimizerClass;
  return type.fromConfig(type, optimizer.getConfig());
}

interface OptimizerClass {
  fromConfig(type: OptimizerClass, config: object): Optimizer;
}

/**
 * Computes the change that the optimizer's next step makes to weights with these gradients.
 * Disposes the optimizer. Call it inside tidy.
 */
export function measureUpdates(optimizer: Optimizer, gradients: readonly Float32Array[]): Float32Array[] {
  // A step does not depend on the weights. Starting from 0 makes it exact; a difference of two
  // weights would be rounded.
  const steps = gradients.map((gradient) => variable(zeros([gradient.length])));
  try {
    optimizer.applyGradients(steps.map(({ name }, i) => ({ name, tensor: tensor1d(gradients[i]) })));
    return steps.map((step) => step.dataSync<'float32'>().slice());
  } finally {
    for (const step of steps) step.dispose();
    disposeOptimizer(optimizer);
  }
}
