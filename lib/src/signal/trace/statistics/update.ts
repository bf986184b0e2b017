import type { Optimizer } from '@tensorflow/tfjs-core';
import { tensor1d, variable, zeros } from '#tfjs-core';
import { disposeOptimizer } from '../../../network/optimizer.js';

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
