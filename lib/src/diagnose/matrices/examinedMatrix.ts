import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { ModelLayer } from '../../network/view/modelView.js';
import type { WeightMatrix } from '../../signal/trace/result.js';
import type { AllowedVariance } from './allowedVariance.js';

/** A matrix of weights beside what it should be. */
export interface ExaminedMatrix {
  layer: ModelLayer;
  /** Index of the layer's first call. */
  call: number;
  /** `kernel`, `depthwise` or `recurrent`. */
  weight: string;
  variable: LayerVariable;
  shape: readonly number[];
  fanIn: number;
  fanOut: number;
  mean: number;
  secondMoment: number;
  /** fanIn·E w². */
  variance: number;
  /** Relative standard error of `variance` for as many draws of this kurtosis. */
  error: number;
  allowed: AllowedVariance;
  /**
   * `variance` over the nearest variance that is allowed; 1 if sampling explains the difference.
   */
  scaleRatio: number;
  matrix: WeightMatrix | undefined;
  /**
   * The largest rank that the rows with non-zero entries allow: a delta-orthogonal kernel is 0
   * except at its centre.
   */
  fullRank: number;
  /** How often a signal passes the matrix: the time steps of a recurrent one. */
  passes: number;
}

/** Whether the mean of the weights is more than sampling explains. */
export function hasSignificantMean({ mean, secondMoment, shape }: ExaminedMatrix): boolean {
  const count = shape.reduce((product, n) => product * n, 1);
  return mean ** 2 > (25 * secondMoment) / count;
}
