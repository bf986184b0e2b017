import { mean, sum } from '../../../foundation/statistics.js';
import { product } from '../../../init/shape.js';
import type { Conv, Dense } from '../../../network/spec/graph.js';
import type { Window } from '../../../network/spec/window.js';
import { type Correlations, clamp, mapCorrelations } from '../grid/correlations.js';
import { averageProduct, GRID, kernel, slopeAt, smooth, valueAt } from '../grid/normalGrid.js';
import { convolveCorrelations } from '../grid/offsets.js';
import { windowSums } from '../grid/positions.js';
import { type ForwardEvents, fluctuation } from '../spread/fluctuation.js';
import { type Isometry, isometry } from '../spread/isometry.js';
import { type Fixed, pairShares, type Signal } from '../spread/signal.js';
import type { WeightLaw } from './weightLaw.js';

/** Properties of the weights of a layer: of the kernel, and of the bias if there is one. */
export interface WeightLaws {
  weights: WeightLaw;
  bias?: WeightLaw;
}

/**
 * Computes the pre-activations of a dense or convolutional layer, which are new normals;
 * `draw` is the number of their random draw.
 */
export function applyWeights(
  input: Signal,
  op: Dense | Conv,
  { weights, bias }: WeightLaws,
  draw: number,
  forwardEvents: ForwardEvents,
): Signal {
  const event = forwardEvents.of(input);
  const response = Float64Array.from(input.spread.response);
  response[event] += 1;
  const products = kernel(input.values);
  const cosines = mapCorrelations(input.correlations, (c) => valueAt(products, c) / input.boost);
  cosines.noise = noiseOfCosines(input, cosines);
  const shift = 1 + shiftOfCosine(input, mean(cosines.different));
  for (const kind of ['same', 'different'] as const) cosines[kind] = cosines[kind].map((c) => clamp(c * shift));
  cosines.same[0] = 1;
  const window = op.type === 'conv' ? op.window : undefined;
  const flat = op.type === 'dense' && input.isFlat;
  const units = op.type === 'conv' ? op.kernel[2] : op.kernel[0];
  const scale = weights.secondMoment * (flat ? input.channels : units);
  const sums = sumsOf(input, window, flat).map((q) => q * scale);
  const offset = bias?.secondMoment ?? 0;
  const profile = sums.map((q) => q + offset);
  const size = mean(profile);
  const kept = size > 0 ? (size - offset) / size : 0;
  const [height, width] = flat ? [1, 1] : (window?.output ?? [input.height, input.width]);
  const correlations = withBias(pairsOfSums(cosines, window, flat), kept);
  const outputs = op.kernel[op.kernel.length - 1];
  const spread = {
    bias: kept * input.spread.bias,
    response: response.map((x) => x * kept),
  };
  return {
    height,
    width,
    channels: outputs,
    isFlat: false,
    rows: input.rows,
    profile,
    values: GRID,
    isNormal: true,
    correlations,
    batch: input.batch,
    shares: pairShares(profile, input.rows, input.batch),
    origin: draw,
    draws: new Map([[draw, 1]]),
    boost: 1,
    // Each group of channels has a second moment of its own.
    scatter: op.type === 'conv' && op.groups > 1 ? op.groups * fluctuation(input).own.sample : 0,
    ...(weights.isOrthogonal && { fixed: fixedBy(isometryOf(op)) }),
    spread,
  };
}

/**
 * Describes the orthogonal matrix of a layer, for the forward pass or, transposed, the backward
 * pass. Windows of an image overlap, so their cosines are less exact than the offset needs.
 */
export function isometryOf({ type, kernel }: Dense | Conv, isBackward = false): Isometry {
  const inputs = product(kernel.slice(0, -1));
  const outputs = kernel[kernel.length - 1];
  const matrix = isBackward ? isometry(outputs, inputs) : isometry(inputs, outputs);
  return type === 'conv' ? { ...matrix, offset: 0 } : matrix;
}

/** Gives what an orthogonal matrix fixes: the sum of the squares, or a share of its fluctuation. */
export function fixedBy(matrix: Isometry): Fixed {
  const share = 1 - Math.sqrt(matrix.slope);
  return { scale: GRID.map((g) => g * g - 1), share, isometry: matrix, elasticity: share, slope: 0 };
}

function sumsOf({ profile, rows }: Signal, window: Window | undefined, isFlat: boolean): Float64Array {
  if (window !== undefined) return windowSums(profile, rows, window);
  if (!isFlat) return profile;
  const positions = profile.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => sum(profile.subarray(row * positions, (row + 1) * positions)));
}

