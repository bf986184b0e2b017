import { mean, sum } from '../../../foundation/statistics.js';
import { uniformCorrelations } from '../grid/correlations.js';
import { GRID } from '../grid/normalGrid.js';
import type { Events } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { mixIsometries, NO_ISOMETRY } from '../spread/isometry.js';
import type { Signal } from '../spread/signal.js';
import { isotropicAlignment } from './alignment.js';
import { type Gate, type Gradient, haveSameNormals, withoutAlignment } from './gradient.js';

/** Makes the cotangent: independent N(0, 1) numbers at every output. */
export function cotangent(output: Signal, events: Events, forwardEvents: ForwardEvents): Gradient {
  const { height, width, channels, batch } = output;
  const response = events.none();
  return {
    channels,
    profile: new Float64Array(height * width).fill(1),
    correlations: uniformCorrelations(height, width, 0, 0, 0),
    batch,
    gates: [],
    sources: new Map([[-1, 1]]),
    scatter: 0,
    isometry: NO_ISOMETRY,
    ...(height * width === 1 && { alignment: isotropicAlignment(withOwnDraw(output, forwardEvents), events) }),
    spread: { bias: 0, response },
  };
}

/** Gives the response of a signal's mean square to all events, including its own draw. */
export function withOwnDraw(signal: Signal, forwardEvents: ForwardEvents): Float64Array {
  const response = Float64Array.from(signal.spread.response);
  if (signal.draws.size > 0) response[forwardEvents.of(signal)] += 1;
  return response;
}

/** Adds the gradients that come back from all readers of a signal. */
export function addGradients(parts: readonly Gradient[]): Gradient {
  if (parts.length === 1) return parts[0];
  const sizes = parts.map(({ profile }) => mean(profile));
  const total = sum(sizes);
  const weights = sizes.map((size) => (total > 0 ? size / total : 1 / parts.length));
  const [first] = parts;
  const mixed = (of: (part: Gradient) => Float64Array, power = 1): Float64Array =>
    of(first).map((_, i) => parts.reduce((sum, part, k) => sum + weights[k] ** power * of(part)[i], 0));
  return {
    ...withoutAlignment(first),
    profile: first.profile.map((_, i) => parts.reduce((sum, part) => sum + part.profile[i], 0)),
    correlations: {
      ...first.correlations,
      same: mixed(({ correlations }) => correlations.same),
      different: mixed(({ correlations }) => correlations.different),
      noise: mixed(({ correlations }) => correlations.noise, 2),
    },
    gates: mixedGates(parts, weights),
    sources: mixedSources(parts, weights),
    scatter: parts.reduce((sum, { scatter }, k) => sum + weights[k] ** 2 * scatter, 0),
    isometry: mixIsometries(
      parts.map(({ isometry }) => isometry),
      weights,
    ),
    spread: {
      bias: parts.reduce((sum, { spread }, k) => sum + weights[k] * spread.bias, 0),
      response: mixed(({ spread }) => spread.response),
    },
  };
}

function mixedSources(parts: readonly Gradient[], weights: readonly number[]): Map<number, number> {
  const sources = new Map<number, number>();
  parts.forEach((part, k) => {
    for (const [source, share] of part.sources) sources.set(source, (sources.get(source) ?? 0) + weights[k] * share);
  });
  return sources;
}

/**
 * Computes the gates of a sum of independent gradients, some of which pass a gate and some do not.
 */
function mixedGates(parts: readonly Gradient[], weights: readonly number[]): Gate[] {
  const kinds: Signal[] = [];
  for (const { signal } of parts.flatMap(({ gates }) => gates)) {
    if (!kinds.some((kind) => haveSameNormals(kind, signal))) kinds.push(signal);
  }
  return kinds.map((signal) => {
    const found = parts.map(({ gates }) => gates.find((gate) => haveSameNormals(gate.signal, signal)));
    const at = (gate: Gate | undefined, moment: 'first' | 'second' | 'fourth', i: number): number =>
      gate?.[moment][i] ?? 1;
    const second = GRID.map((_, i) => found.reduce((sum, gate, k) => sum + weights[k] * at(gate, 'second', i), 0));
    const fourth = GRID.map((_, i) =>
      found.reduce(
        (sum, gate, k) => sum + weights[k] ** 2 * (at(gate, 'fourth', i) - at(gate, 'second', i) ** 2),
        second[i] ** 2,
      ),
    );
    const first = GRID.map((_, i) => found.reduce((sum, gate, k) => sum + weights[k] * at(gate, 'first', i), 0));
    return { signal, first, second, fourth };
  });
}
