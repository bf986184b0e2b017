import type { LossName } from '../../network/losses.js';
import type { Histogram } from '../../plot/histogram.js';
import type { SampleMoments } from '../sample.js';

/** Moments of a signal over all elements of the batch, and of each sample. */
export interface TracedMoments extends SampleMoments {
  /** Second moment of each sample of the batch. */
  samples: Float64Array;
}

/** A signal of the forward pass. */
export interface TracedSignal extends TracedMoments {
  /**
   * Cosine between two samples, Σ uv/√(Σu²·Σv²), averaged over all pairs: 1 if all samples are
   * alike. NaN for a single sample.
   */
  correlation: number;
  quantiles: Quantiles;
  /** Histogram of the finite values; absent if there are none. */
  histogram?: Histogram;
  /**
   * Histogram of log₁₀|x| over the finite values other than 0, from at most 16,384 elements. Absent
   * if there are none.
   */
  magnitudes?: Histogram;
}

/**
 * Quantiles of the finite values. `min` and `max` are exact; the others come from at most 16,384
 * elements spread over the signal.
 */
export interface Quantiles {
  min: number;
  p01: number;
  p05: number;
  p25: number;
  median: number;
  p75: number;
  p95: number;
  p99: number;
  max: number;
}

/** One call of a layer in {@link ModelTrace}. */
export interface TracedLayer {
  /**
   * The layer's name; `outer/inner` within a nested model, `name/1` for the second call of a shared
   * layer.
   */
  name: string;
  /** The layer's class: 'Dense', 'Conv2D', 'InputLayer' … */
  kind: string;
  /** Names of the calls whose outputs are its inputs. */
  inputs: string[];
  /** Shape of its first output, without the batch. */
  shape: number[];
  /**
   * Number of units: the channels of a convolution, or the size of the last axis for other layers.
   */
  width: number;
  /**
   * Name of the layer's own activation function, such as 'relu' or 'linear'. For an activation
   * layer, such as LeakyReLU, it is the class of the layer. Absent if the layer has none.
   */
  activationFunction?: string;
  /** Output of the layer. */
  activation: TracedSignal;
  /**
   * Input of its activation function. Absent if the layer has none, and for recurrent layers, which
   * have several. A TimeDistributed layer has that of the layer inside.
   */
  preActivation?: TracedSignal;
  /**
   * Moments of ∂⟨v, output⟩/∂z, as `simulate` measures them. v holds independent N(0, 1) numbers,
   * one for each output and sample; z is the pre-activation, or the output if the layer has no
   * activation function. Absent if the model's outputs do not depend on z.
   */
  gradient?: TracedMoments;
  /** Moments of ∂⟨v, output⟩/∂a, where a is the output of the layer. */
  activationGradient?: TracedMoments;
  /** Moments of ∂loss/∂z, if `y` is given. The loss is a mean over the batch. */
  lossGradient?: TracedMoments;
  activationLossGradient?: TracedMoments;
  /**
   * Share of the elements of each sample whose derivative f′(z) is 0, so that they pass no
   * gradient. Absent for `linear`, for softmax and without f.
   */
  offSamples?: Float64Array;
  /** Mean of `offSamples`. */
  offFraction?: number;
  /** Share of the units that are off at every position in every sample. */
  deadFraction?: number;
  /**
   * Share of the outputs within .03 of an end of the range, such as |tanh z| > .97. Only for
   * bounded activation functions.
   */
  saturatedFraction?: number;
  /**
   * Moments of the hidden state after each time step. Only for RNN layers, and for Bidirectional
   * layers, whose forward layer it is.
   */
  steps?: TracedSteps;
  /**
   * The same for the backward layer of a Bidirectional layer, in the order in which that layer
   * runs: the first entry belongs to the end of the sequence.
   */
  reverseSteps?: TracedSteps;
  /** Weights of the layer; for a shared layer, only at its first call. */
  weights: TracedWeight[];
}

/** Second moments by time step. */
export interface TracedSteps {
  secondMoment: number[];
  /** Second moments of ∂⟨v, output⟩/∂h. */
  gradient?: number[];
  /** Second moments of ∂loss/∂h, if `y` is given. */
  lossGradient?: number[];
}

/** One weight tensor of a layer. */
export interface TracedWeight extends SampleMoments {
  /** 'kernel', 'bias' … */
  name: string;
  shape: number[];
  trainable: boolean;
  /**
   * Second moment of ∂⟨v, output⟩/∂w over the elements. For one sample of a dense layer, it is the
   * second moment of the input times that of the gradient.
   */
  gradientSecondMoment?: number;
  /** Second moment of ∂loss/∂w, if `y` is given. */
  lossGradientSecondMoment?: number;
  /** ‖∂loss/∂w‖/‖w‖. NaN or Infinity if w is 0. */
  gradientRatio?: number;
  /** ‖Δw‖/‖w‖ for the first step of the optimizer. */
  updateRatio?: number;
  /** The weight as a matrix, if it has at least two axes. */
  matrix?: WeightMatrix;
}

/**
 * A weight tensor as a matrix [rows, columns] with a column for each unit: a kernel [h, w, in, out]
 * is [h·w·in, out].
 */
export interface WeightMatrix {
  rows: number;
  columns: number;
  /** Number of distinct columns: 1 if all units have the same weights. */
  distinctColumns: number;
  /**
   * Singular values in descending order, of the whole matrix if it has at most 256 rows or columns,
   * or else of its first 256 columns. NaN if an element is not finite.
   */
  singularValues: Float64Array;
  /**
   * Number of singular values above max(rows, columns)·2⁻²³ times the largest; at most
   * `singularValues.length`.
   */
  rank: number;
}

/** Origin of the first NaN or Infinity. */
export interface TracedNonFinite {
  /** Name of the call. */
  layer: string;
  /**
   * Kind of value. The kinds are listed in the order of computation. For 'gradient', `layer` is the
   * call nearest to the output.
   */
  where: 'input' | 'weights' | 'preActivation' | 'activation' | 'loss' | 'gradient';
}

/** The loss that was traced. */
export interface TracedLoss {
  /** Name of the loss or of the given function; several names are joined by `, `. */
  name: string;
  /** Kind of loss, however it is spelled; absent for losses that this library does not know. */
  kind?: LossName;
  /**
   * Source of the choice: the option, the compiled model, or the default for the activation of the
   * output.
   */
  from: 'option' | 'model' | 'output';
  /** Mean over the batch, summed over the outputs, including the model's regularizers. */
  value: number;
}

/**
 * The measurements of `trace` in one forward and one backward pass: plain data that is shown as a
 * table.
 */
export interface ModelTrace {
  /** Layer calls in the order in which they run, input layers first. */
  layers: TracedLayer[];
  batch: number;
  /** Whether dropout and batch normalization were in training mode. */
  training: boolean;
  /** Loss, if `y` is given. */
  loss?: TracedLoss;
  /** Optimizer behind `updateRatio`, if `y` is given. */
  optimizer?: { name: string; learningRate: number };
  /** Origin of values that are not finite; absent if all are finite. */
  nonFinite?: TracedNonFinite;
  /** Formats the table as text. */
  toString(): string;
}
