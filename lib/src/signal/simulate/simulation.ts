import type { SampleMoments } from '../sample.js';

/** Measurements of `simulate`, layer by layer, as plain data. */
export interface Simulation {
  layers: LayerStatistics[];
  batch: number;
  trials: number;
}

/** Moments over units and batch, averaged over the trials. */
export interface MeasuredMoments extends SampleMoments {
  /** Second moment in each trial. */
  trials: Float64Array;
}

export interface MeasuredSignal extends MeasuredMoments {
  /**
   * Mean cosine Σ uv/√(Σu²·Σv²) of two samples, over all pairs of samples. It is 1 if all samples
   * are alike and NaN for a single sample.
   */
  correlation: number;
}

export interface LayerStatistics {
  /** Index of the layer; 0 is the input. */
  layer: number;
  /**
   * Name of the layer: `input`, then type and number, such as `dense1`, or `residual1/dense1`
   * within a residual layer.
   */
  name: string;
  /** Shape of the output, without the batch. */
  shape: number[];
  /** Number of units along the last axis; for images these are the channels. */
  width: number;
  /** Moments of z, or of the input for layer 0. */
  preActivation: MeasuredSignal;
  /** Moments of a = f(z), or of the input for layer 0. */
  activation: MeasuredSignal;
  /**
   * Moments of the gradient with respect to z, or to the input for layer 0. Only with `backward`.
   */
  gradient?: MeasuredMoments;
  /**
   * Share of the units with f′(z) = 0 for the whole batch and all positions, averaged over the
   * trials.
   */
  deadFraction: number;
  /** Share of the dead units in each trial. */
  deadFractions: Float64Array;
  /**
   * Share of activations closer than .03 to an end of the range (|tanh z| > .97), averaged over the
   * trials. Only bounded activations have it.
   */
  saturatedFraction?: number;
}
