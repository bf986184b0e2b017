import type { Norm } from '../../../network/spec/graph.js';
import { type Correlations, mapCorrelations, meanOverPairs, memoizeLast, powerMeans } from '../grid/correlations.js';
import { average, correlationFor, GRID, kernel, valueAt } from '../grid/normalGrid.js';
import { quantiles } from '../grid/quantiles.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { pairShares, type Signal, sizeOf } from '../spread/signal.js';
import { toUnitSquare } from './weights.js';

/**
 * A normalized signal, the factor by which its square changed, and the event of the size that it
 * was divided by. The event is −1 if that size does not vary.
 */
export interface NormState {
  output: Signal;
  factor: number;
  event: number;
  /** Share of the input's second moment that remains after subtracting means. */
  kept: number;
}

export function normalize(input: Signal, { type, epsilon }: Norm, forwardEvents: ForwardEvents): NormState {
  const centre = type === 'rmsNorm' ? 0 : average(input.values);
  const centred = type === 'batchNorm' ? input.values : input.values.map((x) => x - centre);
  const products = kernel(input.values);
  const cosines = mapCorrelations(input.correlations, (c) => valueAt(products, c));
  const shared = type === 'batchNorm' ? meanOverPairs(input.shares, 1, cosines.same, cosines.different) : centre ** 2;
  const kept = Math.max(0, 1 - shared);
  const values = toUnitSquare(type === 'batchNorm' ? input.values.map((x) => x - average(input.values)) : centred);
  const correlations = type === 'batchNorm' ? removeShared(cosines, shared, values) : input.correlations;
  const total = sizeOf(input);
  const size = total * kept;
  const share = size / (size + epsilon);
  const profile =
    type === 'batchNorm'
      ? input.profile.map((q) => (total > 0 ? (q / total) * share : 0))
      : input.profile.map(() => share);
  const drawn =
    type === 'batchNorm' && input.isNormal
      ? sphereCoordinate(1 / powerMeans(correlations, input.shares).all[2])
      : values;
  const base: Signal = {
    ...input,
    values: drawn,
    isNormal: input.isNormal && (drawn === GRID || drawn === values),
    correlations,
    profile,
    shares: pairShares(profile, input.rows, input.batch),
  };
  const event = input.draws.size === 0 ? -1 : forwardEvents.of(base);
  const fixed = {
    scale: drawn.map((x) => x * x - 1),
    ...(type !== 'rmsNorm' && { shift: drawn }),
    share: 1,
    elasticity: 1,
    slope: 0,
  };
  // A small part of the size remains, because of epsilon.
  const response = input.spread.response.map((x) => x * (1 - share));
  if (event >= 0) response[event] += 1 - share;
  const groups = type === 'batchNorm' ? 2 * powerMeans(correlations, base.shares).all[2] : 2 / input.channels;
  const spread = { bias: -(1 - share) * share * groups, response };
  return { output: { ...base, fixed, spread }, factor: 1 / (size + epsilon), event, kept };
}

/** Number of dimensions from which a coordinate on a sphere counts as normal. */
const NORMAL_FROM_DIMENSIONS = 200;

/**
 * Gives the values of one coordinate of a random point on a sphere. Values that are normalized
 * together are such a point. In few dimensions, none of them is far from 0.
 */
function sphereCoordinate(dimensions: number): Float64Array {
  if (dimensions > NORMAL_FROM_DIMENSIONS || dimensions < 2) return GRID;
  const radius = Math.sqrt(dimensions);
  const law = Array.from(GRID, (_, i) => {
    const value = (radius * (2 * i + 1 - GRID.length)) / GRID.length;
    return { value, weight: (1 - value ** 2 / dimensions) ** ((dimensions - 3) / 2) };
  });
  return toUnitSquare(quantiles(law));
}

/** Computes the correlations after removing the part that all points share. */
function removeShared(cosines: Correlations, shared: number, values: Float64Array): Correlations {
  // Nothing is left of points that are all equal.
  if (!(shared < 1)) return { ...cosines, noise: cosines.noise.map(() => 0) };
  const products = kernel(values);
  const correlationOf = memoizeLast((c) => correlationFor(products, Math.max(-1, (c - shared) / (1 - shared))));
  const same = cosines.same.map(correlationOf);
  same[0] = 1;
  return {
    ...cosines,
    same,
    different: cosines.different.map(correlationOf),
    noise: cosines.noise.map((x) => x / (1 - shared) ** 2),
  };
}
