import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { knownOptions, positiveInteger } from '../foundation/argument.js';
import { rows } from '../foundation/numberArray.js';
import type { Loss } from '../network/lossChoice.js';
import type { Objective } from '../network/losses.js';
import { type Dataset, type TensorDataset, toDataset, toTensor } from './data/dataset.js';
import { checkFit, checkModel } from './fit.js';
import { objectiveOf } from './objective.js';

export interface EvaluateOptions {
  /** As for {@link train}. */
  loss?: Loss;
  /** How many examples go through the model at a time, default 256; the result does not depend on it but for rounding. */
  batchSize?: number;
}

export interface Evaluation {
  /** Mean over the examples. */
  loss: number;
  /** Share of the examples whose class is right; for classes only. */
  accuracy?: number;
}

/**
 * Loss and accuracy of a model over all examples, in inference mode: dropout off, batch norm by its moving averages. The loss is that of
 * the data, without the penalties of regularizers.
 *
 * @throws RangeError or TypeError for data or options that do not fit, naming them
 * @example
 * ```ts
 * import { evaluate, useBackend } from 'initlab';
 * import { sinFit } from 'initlab/tasks';
 * await useBackend('cpu');
 * const { model, train: data } = sinFit();
 * evaluate(model, data).loss; // the mean square of y, and a little more, as the model has learned nothing yet
 * ```
 */
export function evaluate(model: LayersModel, data: TensorDataset, options: EvaluateOptions = {}): Evaluation {
  knownOptions(options, ['loss', 'batchSize'], 'evaluate');
  const { batchSize = 256 } = options;
  positiveInteger(batchSize, 'batchSize');
  checkModel(model);
  const dataset = toDataset(data, 'data');
  const objective = objectiveOf(model, options.loss, dataset);
  checkFit(model, dataset, objective, 'data');
  return meanOver(model, dataset, objective, batchSize);
}

export function meanOver(model: LayersModel, data: Dataset, objective: Objective, batchSize: number): Evaluation {
  const count = data.x.shape[0];
  let [loss, accuracy] = [0, 0];
  for (let from = 0; from < count; from += batchSize) {
    const size = Math.min(batchSize, count - from);
    const indices = Array.from({ length: size }, (_, i) => from + i);
    tf.tidy(() => {
      const output = model.apply(toTensor(rows(data.x, indices))) as tf.Tensor;
      const targets = toTensor(rows(data.y, indices));
      loss += (size / count) * objective.loss(targets, output).dataSync()[0];
      if (objective.accuracy) accuracy += (size / count) * objective.accuracy(targets, output).dataSync()[0];
    });
  }
  return objective.accuracy ? { loss, accuracy } : { loss };
}
