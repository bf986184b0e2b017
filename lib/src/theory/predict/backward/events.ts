import { mean } from '../../../foundation/statistics.js';
import { meanWithoutFirst, type PowerMeans, powerMeans } from '../grid/correlations.js';
import { ORDER, project } from '../grid/normalGrid.js';
import { type Covariance, type Events, NO_COVARIANCE } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { sharedDraws } from '../spread/fluctuation.js';
import { NO_ISOMETRY } from '../spread/isometry.js';
import { overlap } from '../spread/overlap.js';
import type { Signal } from '../spread/signal.js';
import { type Gradient, gradientCovariance, gradientShares, squaredCorrelations } from './gradient.js';

/**
 * Random events of the backward pass. Each is the fluctuation of a gradient's mean square at a
 * layer that mixes it.
 */
export class BackwardEvents {
  readonly #events: Events;
  readonly #forward: ForwardEvents;
  readonly #known: { event: number; draw: GradientDraw }[] = [];

  constructor(events: Events, forward: ForwardEvents) {
    this.#events = events;
    this.#forward = forward;
  }

  /** Adds the event of a gradient's draw and returns its number. */
  of(gradient: Gradient): number {
    const event = this.#events.add(gradientCovariance(gradient), this.related(gradient));
    this.#known.push({ event, draw: drawOf(gradient) });
    return event;
  }

  /** Computes the covariances of a gradient's draw with the existing events. */
  related(gradient: Gradient): Map<number, Covariance> {
    const related = forwardCovariances(gradient, this.#forward);
    const draw = drawOf(gradient);
    for (const { event, draw: other } of this.#known) {
      const covariance = gradientPairCovariance(draw, other);
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

/** Properties of a gradient on which the covariance of its draw with other draws depends. */
interface GradientDraw {
  channels: number;
  sources: Gradient['sources'];
  gates: readonly { signal: Signal; coefficients: Float64Array; powers: PowerMeans }[];
  /** Mean squared correlations within one sample and between two samples. */
  near: number;
  apart: number;
}

function drawOf(gradient: Gradient): GradientDraw {
  const { self, sample } = gradientShares(gradient);
  const close = squaredCorrelations(gradient);
  return {
    channels: gradient.channels,
    sources: gradient.sources,
    gates: gradient.gates.map(({ signal, second }) => ({
      signal,
      coefficients: project(second),
      powers: powerMeans(signal.correlations, signal.shares),
    })),
    near: self / sample + (1 - self / sample) * meanWithoutFirst(close.same),
    apart: mean(close.different),
  };
}

/**
 * Computes the covariance of the draws of two gradients. At places of one residual stream they have
 * parts in common, and gates of similar normals.
 */
function gradientPairCovariance(a: GradientDraw, b: GradientDraw): Covariance {
  const alike = 2 * overlap(a.sources, b.sources) ** 2;
  let [sample, common] = [1, 1];
  for (const { signal, coefficients, powers } of a.gates) {
    for (const { signal: other, coefficients: of } of b.gates) {
      const shared = sharedDraws(signal, other);
      if (shared === 0) continue;
      for (let k = 1, power = shared; k <= ORDER; k++, power *= shared) {
        sample += coefficients[k] * of[k] * power * powers.sample[k];
        common += coefficients[k] * of[k] * power * powers.different[k];
      }
    }
  }
  const units = Math.sqrt(a.channels * b.channels);
  return {
    sample: ((1 + alike * a.near) * sample - 1) / units,
    common: ((1 + alike * a.apart) * common - 1) / units,
  };
}
