import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Surroundings } from '../../network/view/layerContext.js';
import type { ModelLayer } from '../../network/view/modelView.js';
import type { WeightMatrix } from '../../signal/trace/result.js';
import type { AllowedVariance } from './allowedVariance.js';

/** A matrix of weights, and what it should be. */
export interface ExaminedMatrix extends Surroundings {
  layer: ModelLayer;
  /** Place of the layer's first call. */
  call: number;
  /** `kernel`, `depthwise` or `recurrent`. */
  weight: string;
  variable: LayerVariable;
  shape: readonly number[];
  fanIn: number;
  fanOut: number;
  mean: number;
  secondMoment: number;
  /** fanIn·E w², and the relative standard error that so many draws of this kurtosis leave. */
  variance: number;
  error: number;
  allowed: AllowedVariance;
  /** How far, as a factor, `variance` is from the nearest that is allowed; 1 where it is within what sampling leaves. */
  excess: number;
  matrix: WeightMatrix | undefined;
  /** Rank that so many rows that are not all 0, and columns, could have: a delta-orthogonal kernel is 0 but for its centre. */
  fullRank: number;
  /** How often a signal passes the matrix: the time steps of a recurrent one. */
  passes: number;
}
