import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import { tensor, tidy } from '#tfjs-core';
import { mean } from '../../foundation/statistics.js';
import type { ChosenLoss } from '../../network/batchLoss.js';
import { disposeOptimizer, freshOptimizer } from '../../network/optimizer.js';
import type { ModelView } from '../../network/view/modelView.js';
import { type Random, random } from '../../random/random.js';
import { withSeededMath } from '../../random/seededMath.js';
import type { TraceOptions } from '../../signal/trace/options.js';
import { runForward, runPasses } from '../../signal/trace/passes/passes.js';
import { minimized } from '../../train/objective.js';
import { plannedGradients } from '../../train/plan/plan.js';

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
 * Whether trial steps have reached a loss. They then end early, and the loss may be above it again
 * after the last step.
 */
export function hasReached(losses: readonly number[], goal: number): boolean {
  return losses.every(Number.isFinite) && Math.min(lossAtEnd(losses), lossAtEnd(losses.slice(0, -1))) <= goal;
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
  const losses: number[] = [];
  const gradients = gradientsOf(view, feeds, loss, noise);
  const step = (): void => {
    const { value, named } = gradients.next();
    losses.push(value);
    optimizer.applyGradients(named);
  };
  try {
    const isOver = (): boolean =>
      !losses.every(Number.isFinite) || (losses.length >= AVERAGED_STEPS && lossAtEnd(losses) <= until);
    for (let taken = 0; taken < steps && !isOver(); taken++) {
      onProgress?.(`trial step ${taken + 1} of ${steps}`);
      tidy(step);
    }
    if (losses.every(Number.isFinite))
      losses.push(tidy(() => loss.of(runForward({ graph: view, feeds, training: true, noise })).dataSync()[0]));
  } finally {
    gradients.free();
    disposeOptimizer(optimizer);
  }
  return losses;
}

/** The loss before a step, and the gradients of the weights that are used, for the step. */
interface StepGradients {
  value: number;
  named: NamedTensorMap;
}

/**
 * Computes gradients of the batch, each time with the present weights: by a plan if all layers of
 * the model can be planned, and otherwise by the passes of `trace`.
 */
function gradientsOf(
  view: ModelView,
  feeds: Tensor[],
  loss: ChosenLoss,
  noise: Random,
): { next(): StepGradients; free(): void } {
  const variables = view.model.trainableWeights.map((weight) => weight.read() as Variable);
  const byPasses = (): StepGradients => {
    const passes = { graph: view, feeds, training: true, noise, weights: variables, loss: loss.of };
    const { lossValue, loss: ofWeights } = runPasses({ ...passes, targets: ['loss'] });
    const named = variables.flatMap(({ name, shape }, i) => {
      const gradient = ofWeights?.[i];
      return gradient ? [[name, tensor(gradient, shape)]] : [];
    });
    return { value: lossValue as number, named: Object.fromEntries(named) };
  };
  const [{ loss: ofOutput, y }] = loss.outputs;
  if (feeds.length > 1 || loss.outputs.length > 1) return { next: byPasses, free: () => {} };
  const planned = plannedGradients(view.model, minimized(ofOutput));
  const batch = { x: { shape: feeds[0].shape, data: feeds[0].dataSync<'float32'>() }, y };
  return {
    next: () => {
      const made = withSeededMath(noise, () => planned.of(batch));
      return made ? { value: made.loss, named: made.gradients } : byPasses();
    },
    free: () => planned.free(),
  };
}
