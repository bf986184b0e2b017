import { type ActivationName, activation as named, toActivation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { knownOptions, perLayer, positive } from '../argument.js';
import { inputStatistics } from './inputStatistics.js';
import { followBackward } from './predictBackward.js';
import { followForward } from './predictForward.js';
import { type Band, band, sum, times } from './spread.js';
import { checkWidths } from './widths.js';

export type { Band };

export interface PredictOptions {
  /** Numbers of units: [inputs, units of layer 1, …, units of layer L]. */
  widths: readonly number[];
  /** A name, an activation, or a list of them, one for each of the L layers. */
  activation: ActivationName | Activation | readonly (ActivationName | Activation)[];
  /** σ_w² = fanIn·Var(w), one for all layers or one for each: 2 for `heNormal()`. */
  weightVariance: number | readonly number[];
  /** The batch, row-major [batch, widths[0]]; left out: `batch` rows of independent N(0, 1) numbers, as expected. */
  input?: Float32Array;
  /** Rows of the input, default 64. With `input` it may be left out. */
  batch?: number;
}

export interface LayerPrediction {
  /** 0 is the input. */
  layer: number;
  width: number;
  /** Of z; for layer 0 of the input. */
  preActivation: Band;
  /** Of a = f(z); for layer 0 of the input. */
  activation: Band;
  /** Of the gradient by z of ⟨v, a_L⟩, v being independent N(0, 1) numbers, as `simulate` measures it. */
  gradient: Band;
}

/**
 * What {@link simulate} would measure in a dense net without biases, without simulation: second moments layer by layer, forward
 * and backward, each with the band in which 95 % of single nets lie.
 *
 * The second moments are those of infinite width: q_l = σ_w²·E a²_(l−1), and backward σ_w²·(n_(l+1)/n_l)·E f′². For the band, each layer
 * multiplies the second moment of a net by a random factor of mean 1 whose variance is, with c the correlation of two samples of the batch of B,
 *
 * - forward (1/n)·[E f⁴/B + (1 − 1/B)·E f(u)²f(v)² − (E f²)²]/(E f²)², which is 5/n for one input of a ReLU net;
 * - backward the same of h·f′, h being normal, with the correlation of the samples' gradients.
 *
 * The factors of the layers are taken as independent gamma variables and their logarithms added, each times the elasticity d ln q_l/d ln q_k that the
 * later layers have; the sum counts as normal. Samples count as alike in norm, and their correlation is followed by mean and variance.
 *
 * These approximations hold where Σ 1/n over the layers is below ½ or so: in simulations of nets of 2 to 50 layers of 32 to 1024 units, of mixed
 * activations and batches of 1 to 16, 92 to 98 % of the nets lay within the bands, and the mean over nets differed from
 * that of infinite width by less than the share Σ 1/n. Beyond, bands of gradients get too narrow for ReLU nets and batches of several samples: at
 * 20 layers of 32 units and a batch of 16 that near the input holds 87 % of the nets. Weights are to be independent, with a kurtosis
 * near the normal's.
 *
 * After Hanin & Nica, "Products of many large random matrices and gradients in deep neural networks", 2020; Schoenholz et al. 2017, eq. 5 and 12.
 *
 * @throws RangeError or TypeError for widths, lists, an input or numbers that do not fit, naming the argument, and for a signal that
 * overflows or vanishes.
 * @example
 * ```ts
 * import { predict } from 'initlab';
 * const layers = predict({ widths: Array<number>(21).fill(100), activation: 'relu', weightVariance: 2, batch: 1 });
 * layers[20].activation.secondMoment;   // 1.000000
 * layers[20].activation.median;         // 0.60
 * ```
 */
export function predict(options: PredictOptions): LayerPrediction[] {
  knownOptions(options, ['widths', 'activation', 'weightVariance', 'input', 'batch'], 'predict');
  const { widths } = options;
  checkWidths(widths, 2);
  const count = widths.length - 1;
  const activations = [named('linear'), ...perLayer(options.activation, count, 'activation').map(toActivation)];
  const variances = [1, ...perLayer(options.weightVariance, count, 'weightVariance')];
  for (const [l, variance] of variances.entries()) positive(variance, `weightVariance of layer ${l}`);
  const input = inputStatistics(options.input, options.batch, widths[0]);
  const forward = followForward(widths, activations, variances, input);
  const gradients = followBackward(forward, variances, input.batch);
  return forward.map(({ width, q, spread, ownZ, ownA, second, elasticity }, layer) => ({
    layer,
    width,
    preActivation: band(q, sum(spread, ownZ)),
    activation: band(second, sum(times(elasticity, spread), ownA)),
    gradient: gradients[layer],
  }));
}
