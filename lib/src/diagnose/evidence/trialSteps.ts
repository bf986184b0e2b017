import {
  type NamedTensorMap,
  type Scalar,
  type Tensor,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { inputTensors, type LabelledData, targetTensors } from '../../network/data.js';
import { freeingTape } from '../../network/freeingTape.js';
import { disposeOptimizer } from '../../network/optimizer.js';
import type { ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import { withSeededMath } from '../../random/seededMath.js';
import { chooseLoss } from '../../signal/trace/loss.js';
import type { TraceOptions } from '../../signal/trace/options.js';
import { keepingWeights, withoutStates } from '../../signal/trace/passes/patches.js';
import { freshOptimizer } from '../../signal/trace/statistics/update.js';

/** How to train: the options of `trace`, the number of steps, and the seed of dropout and noise. */
export interface TrialOptions extends Pick<TraceOptions, 'loss' | 'optimizer' | 'learningRate'> {
  steps: number;
  seed: number | bigint;
}

/**
 * Trains for a few steps on one batch, and restores the weights.
 *
 * @returns the loss before each step and after the last; the list ends early with the first loss
 * that is not finite
 */
export function trialSteps(view: ModelView, data: LabelledData, options: TrialOptions): number[] {
  const { distinctLayers } = view;
  let losses: number[] = [];
  const run = (): void => {
    losses = tidy(() => descend(view, data, options)) as unknown as number[];
  };
  keepingWeights(distinctLayers, () => withoutStates(distinctLayers, run));
  return losses;
}

function descend(
  view: ModelView,
  { x, y }: LabelledData,
  { loss: option, optimizer: given, learningRate, steps, seed }: TrialOptions,
): number[] {
  const { model } = view;
  const feeds = inputTensors(model, x);
  const targets = targetTensors(model, y, feeds[0].shape[0]);
  const loss = chooseLoss(view, option, targets);
  const optimizer = freshOptimizer(model, given, learningRate);
  const noise = random(seed).split(2);
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const losses: number[] = [];
  const lossOf = (): Scalar => loss.of(targets, [model.apply(feeds, { training: true })].flat() as Tensor[]);
  const measure = (): NamedTensorMap =>
    tidy(() => {
      const { value, grads } = withSeededMath(noise, () => freeingTape(() => variableGrads(lossOf, variables)));
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
