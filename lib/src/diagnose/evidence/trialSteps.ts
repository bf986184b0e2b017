import { type Tensor, tensor, tidy, type Variable } from '@tensorflow/tfjs-core';
import { mean } from '../../foundation/statistics.js';
import type { ChosenLoss } from '../../network/batchLoss.js';
import { disposeOptimizer, freshOptimizer } from '../../network/optimizer.js';
import type { ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import type { TraceOptions } from '../../signal/trace/options.js';
import { runForward, runPasses } from '../../signal/trace/passes/passes.js';

/**
 * Options of the trial: the optimizer as for `trace`, the number of steps, and the seed of dropout
 * and noise.
 */
export interface TrialOptions extends Pick<TraceOptions, 'optimizer' | 'learningRate'> {
  steps: number;
  seed: number | bigint;
  /** Loss at which the trial ends, as the mean of the last losses. */
  until?: number;
}

/** Number of losses that are averaged, because single losses fluctuate. */
const AVERAGED_STEPS = 3;

/** Computes the loss after the last step, as the mean of the last few losses. */
export function lossAtEnd(losses: readonly number[]): number {
  const end = mean(losses.slice(-AVERAGED_STEPS));
  return Number.isFinite(end) ? end : Number.POSITIVE_INFINITY;
}

/**
 * Trains for a few steps on one batch. Call this function within {@link withModelRestored}.
 *
 * @param onProgress receives the name of each step before it begins
 * @returns the loss before each step and after the last one; the list ends early at a loss that is
 * not finite, or when the losses have reached `until`
 */
export function trialSteps(
  view: ModelView,
  { feeds, loss }: { feeds: Tensor[]; loss: ChosenLoss },
  { optimizer: given, learningRate, steps, seed, until = Number.NEGATIVE_INFINITY }: TrialOptions,
  onProgress?: (measurement: string) => void,
): number[] {
  const optimizer = freshOptimizer(view.model, given, learningRate);
  const noise = random(seed).split(2);
  const variables = view.model.trainableWeights.map((weight) => weight.read() as Variable);
  const losses: number[] = [];
  const pass = { graph: view, feeds, training: true, noise };
  const step = (): void => {
    const weights = variables.map((variable): Tensor => variable);
    const gradients = runPasses({ ...pass, weights, loss: loss.of, targets: ['loss'] });
    losses.push(gradients.lossValue as number);
    const used = variables.flatMap(({ name, shape }, i) => {
      const gradient = gradients.loss?.[i];
      return gradient ? [{ name, tensor: tensor(gradient, shape) }] : [];
    });
    optimizer.applyGradients(used);
  };
  try {
    const isOver = (): boolean =>
      !losses.every(Number.isFinite) || (losses.length >= AVERAGED_STEPS && lossAtEnd(losses) <= until);
    for (let taken = 0; taken < steps && !isOver(); taken++) {
      onProgress?.(`trial step ${taken + 1} of ${steps}`);
      tidy(step);
    }
    if (losses.every(Number.isFinite)) losses.push(tidy(() => loss.of(runForward(pass)).dataSync()[0]));
  } finally {
    disposeOptimizer(optimizer);
  }
  return losses;
}
