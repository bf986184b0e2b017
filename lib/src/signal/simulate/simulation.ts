import type { SampleMoments } from '../sample.js';

/** Plain data: what `simulate` measured, layer by layer. */
export interface Simulation {
  layers: LayerStatistics[];
  batch: number;
  trials: number;
}

/** Moments over units and batch, averaged over the trials. */
export interface MeasuredMoments extends SampleMoments {
  /** The second moment in each trial. */
  trials: Float64Array;
}

export interface MeasuredSignal extends MeasuredMoments {
  /** Mean over all pairs of samples of the cosine between them, Σ uv/√(Σu²·Σv²): 1 where all are alike. NaN with one sample. */
  correlation: number;
}

export interface LayerStatistics {
  /** 0 is the input. */
  layer: number;
  /** `input`, then the type and its number, as `dense1`; within a residual layer `residual1/dense1`. */
  name: string;
  /** Of the output, without the batch. */
  shape: number[];
  /** Number of units: the last axis, which of images are the channels. */
  width: number;
  /** Of z; for layer 0 of the input. */
  preActivation: MeasuredSignal;
  /** Of a = f(z); for layer 0 of the input. */
  activation: MeasuredSignal;
  /** With `backward`: of the gradient by z; for layer 0 by the input. */
  gradient?: MeasuredMoments;
  /** Share of the units with f′(z) = 0 on the whole batch, at all positions, averaged over the trials. */
  deadFraction: number;
  /** The same in each trial. */
  deadFractions: Float64Array;
  /** Bounded activations only: share of a closer than .03 to an end of the range (|tanh z| > .97), averaged over the trials. */
  saturatedFraction?: number;
}
