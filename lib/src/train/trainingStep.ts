import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Objective } from '../network/losses.js';
import type { Dataset } from './dataset.js';
import { toTensor } from './numberArray.js';

/** What one batch gives, before the update. */
export interface StepValues {
  loss: number;
  accuracy: number | undefined;
  /** Norm of the gradient by all trainable weights together. */
  gradientNorm: number;
}

/** The same, with the gradients by the variables' names, which the caller disposes of. */
export interface BatchGradients extends StepValues {
  gradients: tf.NamedTensorMap;
}

/** The model's trainable weights. */
export function variablesOf(model: LayersModel): tf.Variable[] {
  return model.trainableWeights.map((weight) => weight.read() as tf.Variable);
}

/** Loss, accuracy and gradients of a batch in training mode, regularizers' penalties included in the loss. */
export function batchGradients(model: LayersModel, { x, y }: Dataset, objective: Objective): BatchGradients {
  const scalars: tf.Tensor[] = [];
  const gradients = tf.tidy(() => {
    const [inputs, targets] = [toTensor(x), toTensor(y)];
    const { value, grads } = tf.variableGrads(() => {
      const output = model.apply(inputs, { training: true }) as tf.Tensor;
      if (objective.accuracy) scalars[2] = tf.keep(objective.accuracy(targets, output));
      const penalties = model.calculateLosses();
      return tf.addN([tf.reshape(objective.loss(targets, output), []), ...penalties]) as tf.Scalar;
    }, variablesOf(model));
    scalars[0] = tf.keep(value);
    scalars[1] = tf.keep(tf.sqrt(tf.addN(Object.values(grads).map((gradient) => tf.sum(tf.square(gradient))))));
    return grads;
  });
  const [loss, gradientNorm, accuracy] = scalars.map((scalar) => scalar.dataSync()[0]);
  tf.dispose(scalars);
  return { loss, accuracy, gradientNorm, gradients };
}
