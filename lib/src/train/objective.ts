import { cast } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isInteger } from '../foundation/numberArray.js';
import { meanLoss } from '../network/batchLoss.js';
import { chooseLosses, type Loss } from '../network/lossChoice.js';
import type { Objective } from '../network/losses.js';
import { viewModel } from '../network/view/modelView.js';
import type { Dataset } from './data/dataset.js';

/**
 * Chooses the loss to minimize in the same way as `trace` and `diagnose`: see {@link chooseLosses}.
 */
export function objectiveOf(model: LayersModel, loss: Loss | undefined, { y }: Dataset): Objective {
  const targets = { shape: y.shape, data: y.data, isInteger: isInteger(y) };
  const [chosen] = chooseLosses(viewModel(model), loss, [targets]);
  const { name, accuracy } = chosen;
  return {
    ...(name && { name }),
    ...(accuracy && { accuracy }),
    loss: (truths, output) => meanLoss(chosen.loss, cast(truths, 'float32'), output),
  };
}
