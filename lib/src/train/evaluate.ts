import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import { knownOptions, positiveInteger } from '../foundation/argument.js';
import { rows } from '../foundation/numberArray.js';
import type { LabelledData } from '../network/data.js';
import type { Loss } from '../network/lossChoice.js';
import type { Objective } from '../network/losses.js';
import { type Dataset, toDataset, toTensor } from './data/dataset.js';
import { checkModel, objectiveOf } from './objective.js';
import { plannedOutputs } from './plan/outputs.js';

export interface EvaluateOptions {
  /** Loss, with the same values and default as in {@link train}. */
  loss?: Loss;
  /**
   * Examples that go through the model at a time. Default 256. Changes the result only by rounding.
   */
  batchSize?: number;
}

export interface Evaluation {
  /** Mean loss over the examples. */
  loss: number;
  /** Share of the examples that are classified correctly. Present for classes only. */
  accuracy?: number;
}

/**
 * Measures loss and accuracy of a model over all examples in inference mode: without dropout, and
 * with the moving averages of batch normalization. The loss does not include the penalties of
 * regularizers.
 *
 * @throws DataRangeError or DataTypeError for data that do not fit, as in `trace`, or that have a
 * NaN or an infinity; RangeError or TypeError that names the option that does not fit
 * @example
 * ```ts
 * import { evaluate, useBackend } from 'initlab';
 * import { sinFit } from 'initlab/tasks';
 * await useBackend('cpu');
 * const { model, train: data } = sinFit();
 * evaluate(model, data).loss; // a little above the mean square of y: the model is untrained
 * ```
 */
export function evaluate(model: LayersModel, data: LabelledData, options: EvaluateOptions = {}): Evaluation {
  knownOptions(options, ['loss', 'batchSize'], 'evaluate');
  const { batchSize = 256 } = options;
  positiveInteger(batchSize, 'batchSize');
  checkModel(model);
  const dataset = toDataset(model, data, 'evaluate(model, { x, y }, options)');
  return meanOver(model, dataset, objectiveOf(model, options.loss, dataset), batchSize);
}

export function meanOver(model: LayersModel, data: Dataset, objective: Objective, batchSize: number): Evaluation {
  const count = data.x.shape[0];
  const planned = plannedOutputs(model);
  let [loss, accuracy] = [0, 0];
  try {
    for (let from = 0; from < count; from += batchSize) {
      const size = Math.min(batchSize, count - from);
      const indices = Array.from({ length: size }, (_, i) => from + i);
      tf.tidy(() => {
        const x = rows(data.x, indices);
        const output = planned.of(x) ?? (model.apply(toTensor(x)) as Tensor);
        const targets = toTensor(rows(data.y, indices));
        loss += (size / count) * objective.loss(targets, output).dataSync()[0];
        if (objective.accuracy) accuracy += (size / count) * objective.accuracy(targets, output).dataSync()[0];
      });
    }
  } finally {
    planned.free();
  }
  return objective.accuracy ? { loss, accuracy } : { loss };
}
