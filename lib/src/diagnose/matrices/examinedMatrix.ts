import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { OutputTask } from '../../model/bias/outputBias.js';
import type { ModelLayer } from '../../network/view/modelView.js';
import type { WeightMatrix } from '../../signal/trace/result.js';
import type { AllowedVariance } from './allowedVariance.js';

/** A weight matrix, with its measured scale and the scale that it should have. */
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
  /** Relative standard error of `variance`, from the number and the kurtosis of the weights. */
  error: number;
  allowed: AllowedVariance;
  /** `variance` divided by the nearest allowed variance; 1 if sampling explains the difference. */
  scaleRatio: number;
  matrix: WeightMatrix | undefined;
  /**
   * The largest rank that the rows with non-zero entries allow. A delta-orthogonal kernel, for
   * example, is 0 except at its centre.
   */
  fullRank: number;
  /** Whether the weights were trained, so that they are not a random draw. */
  isTrained: boolean;
  /**
   * Number of times that a signal passes through the matrix: the time steps for a recurrent one,
   * otherwise 1.
   */
  passes: number;
  /** Task of an output layer; absent for other layers. */
  task?: OutputTask;
}

/** Whether the mean of the weights is larger than sampling explains. */
export function hasSignificantMean({ mean, secondMoment, shape }: ExaminedMatrix): boolean {
  const count = shape.reduce((product, n) => product * n, 1);
  return mean ** 2 > (25 * secondMoment) / count;
}
