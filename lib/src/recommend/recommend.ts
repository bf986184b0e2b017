import type { Row } from './advice.js';
import { checkOptions, type RecommendOptions } from './options.js';
import { type Recommendation, recommendation } from './recommendation.js';
import { deepLayers } from './rules/deepLayers.js';
import { hiddenLayers } from './rules/hiddenLayers.js';
import { outputLayers } from './rules/outputLayers.js';
import { recurrentLayers } from './rules/recurrentLayers.js';
import { residualBranches } from './rules/residualBranches.js';
import { transformers } from './rules/transformers.js';

export type { Calls } from './calls.js';
export type { Normalization, RecommendedLayer, RecommendOptions } from './options.js';
export type { Recommendation };

/**
 * All rows of the table. The first row that suits is used, so special rows come first, and the last
 * rows suit every activation.
 */
const ROWS: readonly Row[] = [
  ...outputLayers,
  ...recurrentLayers,
  ...transformers,
  ...residualBranches,
  ...deepLayers,
  ...hiddenLayers,
];

/**
 * Recommends an initializer for a layer, with the reason and its source.
 *
 * | layer | recommendation |
 * |---|---|
 * | ReLU, leaky ReLU of any slope; CNN, ResNet | `heNormal` |
 * | GELU, SiLU, mish, ELU, ReLU6, squared ReLU, or your own | normal, with the activation's own gain 1/√E f² |
 * | tanh, hardtanh, softsign, erf, sin | `xavierUniform` with gain 1/f′(0) |
 * | sigmoid, hard sigmoid | gain 1/f′(0), which is 4 for sigmoid; the biases of the next layer remove the mean |
 * | softplus | gain 1/√Var f; the biases of the next layer remove the mean |
 * | SELU | `lecunNormal` |
 * | ReLU, leaky ReLU, tanh and similar activations in a plain net of 20 layers or more | `orthogonal`, or `deltaOrthogonal` for a convolution, with the same gain |
 * | RNN, GRU, LSTM | `orthogonal` for the state, `xavierUniform` for the inputs, forget bias 1; `identity` for a ReLU RNN |
 * | residual branch without normalization | Fixup: its last layer 0, the others times depth^(−1/2) |
 * | last layer of a branch, before a normalization | `heNormal`, γ = 0 |
 * | last layer of a branch that begins with a normalization | gain 1/√(2·depth) |
 * | attention, embedding with pre-norm | N(0, .02²), the last of a branch divided by √(2·depth) |
 * | attention, dense layer with post-norm | `xavierUniform` |
 * | embedding without normalization, or with post-norm | N(0, 1) |
 * | outputs: softmax, sigmoid | `lecunNormal`, bias from the labels |
 * | outputs: regression; GAN | gain .1, bias from the targets; N(0, .02²) |
 *
 * The optimizer does not change the recommended weights, because the initial signal does not depend
 * on it. If you name an optimizer, `learningRate` says what the weights mean for its learning rate.
 *
 * @throws TypeError for an unknown option, RangeError for a value that is not allowed and for
 * options that exclude each other
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { activation, initWeights, recommend } from 'initlab';
 * recommend({ layer: 'conv', activation: 'relu' }).code; // 'heNormal()'
 * recommend({ activation: 'gelu' }).calls.keras; // "VarianceScaling(scale=2.3517, mode='fan_in')"
 * const leaky = activation('leakyRelu', { slope: 0.2 });
 * recommend({ activation: leaky }).code; // 'heNormal({ slope: 0.2 })'
 * recommend({ activation: 'tanh', depth: 50 }).code; // 'orthogonal()'
 * recommend({ layer: 'attention', normalization: 'postNorm', optimizer: 'adam' }).learningRate;
 * const { bias, weights } = recommend({ layer: 'lstm' });
 * bias; // '0, and 1 in the forget gate'
 * const model = tfl.sequential({ layers: [tfl.layers.lstm({ units: 8, inputShape: [20, 3] })] });
 * initWeights(model, { rule: () => weights });
 * ```
 */
export function recommend(options: RecommendOptions = {}): Recommendation {
  const checked = checkOptions(options);
  const row = ROWS.find(({ suits }) => suits(checked)) as Row;
  return recommendation(checked, row.advice(checked));
}
