import type { HistogramLayers } from 'initlab/plot';
import type { Settings } from '../../src/playground/settings.js';

/** Something that a worker of the playground is asked for. */
export interface PlaygroundRequest {
  task: 'measure' | 'distribute' | 'predict' | 'train';
  settings: Settings;
}

/** Values by layer, of which the first is the input's. */
export interface Measured {
  kind: 'measured';
  settings: Settings;
  /** Second moments of the outputs of the layers. */
  signal: number[];
  /** Second moments of the gradients, with respect to what the outputs are computed from. */
  gradient: number[];
  /** Mean cosine of two samples. */
  correlation: number[];
  /** Share of dead units; the input has none. */
  dead: number[];
  /** Share of saturated values, if the activation is bounded. */
  saturated?: number[];
}

/** Expected values by layer, with the range that holds 95 % of networks. */
export interface Expected {
  theory: number[];
  band: { low: number[]; high: number[] };
}

export interface Predicted {
  kind: 'predicted';
  settings: Settings;
  /** Absent if theory has no finite answer. */
  signal?: Expected;
  gradient?: Expected;
  /** Present for a chain of dense layers. */
  correlation?: number[];
  advice: Advice;
}

/** Recommendation of the library for the layers of the net. */
export interface Advice {
  code: string;
  why: string;
  /** The settings that make it so, if the playground has them. */
  use?: Partial<Settings>;
}

/** State of a training run. */
export interface Trained {
  kind: 'trained';
  step: number;
  loss: number[];
  /** Loss of a net that knows nothing. */
  baseline: { name: string; loss: number };
  /** Share of dead units after some steps. */
  dead: { steps: number[]; shares: number[] };
  /** Picture of what the net has learned, if that can be drawn. */
  picture: Picture | undefined;
  /** Result of the run, once it has ended. Classes have an accuracy. */
  end?: { isDiverged: boolean; testLoss: number; accuracy?: number | undefined };
}

/** Picture of what a net has learned: classes of points in the plane, or a curve. */
export type Picture =
  | {
      kind: 'plane';
      /** Probability of class 1. */
      grid: { x: number[]; y: number[]; probability: number[][] };
      points: { x: { data: ArrayLike<number> }; y: { data: ArrayLike<number> } };
    }
  | { kind: 'curve'; x: number[]; data: number[]; net: number[] };

/** Distributions of the values of the layers. */
export interface Distributions {
  kind: 'distributions';
  settings: Settings;
  layers: HistogramLayers['layers'];
}

/** A task of the worker that failed. */
export interface Failed {
  kind: 'failed';
  reason: string;
}

export type PlaygroundReply = Measured | Distributions | Predicted | Trained | Failed;
