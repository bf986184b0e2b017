import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Report, report } from '../../display/report.js';
import { knownOptions, positive, positiveInteger, truth } from '../../foundation/argument.js';
import { zeros } from '../../init/constant.js';
import { orthogonal } from '../../init/orthogonal.js';
import { checkData, type ModelData } from '../../network/data.js';
import { LINEAR_KINDS, matrixNames } from '../../network/view/layerFacts.js';
import { type ModelLayer, viewModel } from '../../network/view/modelView.js';
import { initWeightsOfView } from '../initWeights.js';
import { defaultRule, type LayerRule } from '../layerRule.js';
import { visitLinearOutputs } from '../linearOutputs.js';
import { type LsuvRow, lsuvRow, whyLeft } from './lsuvRow.js';
import { scaleToOne, varianceOf } from './scaleToOne.js';

export interface LsuvOptions {
  /** How far from 1 a variance may end, default .1. */
  tolerance?: number;
  /** How often a layer is scaled at most, default 10. */
  maxAttempts?: number;
  /** Whether weights begin orthonormal and biases at 0, as in the paper, or as they are; default true. */
  orthonormal?: boolean;
  /** Of the orthonormal weights, default 0. */
  seed?: number | bigint;
}

/**
 * Layer-sequential unit variance: weights begin orthonormal, and then, from the first layer to the last, each layer's are divided by the standard deviation
 * of its output on a batch, until that has variance 1. The output is that of the linear map, ahead of the activation, over all samples and units.
 * It needs no formula for the activation, and serves any graph.
 *
 * Scaled are dense layers, convolutions of all kinds (of a separable one the pointwise part) and embeddings. Recurrent layers, whose output is not
 * proportional to their weights, and layers that are not trained are left. A shared layer is scaled at its first call. The report says so, and which layers
 * cannot reach variance 1: those that get nothing but zeros, whose bias varies too much, or whose weights a constraint holds.
 *
 * Mishkin, Matas, "All you need is a good init", ICLR 2016, algorithm 1.
 *
 * @param model - changed in place.
 * @param data - `x`: inputs, as for `trace`; a few hundred samples as they come in training.
 * @returns a row for each layer with a matrix: `{ layer, attempts, variance, reached, note }`, shown as a table.
 * @throws RangeError for a batch that does not fit the model or is not finite, or an option that is not allowed; TypeError for an unknown option
 * or what is no model.
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { lsuv } from 'initlab';
 * const layers = [0, 1, 2].map(() => tfl.layers.dense({ units: 32, activation: 'mish', inputShape: [32] }));
 * const { rows } = lsuv(tfl.sequential({ layers }), { x: tf.randomNormal([200, 32]) });
 * rows.every(({ reached }) => reached); // true
 * ```
 */
export function lsuv(model: LayersModel, data: ModelData, options: LsuvOptions = {}): Report<LsuvRow> {
  checkData(data, ['x'], 'lsuv(model, { x }, options)');
  knownOptions(options, ['tolerance', 'maxAttempts', 'orthonormal', 'seed'], 'lsuv');
  const tolerance = positive(options.tolerance ?? 0.1, 'tolerance');
  const maxAttempts = positiveInteger(options.maxAttempts ?? 10, 'maxAttempts');
  const orthonormal = truth(options.orthonormal ?? true, 'orthonormal');
  const view = viewModel(model);
  const { layers, layersOf } = view;
  // First without change, so that a batch that does not fit leaves the model as it is.
  visitLinearOutputs(view, data.x, (_call, z) => z);
  if (orthonormal) initWeightsOfView(view, { rule: orthonormalRule, seed: options.seed ?? 0 });
  const attempts = new Map<ModelLayer, number>();
  visitLinearOutputs(view, data.x, (call, z) => {
    const [layer, ...others] = layersOf(call);
    if (attempts.has(layer) || others.length > 0 || whyLeft(layer)) return z;
    const scaled = scaleToOne(layer, z, tolerance, maxAttempts);
    attempts.set(layer, scaled.attempts);
    return scaled.z;
  });
  const variances = new Map<ModelLayer, number>();
  visitLinearOutputs(view, data.x, (call, z) => {
    for (const layer of layersOf(call)) if (!variances.has(layer)) variances.set(layer, varianceOf(z));
    return z;
  });
  const matrixLayers = layers.filter((layer) => matrixNames(layer).length > 0);
  return report(
    matrixLayers.map((layer) =>
      lsuvRow(layer, attempts.get(layer) ?? 0, variances.get(layer) ?? Number.NaN, tolerance),
    ),
  );
}

/** A depthwise kernel is orthonormal as the matrix from all else to its multiples, as in the paper's code for any convolution. */
const orthonormalRule: LayerRule = (layer) => {
  const matrix = orthogonal();
  const weights = { kernel: matrix, depthwise: matrix, pointwise: matrix, bias: zeros() };
  return LINEAR_KINDS.includes(layer.kind) ? weights : defaultRule(layer);
};
