import type { LayersModel } from '@tensorflow/tfjs-layers';
import { cumulative } from '../../activation/normalDistribution.js';
import { type Report, report } from '../../display/report.js';
import { finite, knownOptions } from '../../foundation/argument.js';
import { constant } from '../../init/constant.js';
import { fans } from '../../init/fans.js';
import type { Initializer } from '../../init/initializer.js';
import { LINEAR_KINDS } from '../../network/view/layerFacts.js';
import { type ModelLayer, viewModel } from '../../network/view/modelView.js';
import { sampleMoments } from '../../signal/sample.js';
import { initWeightsOfView } from '../initWeights.js';
import { fanOptions } from '../weights/weightFans.js';

/** The new bias of one layer, or why its bias was left unchanged. */
export interface HiddenBiasRow {
  layer: string;
  units?: number;
  /** Mean of the biases. */
  bias?: number;
  /** P(z < 0), averaged over the units. */
  negative?: number;
  note?: string;
}

/**
 * Sets the biases of all hidden dense and convolutional layers, and reports what this changes: the
 * probability that a unit is below 0, and therefore off if a ReLU follows. The probability is
 * Φ(−b/σ) with σ² = Σw² over the inputs of a unit, averaged over the units, for independent inputs
 * with mean 0 and second moment 1. With He weights, σ = √2 and a bias of .01 moves the probability
 * from .5 to .4972: small positive biases don't keep units alive.
 *
 * The output layer (see `outputBias`), recurrent layers and frozen layers stay unchanged. The
 * report lists the frozen ones.
 *
 * @formula P(z < 0) = \Phi\!\left(-\frac{b}{\sigma}\right), \quad \sigma^2 = \sum_i w_i^2
 * @param model - changed in place
 * @param bias - the number, or an initializer for the bias vector
 * @param options - `seed` for an initializer that draws random values, default 0
 * @returns a row for each layer
 * @throws RangeError for a bias that is not finite or an invalid seed; TypeError for an unknown
 * option or if `model` isn't a model
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { hiddenBias, identity, initWeights } from 'initlab';
 * const [hidden, output] = [tfl.layers.dense({ units: 8, inputShape: [8], name: 'hidden' }), tfl.layers.dense({ units: 1 })];
 * const model = tfl.sequential({ layers: [hidden, output] });
 * initWeights(model, { rule: ({ isOutput }) => (isOutput ? undefined : identity()) });
 * hiddenBias(model, 0.01).rows; // [{ layer: 'hidden', units: 8, bias: 0.01, negative: 0.496011 }]
 * ```
 */
export function hiddenBias(
  model: LayersModel,
  bias: number | Initializer,
  options: { seed?: number | bigint } = {},
): Report<HiddenBiasRow> {
  knownOptions(options, ['seed'], 'hiddenBias');
  const initializer = typeof bias === 'function' ? bias : constant(finite(bias, 'bias'));
  const isHidden = (layer: ModelLayer): boolean =>
    LINEAR_KINDS.includes(layer.kind) && !layer.isOutput && layer.weights.bias !== undefined;
  const view = viewModel(model);
  initWeightsOfView(view, { rule: (layer) => (isHidden(layer) ? { bias: initializer } : undefined), ...options });
  return report(view.layers.filter(isHidden).map(row));
}

function row(layer: ModelLayer): HiddenBiasRow {
  if (layer.isFrozen) return { layer: layer.name, note: 'left unchanged: frozen' };
  const biases = layer.weights.bias.read().dataSync<'float32'>();
  const std = unitStd(layer);
  const negative = biases.reduce((sum, b) => sum + (std > 0 ? cumulative(-b / std) : Number(b < 0)), 0);
  return {
    layer: layer.name,
    units: biases.length,
    bias: sampleMoments(biases).mean,
    negative: negative / biases.length,
  };
}

/**
 * Computes the standard deviation of Σwx for inputs with second moment 1: √(fanIn · E w²). For a
 * separable convolution, it is the product of the values of its two parts.
 */
function unitStd(layer: ModelLayer): number {
  const matrices = Object.keys(layer.weights).filter((name) => fanOptions(layer, name) !== undefined);
  return matrices.reduce((product, name) => {
    const weight = layer.weights[name];
    const { secondMoment } = sampleMoments(weight.read().dataSync<'float32'>());
    return product * Math.sqrt(secondMoment * fans(weight.shape as number[], fanOptions(layer, name)).fanIn);
  }, 1);
}
