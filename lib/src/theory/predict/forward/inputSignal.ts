import { describe, nonNegative, positiveInteger } from '../../../foundation/argument.js';
import { mean, meanSquare } from '../../../foundation/statistics.js';
import { product } from '../../../init/shape.js';
import { type DataFaultCode, DataRangeError, DataTypeError } from '../../../network/dataErrors.js';
import { type Correlations, uniformCorrelations } from '../grid/correlations.js';
import { GRID } from '../grid/normalGrid.js';
import { pairShares, type Signal } from '../spread/signal.js';

/**
 * Largest number of samples whose second moments are kept separately, and the largest number of
 * their points.
 */
const MAX_ROWS = 128;
const MAX_POINTS = 1 << 14;
/** Largest number of products summed for the correlations of an input. */
const MAX_PRODUCTS = 1e7;

/**
 * Returns the height, width and number of channels of a shape whose last axis holds the channels.
 */
function imageOf(shape: readonly number[]): { height: number; width: number; channels: number } {
  const channels = shape[shape.length - 1];
  const width = shape.length > 2 ? shape[shape.length - 2] : 1;
  return { height: product(shape) / channels / width, width, channels };
}

/** Numbers of an input, row-major [batch, …shape], and the name that error messages use. */
export interface GivenInput {
  name: string;
  numbers: Float32Array;
}

/**
 * Makes the signal of a given batch, or the expected signal of `batch` samples of independent
 * N(0, 1) numbers.
 */
export function inputSignal(
  shape: readonly number[],
  given: GivenInput | undefined,
  batch: number | undefined,
  origin: number,
  response: Float64Array,
): Signal {
  if (batch !== undefined) positiveInteger(batch, 'batch');
  const { height, width, channels } = imageOf(shape);
  const spread = { bias: 0, response };
  const common = {
    height,
    width,
    channels,
    isFlat: false,
    values: GRID,
    isNormal: true,
    origin,
    boost: 1,
    scatter: 0,
    spread,
  };
  const draws = new Map<number, number>();
  if (given === undefined) {
    const profile = new Float64Array(height * width).fill(1);
    const shares = pairShares(profile, 1, batch ?? 64);
    return {
      ...common,
      draws,
      rows: 1,
      profile,
      batch: batch ?? 64,
      shares,
      correlations: uniformCorrelations(height, width, 0, 0, 1 / channels),
    };
  }
  const size = product(shape);
  const { numbers: input } = given;
  const samples = sampleCount(given, batch, size);
  const rows = Math.min(samples, MAX_ROWS, Math.max(8, Math.floor(MAX_POINTS / (height * width))));
  const profile = profileOf(input, samples, rows, channels);
  const correlations = pairsOf(input, Math.min(rows, samples), { height, width, channels });
  return { ...common, draws, rows, profile, batch: samples, shares: pairShares(profile, rows, samples), correlations };
}

/** Restarts the signal with a known second moment and the number of samples of `like`. */
export function restartSignal(shape: readonly number[], secondMoment: number, like: Signal, origin: number): Signal {
  const { height, width, channels } = imageOf(shape);
  const profile = new Float64Array(height * width).fill(nonNegative(secondMoment, 'second moment'));
  const spread = { bias: 0, response: new Float64Array(like.spread.response.length) };
  return {
    height,
    width,
    channels,
    isFlat: false,
    rows: 1,
    profile,
    values: GRID,
    isNormal: true,
    batch: like.batch,
    shares: pairShares(profile, 1, like.batch),
    correlations: uniformCorrelations(height, width, 0, 0, 1 / channels),
    origin,
    draws: new Map(),
    boost: 1,
    scatter: 0,
    spread,
  };
}

