import type { LayersModel } from '@tensorflow/tfjs-layers';
import { cast } from '#tfjs-core';
import { describe } from '../foundation/argument.js';
import { meanLoss } from '../network/batchLoss.js';
import { chooseLosses, type Loss } from '../network/lossChoice.js';
import type { OutputLoss } from '../network/losses.js';
import { viewModel } from '../network/view/modelView.js';
import type { Dataset } from './data/dataset.js';

/** Checks that the value is a model with one input and one output. */
export function checkModel(model: LayersModel): void {
  const [inputs, outputs] = [model?.inputs?.length, model?.outputs?.length];
  if (inputs === 1 && outputs === 1) return;
  const counts = inputs === undefined ? '' : ` with ${inputs} inputs and ${outputs} outputs`;
  throw new TypeError(`model is ${describe(model)}${counts}; it must be a model of tfjs with one input and one output`);
}

/**
 * Chooses the loss to minimize in the same way as `trace` and `diagnose`, and checks the targets:
 * see {@link chooseLosses}.
 */
export function objectiveOf(model: LayersModel, loss: Loss | undefined, { y }: Dataset): OutputLoss {
  const [chosen] = chooseLosses(viewModel(model), loss, [y]);
  return minimized(chosen);
}

/** Makes the loss of an output a mean over the batch, for targets of any type. */
export function minimized(chosen: OutputLoss): OutputLoss {
  return { ...chosen, loss: (truths, output) => meanLoss(chosen.loss, cast(truths, 'float32'), output) };
}
