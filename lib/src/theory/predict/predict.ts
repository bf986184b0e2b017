import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ActivationName } from '../../activation/activation.js';
import type { Activation } from '../../activation/elementwise.js';
import { describe, knownOptions, nonNegative, perLayer, positive } from '../../foundation/argument.js';
import type { Initializer } from '../../init/initializer.js';
import { normal } from '../../init/normal.js';
import { build } from '../../network/spec/build.js';
import { type LayersOptions, layersOf } from '../../network/spec/options.js';
import { checkWidths } from '../../network/spec/widths.js';
import type { Band } from './band.js';
import type { PlannedNode } from './forward/step.js';
import { weightLaw } from './forward/weightLaw.js';
import { type ModelInit, planModel } from './planModel.js';
import { type Bands, propagate } from './propagate.js';

export type { Band, ModelInit };

/** The batch that goes in. */
export interface PredictedBatch {
  /** Row-major [batch, …shape of a sample]; left out: `batch` rows of independent N(0, 1) numbers, as expected. */
  input?: Float32Array;
  /** Rows of the input, default 64. With `input` it may be left out. */
  batch?: number;
}

/** A net of dense layers. */
export interface PredictDenseOptions extends PredictedBatch {
  /** Numbers of units: [inputs, units of layer 1, …, units of layer L]. */
  widths: readonly number[];
  /** A name, an activation, or a list of them, one for each of the L layers. */
  activation: ActivationName | Activation | readonly (ActivationName | Activation)[];
  /** σ_w² = fanIn·Var(w), one for all layers or one for each: 2 for `heNormal()`. Or give `init`. */
  weightVariance?: number | readonly number[];
  /** An initializer, or one for each layer, in the place of `weightVariance`. */
  init?: Initializer | readonly Initializer[];
  /** σ_b² = Var(b), one for all layers or one for each, default 0: no biases. */
  biasVariance?: number | readonly number[];
}

/** A net of any layers, as `simulate` takes it. */
export interface PredictLayersOptions extends PredictedBatch, LayersOptions {}

export type PredictOptions = PredictDenseOptions | PredictLayersOptions;

/** How a model is predicted. */
export interface PredictModelOptions {
  /** One array for each of the model's inputs, or that of the only one. */
  input?: Float32Array | readonly Float32Array[];
  batch?: number;
  /**
   * Which weights are expected: `'measured'` (default), random ones of the second moments that each of the model's weights has now; or a function that gives
   * the initializers of a layer, so that the prediction is that of a model that was initialized by them.
   */
  init?: ModelInit;
  /** Second moments of the outputs of layers that theory does not know, by name: prediction goes on from there. */
  known?: Readonly<Record<string, number>>;
  /** Whether dropout drops and batch normalization takes the statistics of the batch, as in `trace`; default false. */
  training?: boolean;
}

/** Second moments of one layer, over units, positions and batch. */
export interface LayerPrediction {
  /** 0 is the input. */
  layer: number;
  /** As `simulate` names it. */
  name: string;
  /** Of the output, without the batch. */
  shape: readonly number[];
  /** Number of units: the last axis, which of images are the channels. */
  width: number;
  /** Of z; for layer 0 of the input. */
  preActivation: Band;
  /** Of a = f(z); for layer 0 of the input. */
  activation: Band;
  /** Of the gradient by z of ⟨v, a_L⟩, v being independent N(0, 1) numbers, as `simulate` measures it. */
  gradient: Band;
  /** Of the gradient by a. */
  activationGradient: Band;
}

/** One call of a layer of a model. What theory does not reach is left out; where the signal is unknown, `unknown` says why. */
export interface ModelPrediction extends Partial<LayerPrediction> {
  layer: number;
  name: string;
  unknown?: string;
}