function sampleCount({ name, numbers: input }: GivenInput, batch: number | undefined, size: number): number {
  const fail = (code: DataFaultCode, problem: string): never => {
    throw new DataRangeError({ code, argument: name, problem });
  };
  if (!(input instanceof Float32Array)) {
    const problem = `is ${describe(input)}; it must be a Float32Array`;
    throw new DataTypeError({ code: 'notNumbers', argument: name, problem });
  }
  const rows = input.length / size;
  if (rows === 0 || rows !== (batch ?? Math.floor(rows))) {
    const needed = `it must have ${batch ?? 'batch'} · ${size}, a row of that many for each sample`;
    fail('wrongLength', `has ${input.length} numbers; ${needed}`);
  }
  const second = meanSquare(input);
  if (!(Number.isFinite(second) && second > 0)) {
    const problem = `has second moment ${second}; its numbers must be finite and not all 0`;
    fail(second === 0 ? 'allZero' : 'notFinite', problem);
  }
  return rows;
}

/**
 * Computes mean squares over the channels at each position of the first rows, scaled so that their
 * mean is that of all rows.
 */
function profileOf(input: Float32Array, samples: number, rows: number, channels: number): Float64Array {
  const profile = new Float64Array((input.length / samples / channels) * rows);
  const all = meanSquare(input);
  for (let i = 0; i < profile.length; i++) profile[i] = dot(input, i * channels, i * channels, channels) / channels;
  const kept = mean(profile);
  return kept > 0 ? profile.map((q) => (q * all) / kept) : profile.fill(all);
}

/**
 * Computes the mean cosines of points, over places and samples, by the offset of their positions,
 * and the variance of the cosines.
 */
function pairsOf(
  input: Float32Array,
  rows: number,
  { height, width, channels }: { height: number; width: number; channels: number },
): Correlations {
  const positions = height * width;
  const correlations = uniformCorrelations(height, width, 0, 0, 0);
  const most = Math.floor(MAX_PRODUCTS / (rows * positions * positions * channels));
  const partners = Math.max(1, Math.min(rows - 1, most));
  const step = Math.max(1, Math.ceil((rows * positions * input.length) / MAX_PRODUCTS / Math.max(1, rows)));
  const norms = Float64Array.from({ length: rows * positions }, (_, i) =>
    Math.sqrt(dot(input, i * channels, i * channels, channels)),
  );
  let [count, squares] = [0, 0];
  /** Adds the squared deviations of the cosines of one offset from their mean. */
  const spread = (sum: number, sumOfSquares: number, n: number): void => {
    if (n === 0) return;
    count += n;
    squares += sumOfSquares - sum ** 2 / n;
  };
  for (let offset = 0; offset < positions; offset++) {
    const [dy, dx] = [Math.floor(offset / width), offset % width];
    let [same, sameNorm, other, otherNorm] = [0, 0, 0, 0];
    let [n, sum, sumOfSquares] = [0, 0, 0];
    const seen = (value: number, norm: number): void => {
      if (norm === 0) return;
      n++;
      sum += value / norm;
      sumOfSquares += (value / norm) ** 2;
    };
    for (let row = 0; row < rows; row++) {
      for (let p = offset % step; p < positions; p += step) {
        const to = ((Math.floor(p / width) + dy) % height) * width + (((p % width) + dx) % width);
        const a = row * positions + p;
        const b = row * positions + to;
        const within = dot(input, a * channels, b * channels, channels);
        same += within;
        sameNorm += norms[a] * norms[b];
        if (rows === 1 && offset > 0) seen(within, norms[a] * norms[b]);
        for (let next = 1; next <= partners && rows > 1; next++) {
          const c = ((row + next) % rows) * positions + to;
          const value = dot(input, a * channels, c * channels, channels);
          const norm = norms[a] * norms[c];
          other += value;
          otherNorm += norm;
          seen(value, norm);
        }
      }
    }
    spread(sum, sumOfSquares, n);
    if (offset > 0 && sameNorm > 0) correlations.same[offset] = same / sameNorm;
    if (otherNorm > 0) correlations.different[offset] = other / otherNorm;
  }
  if (count > 0) {
    // A shift moves both points of a pair, so the covariance falls with the square of their
    // similarity.
    const least = mean(correlations.same);
    const like = correlations.same.map((c) => (least < 1 ? Math.max(0, (c - least) / (1 - least)) ** 2 : 0));
    correlations.noise = like.map((share) => (share * Math.max(0, squares)) / count);
  }
  return correlations;
}

function dot(x: Float32Array, from: number, other: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += x[from + i] * x[other + i];
  return sum;
}
