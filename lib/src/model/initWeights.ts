import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Report, report } from '../display/report.js';
import { describe, knownOptions } from '../foundation/argument.js';
import { matrixNames } from '../network/view/layerFacts.js';
import { type ModelLayer, type ModelView, viewModel } from '../network/view/modelView.js';
import { type Random, random } from '../random/random.js';
import { defaultRule, type LayerRule } from './layerRule.js';
import { drawLayer, type InitRow, skipLayer } from './weights/layerDraw.js';

export interface InitWeightsOptions {
  /** Function that chooses the initializers of each layer; default {@link defaultRule}. */
  rule?: LayerRule | undefined;
  /** A safe integer of at least 0, or a bigint from 0 to 2⁶⁴ − 1; default 0. */
  seed?: number | bigint;
  /** Whether frozen layers are initialized too; default false. */
  includeFrozen?: boolean;
}

/**
 * Initializes the weights of a TensorFlow.js model in place. A rule chooses the initializers of
 * each layer that has weights, as with `model.apply(init_weights)` in PyTorch; unlike there, the
 * rule also sees which activation follows the layer.
 *
 * Layers inside nested models and wrappers are initialized too; a shared layer is initialized once.
 * Frozen layers (`trainable: false`) stay unchanged unless `includeFrozen` is set. Each weight
 * tensor has its own random stream, which depends on the seed and on the number of layers with a
 * weight matrix before it. Changing widths, activations, dropout or normalization elsewhere
 * therefore leaves its values unchanged.
 *
 * @param model - changed in place
 * @param options - `rule`, `seed` and `includeFrozen`
 * @returns a row for each weight:
 * `{ layer, weight, shape, activation, initializer, fanIn, std, note }`, shown as a table; `note`
 * says which layers stayed unchanged, and why
 * @throws TypeError if `model` isn't a model, for an unknown option or an additional argument, for
 * a rule that returns neither an initializer nor a record of initializers, or for an initializer
 * that returns the wrong number of values; RangeError for a weight that the layer lacks, a value
 * that is not finite or an invalid seed; and the errors of the initializers. After an error, all
 * weights are unchanged.
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
 * // ['hidden kernel: heNormal()', 'hidden bias: zeros()', 'output kernel: lecunNormal()',
 * //  'output bias: zeros()']
 * ```
 */
export function initWeights(
  model: LayersModel,
  options: InitWeightsOptions = {},
  ...others: readonly never[]
): Report<InitRow> {
  if (others.length > 0) {
    throw new TypeError(
      'initWeights takes two arguments, a model and options; pass everything in the options: ' +
        'initWeights(model, { rule, seed: 1 })',
    );
  }
  if (typeof options === 'function') {
    throw new TypeError('initWeights: options is a function; pass a rule as an option: initWeights(model, { rule })');
  }
  return report(initWeightsOfView(viewModel(model), options));
}

/** Implements `initWeights` for a model view, and returns the rows of its report. */
export function initWeightsOfView(view: ModelView, options: InitWeightsOptions = {}): InitRow[] {
  knownOptions(options, ['rule', 'seed', 'includeFrozen'], 'initWeights');
  const { rule = defaultRule } = options;
  if (typeof rule !== 'function')
    throw new TypeError(
      `rule is ${describe(rule)}; it must be a function that takes a layer, for example () => heNormal()`,
    );
  if ('description' in rule) {
    throw new TypeError(
      'rule is an initializer; it must be a function that takes a layer and returns an initializer: { rule: () => heNormal() }',
    );
  }
  const draws = assignStreams(view, random(options.seed ?? 0)).map(([layer, stream]) =>
    layer.isFrozen && !options.includeFrozen ? skipLayer(layer, 'frozen') : drawLayer(layer, rule, stream),
  );
  // Everything is drawn before anything is written, so that an error leaves the model unchanged.
  for (const { write } of draws) write();
  return draws.flatMap(({ rows }) => rows);
}

/**
 * Gives each layer its random stream. Layers with matrices are counted separately, so that
 * inserting a normalization doesn't change the weights of the layers after it.
 */
function assignStreams({ layers }: ModelView, root: Random): [ModelLayer, Random][] {
  const counts = [0, 0];
  return layers.map((layer) => {
    const group = matrixNames(layer).length > 0 ? 0 : 1;
    return [layer, root.split(group).split(counts[group]++)];
  });
}
