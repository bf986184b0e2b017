import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset } from './data/dataset.js';
import { type NonFinite, nonFiniteGradient, nonFiniteOutput, nonFiniteWeight } from './nonFinite.js';
import type { BatchGradients } from './trainingStep.js';

/** Place where the first NaN or infinity appeared. */
export interface TrainingFailure extends NonFinite {
  /** Number of the step, counted from 1; 0 if the weight was not finite before the first step. */
  step: number;
  /** Summary in one line. */
  message: string;
}

/** Finds the cause if the loss or the norm of the gradient is not finite. */
export function failureOf(
  model: LayersModel,
  batch: Dataset,
  step: number,
  { loss, gradientNorm, gradients }: Omit<BatchGradients, 'accuracy'>,
): TrainingFailure | undefined {
  if (!Number.isFinite(loss)) {
    return failureOfWeights(model, step - 1) ?? failure(step, nonFiniteOutput(model, batch, loss));
  }
  if (Number.isFinite(gradientNorm)) return undefined;
  const found = nonFiniteGradient(model, gradients);
  return found && failure(step, found);
}

/** Finds a weight that is not finite after this number of updates. */
export function failureOfWeights(model: LayersModel, step: number): TrainingFailure | undefined {
  const found = nonFiniteWeight(model);
  return found && failure(step, found);
}

function failure(step: number, found: NonFinite): TrainingFailure {
  return { step, ...found, message: `${step === 0 ? 'before the first step' : `step ${step}`}: ${sentence(found)}` };
}

function sentence({ quantity, layer, weight, value }: NonFinite): string {
  if (quantity === 'loss') return `the loss is ${value}, though every layer's output is finite`;
  if (quantity === 'output') return `the output of layer ${layer} has ${value}`;
  return quantity === 'weight'
    ? `the ${weight} of layer ${layer} has ${value}`
    : `the gradient with respect to the ${weight} of layer ${layer} has ${value}`;
}
