import {
  type NamedTensorMap,
  type Scalar,
  type Tensor,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { ChosenLoss } from '../../network/batchLoss.js';
import { disposeOptimizer, freshOptimizer } from '../../network/optimizer.js';
import type { ModelView } from '../../network/view/modelView.js';
import { withTapeFreed } from '../../network/withTapeFreed.js';
import { random } from '../../random/random.js';
import { withSeededMath } from '../../random/seededMath.js';
import type { TraceOptions } from '../../signal/trace/options.js';

/**
 * Options of the trial: the optimizer as for `trace`, the number of steps, and the seed of dropout
 * and noise.
 */
export interface TrialOptions extends Pick<TraceOptions, 'optimizer' | 'learningRate'> {
  steps: number;
  seed: number | bigint;
}

/**
 * Trains for a few steps on one batch. Call this function within {@link withModelRestored}.
 *
 * @returns the loss before each step and after the last one; a loss that is not finite ends the
 * list early
 */
export function trialSteps(
  { model }: ModelView,
  { feeds, loss }: { feeds: Tensor[]; loss: ChosenLoss },
  { optimizer: given, learningRate, steps, seed }: TrialOptions,
): number[] {
  const optimizer = freshOptimizer(model, given, learningRate);
  const noise = random(seed).split(2);
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const losses: number[] = [];
  const lossOf = (): Scalar => loss.of([model.apply(feeds, { training: true })].flat() as Tensor[]);
  const measure = (): NamedTensorMap =>
    tidy(() => {
      const { value, grads } = withSeededMath(noise, () => withTapeFreed(() => variableGrads(lossOf, variables)));
      losses.push(value.dataSync()[0]);
      return grads;
    });
  try {
    for (let step = 0; step < steps && losses.every(Number.isFinite); step++)
      tidy(() => optimizer.applyGradients(measure()));
    if (losses.every(Number.isFinite)) losses.push(tidy(() => withSeededMath(noise, lossOf).dataSync()[0]));
  } finally {
    disposeOptimizer(optimizer);
  }
  return losses;
}
