import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import type { Objective } from '../network/losses.js';
import { penaltiesOf } from '../network/penalties.js';
import { withTapeFreed } from '../network/withTapeFreed.js';
import { type Dataset, toTensor } from './data/dataset.js';

/** Values of one batch, measured before the update. */
export interface StepValues {
  loss: number;
  accuracy: number | undefined;
  /** Norm of the gradient with respect to all trainable weights together. */
  gradientNorm: number;
}

/** Values of one batch with its gradients, keyed by variable name. The caller disposes of them. */
export interface BatchGradients extends StepValues {
  gradients: NamedTensorMap;
}

/** Returns the model's trainable weights. */
function variablesOf(model: LayersModel): Variable[] {
  return model.trainableWeights.map((weight) => weight.read() as Variable);
}

/**
 * Computes loss, accuracy and gradients of a batch in training mode. The loss includes penalties.
 */
export function batchGradients(model: LayersModel, { x, y }: Dataset, objective: Objective): BatchGradients {
  let [loss, gradientNorm] = [Number.NaN, Number.NaN];
  let accuracy: number | undefined;
  const gradients = tf.tidy(() => {
    const [inputs, targets] = [toTensor(x), toTensor(y)];
    const lossOf = (): Scalar => {
      const output = model.apply(inputs, { training: true }) as Tensor;
      accuracy = objective.accuracy?.(targets, output).dataSync()[0];
      const loss = tf.reshape(objective.loss(targets, output), []);
      return tf.addN([loss, ...penaltiesOf(model)]) as Scalar;
    };
    const { value, grads } = withTapeFreed(() => tf.variableGrads(lossOf, variablesOf(model)));
    loss = value.dataSync()[0];
    const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
    gradientNorm = tf.sqrt(tf.addN(squares)).dataSync()[0];
    return grads;
  });
  return { loss, accuracy, gradientNorm, gradients };
}
