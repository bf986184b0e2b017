import { clamp, mapCorrelations, memoizeLast } from '../grid/correlations.js';
import { correlationFor, GRID, kernel, valueAt } from '../grid/normalGrid.js';
import { quantiles, type Weighted } from '../grid/quantiles.js';
import { sharedDraws } from '../spread/fluctuation.js';
import { mixIsometries, NO_ISOMETRY } from '../spread/isometry.js';
import { type Fixed, pairShares, type Signal, sizeOf } from '../spread/signal.js';
import { fixedBy, toUnitSquare } from './weights.js';

/** Adds signals of equal shape, each times its scale. */
export function addSignals(inputs: readonly Signal[], scales: readonly number[], origin: number): Signal {
  const scaled = inputs.map((input, i) => rescale(input, scales[i]));
  return scaled.slice(1).reduce((sum, next) => addTwo(sum, next, origin), { ...scaled[0], isFlat: scaled[0].isFlat });
}

function rescale(input: Signal, scale: number): Signal {
  const sign = Math.sign(scale) || 1;
  const values = sign === 1 ? input.values : input.values.map((x) => -x);
  return { ...input, values, profile: input.profile.map((q) => q * scale * scale) };
}

/** Share of the parts below which their sum counts as cancelled. */
const CANCELLED = 1e-12;

function addTwo(a: Signal, b: Signal, origin: number): Signal {
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  if (sizeB === 0) return a;
  if (sizeA === 0) return b;
  const shared = sharedDraws(a, b);
  const joint = kernel(a.values, b.values);
  const cross = valueAt(joint, shared);
  const geometric = Math.sqrt(sizeA) * Math.sqrt(sizeB);
  // Parts that cancel leave rounding errors, which are no signal to divide by.
  const size = Math.max(sizeA + sizeB + 2 * geometric * cross, CANCELLED * (sizeA + sizeB));
  const [one, two, both] = [sizeA / size, sizeB / size, (2 * geometric) / size];
  const profile = a.profile.map((q, i) => {
    const other = b.profile[b.profile.length === a.profile.length ? i : i % b.profile.length];
    return Math.max(0, q + other + 2 * Math.sqrt(q) * Math.sqrt(other) * cross);
  });
  const values = sumValues(a, b, Math.sqrt(one), Math.sqrt(two), shared);
  const [kernelA, kernelB, own] = [kernel(a.values), kernel(b.values), kernel(values)];
  const ofA = mapCorrelations(a.correlations, (c) => valueAt(kernelA, c));
  const ofB = mapCorrelations(b.correlations, (c) => valueAt(kernelB, c));
  const correlationOf = memoizeLast((c) => correlationFor(own, clamp(c)));
  const at = (x: Float64Array, y: Float64Array, cosA: Float64Array, cosB: Float64Array): Float64Array =>
    x.map((c, i) =>
      correlationOf(
        one * cosA[i] + two * cosB[i] + both * valueAt(joint, clamp(shared * Math.sqrt(Math.abs(c * y[i])))),
      ),
    );
  const same = at(a.correlations.same, b.correlations.same, ofA.same, ofB.same);
  same[0] = 1;
  const half = (both * cross) / 2;
  // A small part that points against the other has no share of its own in the sum.
  const [shareA, shareB] = [one, two].map((share) => Math.max(0, share + half));
  const { fixed: _, ...first } = a;
  return {
    ...first,
    profile,
    values,
    isNormal: a.isNormal && b.isNormal,
    correlations: {
      ...a.correlations,
      same,
      different: at(a.correlations.different, b.correlations.different, ofA.different, ofB.different),
      noise: a.correlations.noise.map((x, i) => one ** 2 * x + two ** 2 * b.correlations.noise[i]),
    },
    shares: pairShares(profile, a.rows, a.batch),
    origin,
    ...withFixed(fixedOfParts([a, b], (k) => [one, two][k])),
    draws: mixedDraws(a, b, shareA, shareB),
    scatter: shareA ** 2 * a.scatter + shareB ** 2 * b.scatter,
    boost: 1 + shareA ** 2 * (a.boost - 1) + shareB ** 2 * (b.boost - 1),
    spread: {
      bias: (one + half) * a.spread.bias + (two + half) * b.spread.bias,
      response: a.spread.response.map((x, i) => (one + half) * x + (two + half) * b.spread.response[i]),
    },
  };
}

/**
 * Gives what is fixed in parts together, whose fluctuations count with the given shares. Orthogonal
 * matrices fix the squares of the parts of a sum, but not their product.
 */
