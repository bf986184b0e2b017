import { mean } from '../../../foundation/statistics.js';
import { meanWithoutFirst, powerMeans } from '../grid/correlations.js';
import { ORDER, project } from '../grid/normalGrid.js';
import { type Covariance, type Events, NO_COVARIANCE } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { sharedDraws } from '../spread/fluctuation.js';
import { NO_ISOMETRY } from '../spread/isometry.js';
import { type Gradient, gradientCovariance, gradientShares, squaredCorrelations } from './gradient.js';

/**
 * Random events of the backward pass. Each is the fluctuation of a gradient's mean square at a
 * layer that mixes it.
 */
export class BackwardEvents {
  readonly #events: Events;
  readonly #forward: ForwardEvents;
  readonly #known: { event: number; gradient: Gradient }[] = [];

  constructor(events: Events, forward: ForwardEvents) {
    this.#events = events;
    this.#forward = forward;
  }

  /** Adds the event of a gradient's draw and returns its number. */
  of(gradient: Gradient): number {
    const event = this.#events.add(gradientCovariance(gradient), this.related(gradient));
    this.#known.push({ event, gradient });
    return event;
  }

  /** Computes the covariances of a gradient's draw with the existing events. */
  related(gradient: Gradient): Map<number, Covariance> {
    const related = forwardCovariances(gradient, this.#forward);
    for (const { event, gradient: other } of this.#known) {
      const covariance = gradientPairCovariance(gradient, other);
      if (covariance.sample !== 0) related.set(event, covariance);
    }
    return related;
  }
}

/**
 * Computes the covariances of a gradient's draw with the forward events of the same normals: large
 * units have small slopes, or large ones.
 */
export function forwardCovariances({ gates, channels }: Gradient, forward: ForwardEvents): Map<number, Covariance> {
  const covariances = new Map<number, Covariance>();
  for (const { signal, second } of gates) {
    const coefficients = project(second);
    coefficients[2] *= Math.sqrt((signal.fixed?.isometry ?? NO_ISOMETRY).slope);
    const powers = powerMeans(signal.correlations, signal.shares);
    for (const { event, coefficients: of, shared } of forward.like(signal)) {
      let { sample, common } = covariances.get(event) ?? NO_COVARIANCE;
      for (let k = 1; k <= ORDER; k++) {
        const product = (coefficients[k] * of[k] * shared ** k) / channels;
        sample += product * powers.sample[k];
        common += product * powers.different[k];
      }
      covariances.set(event, { sample, common });
    }
  }
  return covariances;
}

/**
 * Computes the covariance of the draws of two gradients. At places of one residual stream they have
 * parts in common, and gates of similar normals.
 */
function gradientPairCovariance(a: Gradient, b: Gradient): Covariance {
  let overlap = 0;
  for (const [source, share] of a.sources) overlap += Math.sqrt(share * (b.sources.get(source) ?? 0));
  let [sample, common] = [1, 1];
  for (const one of a.gates) {
    for (const other of b.gates) {
      const shared = sharedDraws(one.signal, other.signal);
      if (shared === 0) continue;
      const powers = powerMeans(one.signal.correlations, one.signal.shares);
      const [f, g] = [project(one.second), project(other.second)];
      for (let k = 1; k <= ORDER; k++) {
        sample += f[k] * g[k] * shared ** k * powers.sample[k];
        common += f[k] * g[k] * shared ** k * powers.different[k];
      }
    }
  }
  const { self, sample: share } = gradientShares(a);
  const close = squaredCorrelations(a);
  const near = self / share + (1 - self / share) * meanWithoutFirst(close.same);
  const units = Math.sqrt(a.channels * b.channels);
  return {
    sample: ((1 + 2 * overlap ** 2 * near) * sample - 1) / units,
    common: ((1 + 2 * overlap ** 2 * mean(close.different)) * common - 1) / units,
  };
}
