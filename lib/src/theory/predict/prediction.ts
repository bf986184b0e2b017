import type { ActivationName } from '../../activation/activation.js';
import type { Activation } from '../../activation/elementwise.js';
import type { Initializer } from '../../init/initializer.js';
import type { TensorValues } from '../../network/modelValues.js';
import type { LayersOptions } from '../../network/spec/options.js';
import type { Band } from './band.js';
import type { PlannedNode } from './forward/step.js';
import type { ModelInit } from './planModel.js';
import type { Bands } from './propagate.js';

/** The batch of inputs of a prediction. */
export interface PredictedBatch {
  /**
   * Input, row-major [batch, …shape of a sample]. By default the prediction is the expectation for
   * `batch` rows of independent N(0, 1) numbers.
   */
  input?: Float32Array;
  /** Number of samples. Default 64, or with `input` the number of its rows. */
  batch?: number;
}

/** Options of `predict` for a net of dense layers. */
export interface PredictDenseOptions extends PredictedBatch {
  /** Numbers of units [inputs, units of layer 1, …, units of layer L]. */
  widths: readonly number[];
  /** Activation or its name, one for all layers or a list with one for each of the L layers. */
  activation: ActivationName | Activation | readonly (ActivationName | Activation)[];
  /**
   * Weight variance σ_w² = fanIn·Var(w), one for all layers or one for each: 2 for `heNormal()`.
   * Give either this or `init`.
   */
  weightVariance?: number | readonly number[];
  /** Initializer, one for all layers or one for each, instead of `weightVariance`. */
  init?: Initializer | readonly Initializer[];
  /** Bias variance σ_b² = Var(b), one for all layers or one for each. Default 0, no biases. */
  biasVariance?: number | readonly number[];
}

/** Options of `predict` for a net of any layers, as for `simulate`. */
export interface PredictLayersOptions extends PredictedBatch, LayersOptions {}

export type PredictOptions = PredictDenseOptions | PredictLayersOptions;

/** Options of `predict` for a model of TensorFlow.js. */
export interface PredictModelOptions {
  /**
   * Inputs, as in `trace`: for several inputs, a list, or an object keyed by the names of the input
   * layers. By default the prediction is the expectation for `batch` samples of independent N(0, 1)
   * numbers.
   */
  x?: TensorValues;
  /** Number of samples. Default 64, or with `x` the number of its samples. */
  batch?: number;
  /**
   * Weights of the prediction. With `'measured'` (default) they are random, with the second moments
   * that the model's weights have now, and orthogonal where those are. A function gives the
   * initializers of each layer, for the prediction of a model initialized by them.
   */
  init?: ModelInit;
  /**
   * Second moments of the outputs of layers that the theory does not cover, by name. The prediction
   * continues from there.
   */
  known?: Readonly<Record<string, number>>;
  /**
   * Whether dropout drops and batch normalization uses the statistics of the batch, as in `trace`.
   * Default false.
   */
  training?: boolean;
}

/** The second moments of one layer, each over units, positions and batch. */
export interface LayerPrediction {
  /** Index of the layer; 0 is the input. */
  layer: number;
  /** Name of the layer, as in `simulate`. */
  name: string;
  /** Shape of the output, without the batch. */
  shape: readonly number[];
  /** Number of units along the last axis; for images these are the channels. */
  width: number;
  /** Second moment of z, or of the input for layer 0. */
  preActivation: Band;
  /** Second moment of a = f(z), or of the input for layer 0. */
  activation: Band;
  /**
   * Second moment of the gradient of ⟨v, a_L⟩ with respect to z, for independent N(0, 1) numbers v,
   * as `simulate` measures it.
   */
  gradient: Band;
  /** Second moment of the gradient with respect to a. */
  activationGradient: Band;
}

/**
 * Prediction for one call of a layer of a model. Bands that the theory does not reach are absent.
 * If the signal is unknown, `unknown` says why.
 */
export interface ModelPrediction extends Partial<LayerPrediction> {
  layer: number;
  name: string;
  unknown?: string;
}

/** Combines the index, the name and the shape of a node with its bands. */
export function labelPrediction({ name, shape }: PlannedNode, layer: number, bands: Bands): ModelPrediction {
  return { layer, name, shape, width: shape[shape.length - 1], ...bands };
}