function pairsOfSums(cosines: Correlations, window: Window | undefined, isFlat: boolean): Correlations {
  if (isFlat) {
    const noise = Float64Array.of(mean(cosines.noise));
    return { height: 1, width: 1, same: Float64Array.of(1), different: cosines.different.slice(0, 1), noise };
  }
  return window === undefined ? cosines : convolveCorrelations(cosines, window);
}

/** Adds the bias, which is the same at all points of a channel. */
function withBias(correlations: Correlations, kept: number): Correlations {
  if (kept === 1) return correlations;
  const mixed = (c: number): number => kept * c + 1 - kept;
  return {
    ...correlations,
    same: correlations.same.map(mixed),
    different: correlations.different.map(mixed),
    noise: correlations.noise.map((x) => x * kept ** 2),
  };
}

/**
 * Passes on the noise of the normals' correlations, and adds the noise of the mean over finitely
 * many channels.
 */
function noiseOfCosines({ values, correlations, channels, draws, fixed }: Signal, cosines: Correlations): Float64Array {
  const at = clamp(mean(correlations.different));
  const slope = slopeAt(kernel(values), at);
  const c = mean(cosines.different);
  const lost = fixed?.isometry ? (1 - fixed.isometry.slope) * gramVariance(values, at, c) : 0;
  const own = draws.size === 0 ? 0 : Math.max(0, varianceOfCosine(values, at, c) - lost) / channels;
  const most = Math.max(0, 1 - c * c);
  return correlations.noise.map((x, shift) => Math.min(most, slope ** 2 * x + own * cosines.same[shift] ** 2));
}

/**
 * Computes the variance of Σxy/√(Σx²·Σy²) times the number of units by the delta method, where x
 * and y are the values of two samples with cosine c.
 */
function varianceOfCosine(values: Float64Array, correlation: number, c: number): number {
  const square = values.map((x) => x * x);
  const joint = valueAt(kernel(square), correlation);
  const cubed = valueAt(
    kernel(
      values.map((x) => x ** 3),
      values,
    ),
    correlation,
  );
  return Math.max(0, joint - 2 * c * cubed + (c * c * (averageProduct(square, square) + joint)) / 2);
}

/**
 * Computes the part of {@link varianceOfCosine} that comes from the products g², h² and gh of the
 * normals of two samples, whose means over units an orthogonal matrix fixes. It is the variance of
 * the regression on them of D = xy − c(x² + y²)/2, the deviation of the cosine.
 */
function gramVariance(values: Float64Array, correlation: number, c: number): number {
  const rho = Math.max(-0.999, Math.min(0.999, correlation));
  const times = (f: (g: number) => number): Float64Array => values.map((x, i) => x * f(GRID[i]));
  const size = averageProduct(
    values,
    times((g) => g * g - 1),
  );
  const squared = times((g) => g * g - 1);
  const withSquares = 2 * valueAt(kernel(squared, values), rho) - c * size * (1 + rho ** 2);
  const withProduct = valueAt(kernel(times((g) => g)), rho) - rho * c - c * rho * size;
  // The covariances of g² + h² and gh: 4 + 4ρ², 4ρ and 1 + ρ².
  const own = 1 + rho ** 2;
  const explained = own * withSquares ** 2 - 8 * rho * withSquares * withProduct + 4 * own * withProduct ** 2;
  return explained / (4 * (1 - rho ** 2) ** 2);
}

/**
 * Computes the relative difference of a net's mean cosine from the ratio of the means over nets:
 * E[x/√(yz)] = c·(1 + ⅜(Var y + Var z) + ¼Cov(y, z) − ½Cov(x, y + z)) with relative variances. The
 * positions of one channel are modelled as functions of a common normal plus independent
 * remainders, so a strong channel makes samples both more alike and larger.
 */
function shiftOfCosine({ values, correlations, shares, channels, draws }: Signal, c: number): number {
  const common = clamp(mean(correlations.different));
  if (draws.size === 0 || correlations.same.length === 1 || common <= 0.01 || c <= 0.01) return 0;
  const square = values.map((x) => x * x);
  const size = smooth(square, common);
  const joint = smooth(values, common).map((x) => x * x);
  const variance = averageProduct(size, size) - 1;
  const covariance =
    averageProduct(joint, size) /
      averageProduct(
        joint,
        joint.map(() => 1),
      ) -
    1;
  const apart = 1 - shares.self / shares.sample;
  return Math.max(-0.2, (apart * Math.min(0, variance - covariance)) / channels);
}

/** Scales values to mean square 1. The profile carries their size. */
export function toUnitSquare(values: Float64Array): Float64Array {
  // The squares of very large or very small values would overflow or vanish.
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (!(largest > 0)) return GRID;
  const scaled = values.map((x) => x / largest);
  const norm = Math.sqrt(averageProduct(scaled, scaled));
  return scaled.map((x) => x / norm);
}
