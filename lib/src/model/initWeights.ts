import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Report, report } from '../display/report.js';
import { describe, knownOptions } from '../foundation/argument.js';
import { matrixNames } from '../network/view/layerFacts.js';
import { type ModelLayer, type ModelView, viewModel } from '../network/view/modelView.js';
import { type Random, random } from '../random/random.js';
import { defaultRule, type LayerRule } from './layerRule.js';
import { drawLayer, type InitRow, leftLayer } from './weights/layerDraw.js';

export interface InitWeightsOptions {
  /** Chooses the initializers of each layer; default {@link defaultRule}. */
  rule?: LayerRule | undefined;
  /** A safe integer from 0, or a bigint from 0 to 2⁶⁴ − 1; default 0. */
  seed?: number | bigint;
  /** Whether layers that are not trained are initialized too; default false. */
  includeFrozen?: boolean;
}

/**
 * Initializes the weights of a TensorFlow.js model, in place, by a rule that is asked for each layer with weights: like
 * `model.apply(init_weights)` in PyTorch, but the rule is also told what follows the layer.
 *
 * Layers within nested models and wrappers are found. A layer that is shared is initialized once. Layers that are not trained (`trainable: false`) are left,
 * unless `includeFrozen` is set. Each weight tensor has a stream of its own, which depends on the seed and on how many layers with
 * a matrix of weights come before: other widths, activations or dropout elsewhere change nothing, nor does normalization.
 *
 * @param model - changed in place.
 * @param options - `rule`, `seed` and `includeFrozen`.
 * @returns a row for each weight: `{ layer, weight, shape, activation, initializer, fanIn, std, note }`, shown as a table; `note` says what was left, and why.
 * @throws TypeError for what is no model, an unknown option, a rule that gives neither an initializer nor a record of them, or an initializer that
 * gives another number of values; RangeError for a weight that the layer has not, a value that is not finite, a wrong seed, and what initializers throw. The
 * weights are then as they were.
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { initWeights } from 'initlab';
 * const model = tfl.sequential({
 *   layers: [
 *     tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [32], name: 'hidden' }),
 *     tfl.layers.dense({ units: 10, activation: 'softmax', name: 'output' }),
 *   ],
 * });
 * const { rows } = initWeights(model, { seed: 1 });
 * rows.map(({ layer, weight, initializer }) => `${layer} ${weight}: ${initializer}`);
 * // ['hidden kernel: heNormal()', 'hidden bias: zeros()', 'output kernel: lecunNormal()', 'output bias: zeros()']
 * ```
 */
export function initWeights(model: LayersModel, options: InitWeightsOptions = {}): Report<InitRow> {
  if (typeof options === 'function') {
    throw new TypeError('initWeights: options are a function; a rule is an option: initWeights(model, { rule })');
  }
  return initWeightsOfView(viewModel(model), options);
}

/** What `initWeights` does, for a model that has been read. */
export function initWeightsOfView(view: ModelView, options: InitWeightsOptions = {}): Report<InitRow> {
  knownOptions(options, ['rule', 'seed', 'includeFrozen'], 'initWeights');
  const { rule = defaultRule } = options;
  if (typeof rule !== 'function') throw new TypeError(`rule is ${describe(rule)}; it must be a function of a layer`);
  if ('description' in rule) {
    throw new TypeError(
      'rule is an initializer; it must be a function of a layer that returns one: { rule: () => heNormal() }',
    );
  }
  const draws = layersWithStreams(view, random(options.seed ?? 0)).map(([layer, stream]) =>
    layer.isFrozen && !options.includeFrozen ? leftLayer(layer, 'frozen') : drawLayer(layer, rule, stream),
  );
  // Nothing is written before all is drawn, so that an error leaves the model as it was.
  for (const { write } of draws) write();
  return report(draws.flatMap(({ rows }) => rows));
}

/** Layers with matrices are counted apart, lest a normalization that is put in changes the weights of the layers behind it. */
function layersWithStreams({ layers }: ModelView, root: Random): [ModelLayer, Random][] {
  const counts = [0, 0];
  return layers.map((layer) => {
    const group = matrixNames(layer).length > 0 ? 0 : 1;
    return [layer, root.split(group).split(counts[group]++)];
  });
}
