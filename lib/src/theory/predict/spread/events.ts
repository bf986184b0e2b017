import type { PairShares } from '../grid/correlations.js';
import type { Spread } from './signal.js';
import { varianceOfLogMean } from './varianceOfLogMean.js';

/**
 * Covariances of the logarithms of second moments: `sample` within one sample, `common` between two
 * samples of a batch.
 */
export interface Covariance {
  sample: number;
  common: number;
}

export const NO_COVARIANCE: Covariance = { sample: 0, common: 0 };

/**
 * Random events of a network. Each is the fluctuation that one layer's draw adds to the logarithm
 * of a second moment.
 */
export class Events {
  readonly #capacity: number;
  readonly #rows: EventRow[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Gives the response 0 to every event. */
  none(): Float64Array {
    return new Float64Array(this.#capacity);
  }

  /**
   * Adds an event of the given variance, with its covariances with earlier events, and returns its
   * number.
   */
  add(own: Covariance, others: ReadonlyMap<number, Covariance>): number {
    const earlier = Int32Array.from(others.keys());
    const [sample, common] = (['sample', 'common'] as const).map((kind) =>
      Float64Array.from(others, ([other, covariance]) =>
        boundCovariance(covariance[kind], own[kind] * this.#rows[other].own[kind]),
      ),
    );
    return this.#rows.push({ own, earlier, sample, common }) - 1;
  }

  /** Computes the covariance of two linear combinations of events. */
  covariance(a: Float64Array, b: Float64Array): Covariance {
    let [sample, common] = [0, 0];
    for (let event = 0; event < this.#rows.length; event++) {
      const [ofA, ofB] = [a[event], b[event]];
      if (ofA === 0 && ofB === 0) continue;
      const row = this.#rows[event];
      sample += ofA * ofB * row.own.sample;
      common += ofA * ofB * row.own.common;
      for (let i = 0; i < row.earlier.length; i++) {
        const other = row.earlier[i];
        const products = ofA * b[other] + a[other] * ofB;
        sample += products * row.sample[i];
        common += products * row.common[i];
      }
    }
    return { sample, common };
  }

  /**
   * Computes the variance of the logarithm of the mean over the batch, from a spread and the
   * covariance of the last draw.
   */
  variance({ response }: Spread, shares: PairShares, own: Covariance = NO_COVARIANCE): number {
    const before = this.covariance(response, response);
    const common = Math.max(0, before.common + own.common);
    return common + varianceOfLogMean(before.sample + own.sample - common, 1 / shares.sample);
  }
}

/**
 * The variance of an event and its covariances with earlier events. Only those that are not 0 are
 * kept, which in a plain chain of layers are a few for each event, however deep the net is.
 */
interface EventRow {
  own: Covariance;
  /** Numbers of the earlier events, in the order of their covariances. */
  earlier: Int32Array;
  sample: Float64Array;
  common: Float64Array;
}

/** Bounds a covariance by its variances. */
function boundCovariance(covariance: number, product: number): number {
  const bound = 0.95 * Math.sqrt(Math.max(0, product));
  return Math.max(-bound, Math.min(bound, covariance));
}

/**
 * Cumulants that determine the spread of a mean over independent `units` x of mean 1; x and y
 * belong to two samples.
 */
export interface Cumulants {
  units: number;
  /**
   * Variance of x at one point; `sample` is the variance of the mean over the points of one sample,
   * `different` the covariance of two samples.
   */
  point: number;
  sample: number;
  different: number;
  /** Third cumulant of x; `thirdDifferent` is the joint cumulant of x, x and y. */
  third: number;
  thirdDifferent: number;
}

/** Computes variance and covariance of the logarithms to second order in 1/units. */
export function logCovariance({ units, point, sample, different, third, thirdDifferent }: Cumulants): Covariance {
  if (!(point > 0)) return NO_COVARIANCE;
  const one = Math.max(0, sample) / units;
  const two = Math.max(0, different) / units;
  const alone = one * (1 + Math.max(-0.5, Math.min(1, one * (2.5 - third / point ** 2))));
  const more = 2 * one * two + two ** 2 / 2 - (thirdDifferent * sample) / point / units ** 2;
  return { sample: alone, common: Math.min(alone, two + Math.max(-two / 2, Math.min(two, more))) };
}
