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
import { explainSkip, type LsuvRow, lsuvRow } from './lsuvRow.js';
import { scaleToOne, varianceOf } from './scaleToOne.js';

export interface LsuvOptions {
  /** Largest allowed distance of the final variance from 1, default .1. */
  tolerance?: number;
  /** Maximum number of times a layer is scaled, default 10. */
  maxAttempts?: number;
  /**
   * Whether weights start orthonormal and biases at 0, as in the paper, instead of as they are;
   * default true.
   */
  orthonormal?: boolean;
  /** Seed for the orthonormal weights, default 0. */
  seed?: number | bigint;
}

/**
 * Initializes a model by layer-sequential unit variance. Weights start orthonormal; then, from the
 * first layer to the last, each layer's weights are divided by the standard deviation of its output
 * on a batch until the output has variance 1. The variance is that of the linear map, before the
 * activation, over all samples and units. The method needs no formula for the activation and works
 * for any graph.
 *
 * Dense layers, convolutions of all kinds (the pointwise part of a separable one) and embeddings
 * are scaled. Recurrent layers, whose output is not proportional to their weights, and frozen
 * layers stay unchanged. A shared layer is scaled at its first call. The report lists these cases
 * and the layers that cannot reach variance 1: their input is all zeros, their bias varies too
 * much, or a constraint fixes their weights.
 *
 * Mishkin, Matas, "All you need is a good init", ICLR 2016, algorithm 1.
 *
 * @param model - changed in place
 * @param data - `x`: inputs, as for `trace`; a few hundred samples, prepared as for training
 * @returns a row for each layer with a matrix: `{ layer, attempts, variance, reached, note }`,
 * shown as a table
 * @throws RangeError for a batch that does not fit the model or is not finite, or for an invalid
 * option; TypeError for an unknown option or if `model` isn't a model
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
  // The first run changes nothing, so that a batch that does not fit leaves the model unchanged.
  visitLinearOutputs(view, data.x, (_call, z) => z);
  if (orthonormal) initWeightsOfView(view, { rule: ORTHONORMAL_RULE, seed: options.seed ?? 0 });
  const attempts = new Map<ModelLayer, number>();
  visitLinearOutputs(view, data.x, (call, z) => {
    const [layer, ...others] = layersOf(call);
    if (attempts.has(layer) || others.length > 0 || explainSkip(layer)) return z;
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

/**
 * Starts every matrix orthonormal. A depthwise kernel is flattened for this to a matrix whose
 * columns are its last axis, as the paper's code does for any convolution.
 */
const ORTHONORMAL_RULE: LayerRule = (layer) => {
  const matrix = orthogonal();
  const weights = { kernel: matrix, depthwise: matrix, pointwise: matrix, bias: zeros() };
  return LINEAR_KINDS.includes(layer.kind) ? weights : defaultRule(layer);
};
