import { powerMeans } from '../grid/correlations.js';
import { averageProduct, kernel, ORDER, project, valueOver } from '../grid/normalGrid.js';
import { type Covariance, type Cumulants, type Events, logCovariance } from './events.js';
import { NO_ISOMETRY, sphereFactor } from './isometry.js';
import { overlap } from './overlap.js';
import type { Signal } from './signal.js';

/** Fluctuation of a signal's mean square with its own draw. */
export interface Fluctuation {
  own: Covariance;
  /**
   * Hermite coefficients of the square's deviation. `scaled` holds them times the square roots of
   * the mean powers of the correlations, for pairs within one sample and between two samples.
   */
  coefficients: Float64Array;
  scaled: { sample: Float64Array; different: Float64Array };
}

/** Computes the fluctuation of the signal at one place. */
export function fluctuation(signal: Signal): Fluctuation {
  const { values, fixed, correlations, shares, boost } = signal;
  const deviation = values.map((x, i) => {
    if (fixed === undefined) return x * x - 1;
    return x * x - 1 - fixed.elasticity * fixed.scale[i] - fixed.slope * (fixed.shift?.[i] ?? 0);
  });
  const powers = powerMeans(correlations, shares);
  const products = kernel(deviation);
  const coefficients = project(deviation);
  const more = (boost - 1) * averageProduct(square(values), square(values));
  const random = varyingShare(signal);
  const { slope, offset } = fixed?.isometry ?? NO_ISOMETRY;
  // What an orthogonal matrix leaves of the term in c² is in proportion to c² − offset/slope.
  const unvaried = slope > 0 ? (offset / slope) * products[2] : 0;
  const onSphere = fixed?.isometry ? sphereFactor(square(values), fixed.isometry, signal.channels) : 1;
  const over = (of: Float64Array): number => {
    const scale = products[2] * of[2];
    return onSphere * (valueOver(products, of) - scale) + scale - unvaried;
  };
  const cumulants: Cumulants = {
    units: signal.channels / (1 + signal.scatter),
    point: random * averageProduct(deviation, deviation) + more,
    sample: random * over(powers.sample) + (more * shares.self) / shares.sample,
    different: random * over(powers.different),
    third: random * (averageProduct(square(deviation), deviation) + betaCumulant(coefficients[2], slope)),
    thirdDifferent: random * valueOver(kernel(square(deviation), deviation), powers.different),
  };
  const scaled = (of: Float64Array): Float64Array => coefficients.map((c, k) => c * Math.sqrt(Math.abs(of[k])));
  return {
    own: logCovariance(cumulants),
    coefficients,
    scaled: { sample: scaled(powers.sample), different: scaled(powers.different) },
  };
}

function square(values: Float64Array): Float64Array {
  return values.map((x) => x * x);
}

/**
 * Computes the difference of third cumulants of the share of |x|² that an orthogonal matrix keeps,
 * which has a Beta distribution, and of √slope times that of independent weights. The square has
 * the given coefficient of (g² − 1)/√2.
 */
function betaCumulant(coefficient: number, slope: number): number {
  if (slope === 0 || slope === 1) return 0;
  return 8 * (coefficient / Math.sqrt(2 * slope)) ** 3 * slope * (2 * slope - 1 - Math.sqrt(slope));
}

/**
 * Computes the share of a square that varies if the part f of the value varies and the rest is
 * fixed. Then f² + 2f·rest varies, which is 1 minus the square of the rest's share.
 */
function varyingShare({ draws }: Signal): number {
  let drawn = 0;
  for (const share of draws.values()) drawn += share;
  return Math.max(0, 1 - Math.max(0, 1 - drawn) ** 2);
}

/**
 * Keeps the random events of the forward pass, with the covariances of events of signals that share
 * draws.
 */
export class ForwardEvents {
  readonly #events: Events;
  readonly #known: { event: number; signal: Signal; fluctuation: Fluctuation }[] = [];

  constructor(events: Events) {
    this.#events = events;
  }

  /** Gives the event of a signal's draw. A signal has one event, however often you ask for it. */
  of(signal: Signal): number {
    const found = this.#known.find((entry) => entry.signal === signal);
    if (found !== undefined) return found.event;
    const here = fluctuation(signal);
    const event = this.#events.add(here.own, this.related(signal, here));
    this.#known.push({ event, signal, fluctuation: here });
    return event;
  }

  /** Computes the covariances of a signal's draw with the existing events. */
  related(signal: Signal, here: Fluctuation): Map<number, Covariance> {
    const related = new Map<number, Covariance>();
    for (const { event, signal: other, fluctuation: there } of this.#known) {
      const shared = sharedDraws(signal, other);
      if (other === signal || shared === 0) continue;
      related.set(event, fluctuationCovariance(here, there, shared, Math.sqrt(signal.channels * other.channels)));
    }
    return related;
  }

  /** Lists the events of signals with the same normals, or with normals that share draws. */
  like(signal: Signal): { event: number; coefficients: Float64Array; shared: number }[] {
    return this.#known
      .map(({ event, signal: other, fluctuation: { coefficients } }) => {
        return { event, coefficients, shared: sharedDraws(signal, other) };
      })
      .filter(({ shared }) => shared > 0);
  }
}

/** Computes the correlation of the normals of two signals. */
export function sharedDraws(a: Signal, b: Signal): number {
  if (a.origin === b.origin) return 1;
  return overlap(a.draws, b.draws);
}

function fluctuationCovariance(a: Fluctuation, b: Fluctuation, correlation: number, units: number): Covariance {
  const over = (of: 'sample' | 'different'): number => {
    const [one, other] = [a.scaled[of], b.scaled[of]];
    let sum = 0;
    for (let k = 1, power = correlation; k <= ORDER; k++, power *= correlation) sum += one[k] * other[k] * power;
    return sum / units;
  };
  return { sample: over('sample'), common: over('different') };
}
