import type { LossName } from '../../network/losses.js';
import type { Histogram } from '../../plot/histogram.js';
import type { SampleMoments } from '../sample.js';

/** Moments of a signal over all elements of the batch, and of each sample. */
export interface TracedMoments extends SampleMoments {
  /** The second moment of each sample of the batch. */
  samples: Float64Array;
}

/** A signal going forward. */
export interface TracedSignal extends TracedMoments {
  /** Mean over all pairs of samples of the cosine between them, Σ uv/√(Σu²·Σv²): 1 where all are alike. NaN with one sample. */
  correlation: number;
  quantiles: Quantiles;
  /** Of the finite values; absent if there are none. */
  histogram?: Histogram;
  /** Of log₁₀|x| over the finite values that are not 0 (of at most 16,384 elements): a density by decade. Absent if there are none. */
  magnitudes?: Histogram;
}

/** `min` and `max` are exact, the others those of at most 16,384 elements spread over the signal; all of finite values alone. */
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
  /** The layer's name; `outer/inner` within a nested model, `name/1` for the second call of a shared layer. */
  name: string;
  /** The layer's class: 'Dense', 'Conv2D', 'InputLayer' … */
  kind: string;
  /** Names of the calls whose outputs it takes. */
  inputs: string[];
  /** Shape of its (first) output, without the batch. */
  shape: number[];
  /** Number of its units: channels of a convolution, the last axis elsewhere. */
  width: number;
  /** Name of the function that the layer itself applies: 'relu', 'linear' …; for LeakyReLU and its like the layer's class. Absent where it has none. */
  activationFunction?: string;
  /** What the layer puts out. */
  activation: TracedSignal;
  /** What goes into its activation function. Absent where it has none. */
  preActivation?: TracedSignal;
  /**
   * Of ∂⟨v, output⟩/∂z, v being independent N(0, 1) numbers, one for each output and sample, as `simulate` measures it; z is the
   * pre-activation, or the output where the layer has no activation function. Absent where the model's outputs do not depend on it.
   */
  gradient?: TracedMoments;
  /** Of ∂⟨v, output⟩/∂a, a being what the layer puts out. */
  activationGradient?: TracedMoments;
  /** With `y`: the same two of the loss, which is a mean over the batch. */
  lossGradient?: TracedMoments;
  activationLossGradient?: TracedMoments;
  /** Share of the elements whose derivative f′(z) is 0, which pass no gradient, in each sample. Absent with `linear`, softmax and where there is no f. */
  offSamples?: Float64Array;
  /** Mean of `offSamples`. */
  offFraction?: number;
  /** Share of the units that are off at every position in every sample. */
  deadFraction?: number;
  /** Bounded activation functions only: share of a closer than .03 to an end of the range, as |tanh z| > .97. */
  saturatedFraction?: number;
  /** RNN layers only: of the hidden state after each time step. */
  steps?: TracedSteps;
  /** The layer's own weights; of a shared layer at its first call alone. */
  weights: TracedWeight[];
}

/** Second moments by time step. */
export interface TracedSteps {
  secondMoment: number[];
  /** Of ∂⟨v, output⟩/∂h. */
  gradient?: number[];
  /** With `y`: of ∂loss/∂h. */
  lossGradient?: number[];
}

/** One weight tensor of a layer. */
export interface TracedWeight extends SampleMoments {
  /** 'kernel', 'bias' … */
  name: string;
  shape: number[];
  trainable: boolean;
  /** Second moment of ∂⟨v, output⟩/∂w over the elements. The weight gradient of one sample of a dense layer has the second moment of its input times that of its gradient. */
  gradientSecondMoment?: number;
  /** With `y`: second moment of ∂loss/∂w. */
  lossGradientSecondMoment?: number;
  /** ‖∂loss/∂w‖/‖w‖. NaN or Infinity where w is 0. */
  gradientRatio?: number;
  /** ‖Δw‖/‖w‖ for the first step of the optimizer. */
  updateRatio?: number;
  /** Of weights with two axes or more. */
  matrix?: WeightMatrix;
}

/** A weight tensor as a matrix [rows, columns] with a column for each unit: a kernel [h, w, in, out] is [h·w·in, out]. */
export interface WeightMatrix {
  rows: number;
  columns: number;
  /** Number of columns that differ from each other: 1 where all units have the same weights. */
  distinctColumns: number;
  /** Of the whole matrix where it has at most 256 rows or columns, else of its first 256 columns; descending. NaN where an element is not finite. */
  singularValues: Float64Array;
  /** Number of singular values above max(rows, columns)·2⁻²³ times the largest; the most it could be is `singularValues.length`. */
  rank: number;
}

/** Where the first NaN or Infinity stood. */
export interface TracedNonFinite {
  /** Name of the call. */
  layer: string;
  /** In the order in which they arise. For 'gradient' the call is that nearest to the output. */
  where: 'input' | 'weights' | 'preActivation' | 'activation' | 'loss' | 'gradient';
}

/** The loss that was traced. */
export interface TracedLoss {
  /** That of the loss, or of the function given; several joined by `, `. */
  name: string;
  /** The kind of loss that it is, whatever its spelling; absent for losses that this library does not know. */
  kind?: LossName;
  /** Who chose it: the option, the compiled model, or, from the activation of the output, this function. */
  from: 'option' | 'model' | 'output';
  /** Mean over the batch, summed over the outputs, with the model's regularizers. */
  value: number;
}

/** Plain data: what `trace` measured in one forward and one backward pass. Shows itself as a table. */
export interface ModelTrace {
  /** In the order in which they run, input layers first. */
  layers: TracedLayer[];
  batch: number;
  /** Whether dropout and batch normalization were in training mode. */
  training: boolean;
  /** With `y`. */
  loss?: TracedLoss;
  /** With `y`: of `updateRatio`. */
  optimizer?: { name: string; learningRate: number };
  /** Absent where every number is finite. */
  nonFinite?: TracedNonFinite;
  /** The table in text. */
  toString(): string;
}