function fixedOfParts(parts: readonly Signal[], shareOf: (k: number) => number): Fixed | undefined {
  const [{ fixed }] = parts;
  if (fixed !== undefined && fixed.isometry === undefined) return fixed;
  const matrices = parts.map((part) => part.fixed?.isometry ?? NO_ISOMETRY);
  if (!parts.every(({ isNormal }) => isNormal) || matrices.every((matrix) => matrix === NO_ISOMETRY)) return undefined;
  const shares = matrices.map((_, k) => shareOf(k));
  return fixedBy(mixIsometries(matrices, shares));
}

function withFixed(fixed: Fixed | undefined): Pick<Signal, 'fixed'> {
  return fixed === undefined ? {} : { fixed };
}

function mixedDraws(a: Signal, b: Signal, shareA: number, shareB: number): Map<number, number> {
  const draws = new Map<number, number>();
  for (const [draw, share] of a.draws) draws.set(draw, shareA * share);
  for (const [draw, share] of b.draws) draws.set(draw, (draws.get(draw) ?? 0) + shareB * share);
  return draws;
}

/**
 * Computes the values of a sum as a function of a new normal. The sum of two normals is normal;
 * other sums use all pairs of values.
 */
function sumValues(a: Signal, b: Signal, scaleA: number, scaleB: number, shared: number): Float64Array {
  if (a.isNormal && b.isNormal) return GRID;
  const rest = Math.sqrt(Math.max(0, 1 - shared ** 2));
  const coarse = Array.from(GRID.keys()).filter((i) => i % 4 === 1);
  const law: Weighted[] = [];
  for (const i of coarse) {
    for (const j of coarse) {
      const other = shared * GRID[i] + rest * GRID[j];
      const place = Math.max(0, Math.min(GRID.length - 1, Math.round((other - GRID[0]) / (GRID[1] - GRID[0]))));
      const weight = Math.exp(-(GRID[i] ** 2 + GRID[j] ** 2) / 2);
      law.push({ value: scaleA * a.values[i] + scaleB * b.values[place], weight });
    }
  }
  return toUnitSquare(quantiles(law));
}

/** Puts signals side by side along the channels. */
export function concatenate(inputs: readonly Signal[], origin: number): Signal {
  const channels = inputs.reduce((sum, input) => sum + input.channels, 0);
  const parts = inputs.map((input) => input.channels / channels);
  const size = inputs.reduce((sum, input, i) => sum + parts[i] * sizeOf(input), 0);
  const weights = inputs.map((input, i) => (size > 0 ? (parts[i] * sizeOf(input)) / size : parts[i]));
  const [first] = inputs;
  const profile = first.profile.map((_, p) =>
    inputs.reduce((sum, { profile: other }, i) => sum + parts[i] * other[p % other.length], 0),
  );
  const isNormal = inputs.every((input) => input.isNormal);
  const law = inputs.flatMap((input, i) =>
    Array.from(input.values, (x, k) => ({
      value: x * Math.sqrt(size > 0 ? sizeOf(input) / size : 1),
      weight: parts[i] * Math.exp(-(GRID[k] ** 2) / 2),
    })),
  );
  const values = isNormal ? GRID : toUnitSquare(quantiles(law));
  const own = kernel(values);
  const correlationOf = memoizeLast((c) => correlationFor(own, clamp(c)));
  const cosines = inputs.map(({ correlations, values: of }) => {
    const products = kernel(of);
    return mapCorrelations(correlations, (c) => valueAt(products, c));
  });
  const mixed = (of: (i: number) => Float64Array): Float64Array =>
    of(0).map((_, p) => weights.reduce((sum, weight, i) => sum + weight * of(i)[p], 0));
  const same = mixed((i) => cosines[i].same).map(correlationOf);
  same[0] = 1;
  const draws = new Map<number, number>();
  inputs.forEach((input, i) => {
    for (const [draw, share] of input.draws) draws.set(draw, (draws.get(draw) ?? 0) + weights[i] * share);
  });
  const { fixed: _, ...others } = first;
  const sum = (of: (input: Signal) => number): number =>
    inputs.reduce((total, input, i) => total + weights[i] * of(input), 0);
  return {
    ...others,
    ...withFixed(fixedOfParts(inputs, (k) => weights[k] / Math.sqrt(parts[k]))),
    channels,
    profile,
    values,
    isNormal,
    correlations: {
      ...first.correlations,
      same,
      different: mixed((i) => cosines[i].different).map(correlationOf),
      noise: mixed((i) => inputs[i].correlations.noise),
    },
    shares: pairShares(profile, first.rows, first.batch),
    origin,
    draws,
    boost: sum(({ boost }) => boost),
    spread: {
      bias: sum(({ spread }) => spread.bias),
      response: first.spread.response.map((_, e) => sum(({ spread }) => spread.response[e])),
    },
  };
}
