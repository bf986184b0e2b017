import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Band } from './band.js';
import type { ModelInit } from './planModel.js';
import type {
  LayerPrediction,
  ModelPrediction,
  PredictDenseOptions,
  PredictedBatch,
  PredictLayersOptions,
  PredictModelOptions,
  PredictOptions,
} from './prediction.js';
import { predictModel } from './predictModel.js';
import { predictNet } from './predictNet.js';

export type {
  Band,
  LayerPrediction,
  ModelInit,
  ModelPrediction,
  PredictDenseOptions,
  PredictedBatch,
  PredictLayersOptions,
  PredictModelOptions,
  PredictOptions,
};

/**
 * Predicts the second moments that {@link trace} would measure in a model of TensorFlow.js, forward
 * and backward, without running it. The result has an entry for each call of a layer, under the
 * names that `trace` uses, with the second moments of z and a, and of the gradients of ⟨v, output⟩
 * for independent N(0, 1) numbers v. Each second moment has a band that holds 95 % of single models
 * with random weights.
 *
 * By default the weights are random with the second moments that the model's weights have now, and
 * orthogonal where those are. With
 * `init` the prediction is for the model as these initializers would make it, so you can compare an
 * initializer with the present weights before applying it. `x` is the inputs, as `trace` takes
 * them; without it, the inputs are independent N(0, 1) numbers.
 *
 * Layers that the theory does not cover, such as attention and recurrent layers, have no bands.
 * Instead, `unknown` says why. The same holds for the layers after them, unless `known` gives the
 * second moment of such a layer's output to continue from. Gradients end at unknown layers too. The
 * bands have the accuracy that `predict` has for described nets.
 *
 * Images whose neighbouring pixels are alike in some places only are averaged over all places. On
 * handwritten digits the second moments after max pools are right to 12 % in the mean of networks
 * of 64 channels. Of single networks of 8 channels, 78 to 95 % lie in the band of a layer.
 *
 * @param model - a built model; its weights are read and not changed.
 * @param options - `x`, `batch`, `init`, `known` and `training`.
 * @throws RangeError or TypeError for inputs that do not fit, an unknown option, a third argument,
 *   or a value that is not a model.
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { heNormal, predict } from 'initlab';
 * const model = tfl.sequential();
 * model.add(tfl.layers.dense({ inputShape: [32], units: 64, activation: 'relu', name: 'hidden' }));
 * const [, right] = predict(model, { init: () => heNormal() });
 * right.preActivation?.secondMoment;   // 2.000
 * const [, now] = predict(model);
 * now.name;                            // 'hidden'
 * ```
 */
export function predict(model: LayersModel, options?: PredictModelOptions): ModelPrediction[];
/**
 * Predicts the second moments that {@link simulate} would measure in nets with random weights,
 * layer by layer, forward and backward, without simulating. Each second moment has a band that
 * holds 95 % of single nets. Describe the net as you would for `simulate`. For dense layers you can
 * give `weightVariance` instead of an initializer.
 *
 * `secondMoment` is that of a net of infinite width for the given batch. The theory follows the
 * second moments of each sample and position, and the cosines of points by the offset of their
 * positions, through every layer, including the edges of zero padding.
 *
 * The band describes how single nets spread around this value. Each layer's draw makes a mean
 * square over n units fluctuate with relative variance F/n. Here F is the covariance of the squares
 * at two points, averaged over all pairs of points. F is 5 for one input of a ReLU net and less for
 * many inputs, because their correlations enter through Mehler's formula. The effects of such
 * random events are computed by linear response: through later layers, with the covariances of the
 * forward and backward events of each layer, and with the covariances along a residual stream.
 * Samples of a batch are averaged as lognormal variables of given covariance. The backward pass
 * meets the same matrices as the forward pass, so the gradient's share along the signal is kept,
 * which adds second-order terms to the mean and the variance.
 *
 * Orthogonal weights keep norms, so their bands are narrower and their medians are nearer to
 * `secondMoment`. The fluctuations from the activations remain. A layer that narrows leaves the
 * share 1 − n_out/n_in of the weights' fluctuations forward, a layer that widens leaves
 * 1 − n_in/n_out backward, and a square layer leaves none. In residual streams, convolutions and
 * pools this is less exact.
 *
 * Compared with simulation, 92 to 98 % of single nets lie within the band. This holds layer by
 * layer for dense nets of 2 to 50 layers of 32 to 1024 units, with mixed activations and batches of
 * 1 to 16. It holds over all layers of a net together for convolutions with zero or circular
 * padding, strides and groups, pools, layer and RMS norms, dropout and residual streams, for about
 * ten layers of 8 to 128 channels. The mean over nets differs from `secondMoment` by a relative
 * error of order Σ 1/n over the layers.
 *
 * Two cases are less accurate. With batch normalization, gradients are right up to a relative error
 * of layers/batch, and activations spread up to twice as far as predicted if zero padding makes
 * edges differ. The other case is gradients through many sums that are followed by a ReLU. Weights
 * must have mean 0, and be either independent with a kurtosis near the normal's or orthogonal.
 * Attention, RNNs and products of signals are not covered.
 *
 * Based on Hanin & Nica, "Products of many large random matrices and gradients in deep neural
 * networks", 2020 (chains of factors); Schoenholz et al., "Deep information propagation", 2017
 * (correlations); Xiao et al., "Dynamical isometry and a mean field theory of CNNs", 2018
 * (convolutions); Collins & Śniady, "Integration with respect to the Haar measure on unitary,
 * orthogonal and symplectic group", 2006 (orthogonal weights); Yang & Schoenholz, "Mean field
 * residual networks", 2017; Yang et al., "A mean field theory of batch normalization", 2019.
 *
 * A gradient that overflows is Infinity, at its layer and at all layers before it.
 *
 * @param options - the net, as `widths` and `activation` or as `layers` and `inputShape`, and the
 * batch, as `input` or `batch`.
 * @throws RangeError or TypeError, naming the argument, for a net, an input or numbers that do not
 * fit, for weights whose mean is not 0, and for a signal that overflows.
 * @example
 * ```ts
 * import { heNormal, predict } from 'initlab';
 * const layers = predict({ widths: Array<number>(21).fill(100), activation: 'relu', init: heNormal(), batch: 1 });
 * layers[20].activation.secondMoment;   // 1.000000
 * layers[20].activation.median;         // 0.60
 * const cnn = predict({
 *   inputShape: [8, 8, 3],
 *   layers: [
 *     { type: 'conv', filters: 16, kernel: 3, padding: 'same', activation: 'relu', init: heNormal() },
 *     { type: 'maxPool', size: 2 },
 *     { type: 'flatten' },
 *     { type: 'dense', units: 10 },
 *   ],
 * });
 * cnn.map(({ name }) => name);   // ['input', 'conv1', 'maxPool1', 'flatten1', 'dense1']
 * ```
 */
export function predict(options: PredictOptions): LayerPrediction[];
export function predict(
  net: PredictOptions | LayersModel,
  options: PredictModelOptions = {},
  ...others: readonly never[]
): LayerPrediction[] | ModelPrediction[] {
  if (others.length > 0) {
    throw new TypeError(
      'predict takes two arguments, a model and options; pass everything in the options: ' +
        'predict(model, { x, training: true })',
    );
  }
  if (isModel(net)) return predictModel(net, options);
  return predictNet(net);
}

/** Duck-typed: `instanceof` fails when two copies of tfjs-layers are loaded. */
function isModel(net: PredictOptions | LayersModel): net is LayersModel {
  return net !== null && typeof net === 'object' && 'containerNodes' in net;
}