/**
 * The same of a model of TensorFlow.js: a prediction for each call of a layer, by the names that `trace` gives them. Layers that theory does not
 * know have `unknown` in the place of bands, and so have those behind them, unless `known` tells a second moment to go on from; gradients end there too.
 *
 * @throws RangeError or TypeError for inputs that do not fit, an unknown option, and what is not a model.
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
 * What {@link simulate} would measure in nets with random weights, or {@link trace} in a model, without simulation: second moments layer by layer, forward
 * and backward, each with the band in which 95 % of single nets lie. A net is told as to `simulate`; of dense layers
 * `weightVariance` will do in the place of an initializer. A model is predicted as its weights are now, or as `init` would make them.
 *
 * `secondMoment` is that of infinite width, for the batch given: its second moments sample by sample and position by position, and the cosines of
 * its points by the offset of their positions. Those are followed through every layer, zero padding at its edges.
 *
 * Around it single nets spread. Each layer's draw changes a mean square over n units by a relative variance F/n, where F is the mean over all pairs of
 * points of the covariance of the squares there: 5 for one input of a ReLU net, less for many inputs, by Mehler's formula for
 * their correlations. Such events are followed by linear response, with what later layers make of them, how the events of one layer forward and
 * backward vary together, and those of a residual stream; samples of a batch are averaged as lognormal variables of given covariance. The backward pass meets the
 * same matrices as the forward pass, so that the gradient keeps its share along the signal, which adds to mean and variance at second order.
 *
 * Held against simulation, 92 to 98 % of single nets lie within the band, layer by layer, for dense nets of 2 to 50 layers of 32 to 1024 units of
 * mixed activations in batches of 1 to 16; and over all layers of a net for convolutions with zero or circular padding, strides and groups,
 * pools, layer and RMS norms, dropout and residual streams, of some ten layers of 8 to 128 channels. The mean over nets differs from
 * `secondMoment` by a share of order Σ 1/n over the layers. Rougher are batch normalization, whose gradients are right to a share of layers/batch, and
 * whose activations spread up to twice as far as told where zero padding sets edges apart; and gradients through many sums that ReLU follows. Weights are
 * to have mean 0 and be independent, of a kurtosis near the normal's, or orthogonal. Attention, RNNs and products of signals are not followed.
 *
 * After Hanin & Nica, "Products of many large random matrices and gradients in deep neural networks", 2020 (chains of factors); Schoenholz et
 * al., "Deep information propagation", 2017 (correlations); Xiao et al., "Dynamical isometry and a mean field theory of CNNs", 2018 (convolutions); Yang & Schoenholz,
 * "Mean field residual networks", 2017; Yang et al., "A mean field theory of batch normalization", 2019.
 *
 * @throws RangeError or TypeError for a net, an input or numbers that do not fit, naming the argument, for weights whose mean is not 0, and for
 * a signal that overflows.
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
): LayerPrediction[] | ModelPrediction[] {
  if (isModel(net)) return predictModel(net, options);
  return 'layers' in net ? predictLayers(net) : predictDense(net);
}

/** By its parts and not its class, of which there are two where two copies of tfjs-layers are loaded. */
function isModel(net: PredictOptions | LayersModel): net is LayersModel {
  return net !== null && typeof net === 'object' && 'containerNodes' in net;
}

function predictDense(options: PredictDenseOptions): LayerPrediction[] {
  const allowed = ['widths', 'activation', 'weightVariance', 'init', 'biasVariance', 'input', 'batch'];
  knownOptions(options, allowed, 'predict');
  const { widths, activation, weightVariance, init, biasVariance = 0 } = options;
  checkWidths(widths, 2);
  const count = widths.length - 1;
  if ((weightVariance === undefined) === (init === undefined)) {
    throw new TypeError('predict: give either weightVariance, fanIn·Var(w), or init, an initializer');
  }
  const biases = perLayer(biasVariance, count, 'biasVariance');
  for (const [i, variance] of biases.entries()) nonNegative(variance, `biasVariance of layer ${i + 1}`);
  const given = init ?? denseWeights(widths, perLayer(weightVariance as number, count, 'weightVariance'));
  const { layers, inputShape } = layersOf({ widths, activation, init: given });
  const biased = layers.map((layer, i) =>
    biases[i] === 0 ? layer : { ...layer, bias: normal({ std: Math.sqrt(biases[i]) }) },
  );
  return predictGraph(biased as LayersOptions['layers'], inputShape, options);
}

function denseWeights(widths: readonly number[], variances: readonly number[]): Initializer[] {
  return variances.map((variance, i) =>
    normal({ std: Math.sqrt(positive(variance, `weightVariance of layer ${i + 1}`) / widths[i]) }),
  );
}

function predictLayers(options: PredictLayersOptions): LayerPrediction[] {
  knownOptions(options, ['layers', 'inputShape', 'input', 'batch'], 'predict');
  return predictGraph(options.layers, options.inputShape, options);
}

function predictGraph(
  layers: LayersOptions['layers'],
  inputShape: readonly number[],
  { input, batch }: PredictedBatch,
): LayerPrediction[] {
  const nodes = build(layers, inputShape).map((node): PlannedNode => {
    const { op, name } = node;
    if (op.type !== 'dense' && op.type !== 'conv') return node;
    const weights = weightLaw(op.init, op.kernel);
    if (weights.mean !== 0) {
      throw new RangeError(
        `the weights of ${name} have mean ${weights.mean}; theory needs a mean of 0, as of ${describe('heNormal()')}`,
      );
    }
    return { ...node, laws: { weights, ...(op.bias && { bias: weightLaw(op.bias, op.kernel.slice(-1)) }) } };
  });
  const bands = propagate(nodes, [nodes.length - 1], { inputs: [input], batch });
  return bands.map((band, layer) => labelPrediction(nodes[layer], layer, band) as LayerPrediction);
}

function predictModel(model: LayersModel, options: PredictModelOptions): ModelPrediction[] {
  knownOptions(options, ['input', 'batch', 'init', 'known', 'training'], 'predict');
  const { input, batch, init = 'measured', known = {}, training = false } = options;
  const { nodes, outputs } = planModel(model, { init, known, training });
  const inputs = input === undefined || input instanceof Float32Array ? [input] : input;
  return propagate(nodes, outputs, { inputs, batch }).map((bands, layer) =>
    labelPrediction(nodes[layer], layer, bands),
  );
}

function labelPrediction({ name, shape }: PlannedNode, layer: number, bands: Bands): ModelPrediction {
  return { layer, name, shape, width: shape[shape.length - 1], ...bands };
}
