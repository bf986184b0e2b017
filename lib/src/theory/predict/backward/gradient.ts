import { mean } from '../../../foundation/statistics.js';
import {
  type Correlations,
  meanOverNoise,
  meanWithoutFirst,
  memoizeLast,
  type PairShares,
} from '../grid/correlations.js';
import { averageProduct, kernel, valueAt } from '../grid/normalGrid.js';
import { type Covariance, type Cumulants, logCovariance } from '../spread/events.js';
import { sharedDraws } from '../spread/fluctuation.js';
import { type Isometry, NO_ISOMETRY } from '../spread/isometry.js';
import { pairShares, type Signal, type Spread } from '../spread/signal.js';
import type { Alignment } from './alignment.js';

/**
 * The backward pass at one place. The gradient at a point in a channel is √(second moment of the
 * point)·h·Π d(g). The standard normal h is independent from channel to channel and has the given
 * `correlations` from point to point; the factors d depend on the normals g of signals.
 */
export interface Gradient {
  channels: number;
  /** Second moments [height·width], as means over samples. */
  profile: Float64Array;
  correlations: Correlations;
  /** Effective number of samples of the batch. */
  batch: number;
  gates: readonly Gate[];
  /** Draws that make up h, with their shares of its second moment. */
  sources: ReadonlyMap<number, number>;
  /**
   * Relative variance of the second moment over the groups of channels of a grouped convolution.
   */
  scatter: number;
  /** The orthogonal matrix that h comes from, or that of independent weights. */
  isometry: Isometry;
  /** Choice of a max pool that the gradient has just passed. */
  poolChoice?: PoolChoice;
  /**
   * Alignment of the gradient with the signal. It is absent where several paths have met, and for
   * images.
   */
  alignment?: Alignment;
  /**
   * Second moments of the samples whose forward second moments are kept, relative to their mean. It
   * is absent where they count as equal.
   */
  rows?: Float64Array;
  spread: Spread;
}

/**
 * The choice of a max pool. The gradient is 0 except at one place of each window, so it fluctuates
 * like the gradient with respect to the pool's output.
 */
export interface PoolChoice {
  gradient: Gradient;
  output: Signal;
  /**
   * Origin of the normals that the pool chooses from. The `normals` are the chosen ones, on the
   * grid of the output's normal.
   */
  origin: number;
  normals: Float64Array;
}

/**
 * A factor that depends on the forward pass: a derivative or a choice. Its moments given g are on
 * the normal grid; the mean of `second` is 1.
 */
export interface Gate {
  signal: Signal;
  first: Float64Array;
  second: Float64Array;
  fourth: Float64Array;
}

/** Makes a gate, and gives the mean of its square before scaling. */
export function makeGate(
  signal: Signal,
  first: Float64Array,
  second: Float64Array,
  fourth: Float64Array,
): { gate: Gate; size: number } {
  const size = averageProduct(
    second,
    second.map(() => 1),
  );
  if (!(size > 0)) return { gate: { signal, first, second, fourth }, size: 0 };
  const root = Math.sqrt(size);
  return {
    gate: {
      signal,
      first: first.map((x) => x / root),
      second: second.map((x) => x / size),
      fourth: fourth.map((x) => x / size ** 2),
    },
    size,
  };
}

/** Makes the gate of a derivative. Its scale does not matter, because a gate has mean square 1. */
export function derivativeGate(signal: Signal, derivative: Float64Array): Gate {
  const largest = derivative.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  // Powers of a derivative that is tiny everywhere, as in a saturated net, would vanish.
  const first = largest > 0 ? derivative.map((x) => x / largest) : derivative;
  const second = first.map((x) => x * x);
  const { gate } = makeGate(
    signal,
    first,
    second,
    second.map((x) => x * x),
  );
  return gate;
}

/** Correlation above which normals count as the same, as at places of one residual stream. */
const SAME_NORMALS_CORRELATION = 0.6;

export function haveSameNormals(a: Signal, b: Signal): boolean {
  return sharedDraws(a, b) > SAME_NORMALS_CORRELATION;
}

/**
 * Adds a gate. Gates of signals with the same normals merge into one; `size` is the factor by which
 * this changes the mean square.
 */
export function addGate(gates: readonly Gate[], gate: Gate): { gates: Gate[]; size: number } {
  const same = gates.find(({ signal }) => haveSameNormals(signal, gate.signal));
  if (same === undefined) return { gates: [...gates, gate], size: 1 };
  const times = (a: Float64Array, b: Float64Array): Float64Array => a.map((x, i) => x * b[i]);
  const product = makeGate(
    gate.signal,
    times(same.first, gate.first),
    times(same.second, gate.second),
    times(same.fourth, gate.fourth),
  );
  return { gates: [...gates.filter((gate) => gate !== same), product.gate], size: product.size };
}

/**
 * Factor that all gates together contribute to a mean product at two points, by class of
 * correlation.
 */
export interface GateValues {
  same: Float64Array;
  different: Float64Array;
}

export function gateMeans({ gates, correlations }: Gradient): GateValues {
  return multiplyGates(gates, correlations, (gate) => kernel(gate.first));
}

export function gateSquares({ gates, correlations }: Gradient): GateValues {
  return multiplyGates(gates, correlations, squareKernel);
}

/**
 * Computes the kernel of the squares. A norm may have fixed the mean of the normals, of their
 * squares, or both, and with them everything linear in them.
 */
function squareKernel({ signal: { fixed }, second }: Gate): Float64Array {
  const products = kernel(second);
  if (fixed?.shift !== undefined) products[1] = 0;
  if (fixed !== undefined) products[2] *= (1 - Math.min(1, fixed.share)) ** 2;
  return products;
}

function multiplyGates(
  gates: readonly Gate[],
  correlations: Correlations,
  kernelOf: (gate: Gate) => Float64Array,
): GateValues {
  const passed = { same: correlations.same.map(() => 1), different: correlations.different.map(() => 1) };
  for (const gate of gates) {
    const products = kernelOf(gate);
    const value = memoizeLast((c) => meanOverNoise(gate.signal.correlations, c, (x) => valueAt(products, x)));
    for (const kind of ['same', 'different'] as const) {
      const ofGate = gate.signal.correlations[kind];
      for (let i = 0; i < passed[kind].length; i++) passed[kind][i] *= value(ofGate[i % ofGate.length]);
    }
  }
  return passed;
}

/** Computes the squared correlation of h at two points, by class. */
export function squaredCorrelations({ correlations }: Gradient): GateValues {
  const square = (c: number): number => Math.min(1, c * c + correlations.noise[0]);
  return { same: correlations.same.map(square), different: correlations.different.map(square) };
}

export function gradientShares({ profile, batch }: Gradient): PairShares {
  return pairShares(profile, 1, batch).sample > 0
    ? { self: pairShares(profile, 1, 1).self / batch, sample: 1 / batch }
    : { self: 1 / batch, sample: 1 / batch };
}

/** Computes the variance of the logarithm of a gradient's mean square due to its own draw. */
export function gradientCovariance(gradient: Gradient): Covariance {
  if (gradient.poolChoice !== undefined) return gradientCovariance(gradient.poolChoice.gradient);
  const { gates, isometry } = gradient;
  const all = logCovariance(cumulantsOf(gradient));
  if (isometry === NO_ISOMETRY) return all;
  // The direction of h is independent of its length |h|, so ln Σh²d² is the sum of ln |h|² and an
  // independent part. An orthogonal matrix changes only the variance of the first.
  const length = logCovariance(gates.length === 0 ? cumulantsOf(gradient) : cumulantsOf({ ...gradient, gates: [] }));
  const rest = (of: 'sample' | 'common'): number =>
    Math.max(0, all[of] - (1 - isometry.slope) * length[of] - (2 * isometry.offset) / gradient.channels);
  return { sample: rest('sample'), common: Math.min(rest('sample'), rest('common')) };
}

function cumulantsOf(gradient: Gradient): Cumulants {
  const { gates, channels, scatter } = gradient;
  const shares = gradientShares(gradient);
  const squares = gateSquares(gradient);
  const close = squaredCorrelations(gradient);
  const at = (kind: 'same' | 'different'): Float64Array =>
    squares[kind].map((r, i) => (1 + 2 * close[kind][i]) * r - 1);
  const fourth = gates.reduce(
    (product, { fourth: f }) =>
      product *
      averageProduct(
        f,
        f.map(() => 1),
      ),
    1,
  );
  const sixth = gates.reduce((product, { fourth: f, second: s }) => product * averageProduct(f, s), 1);
  const point = 3 * fourth - 1 - fixedSquares(gates);
  const own = shares.self / shares.sample;
  const sample = own * point + (1 - own) * meanWithoutFirst(at('same'));
  const different = mean(at('different'));
  const rho = mean(close.different);
  const crossed = gates.reduce(
    (product, gate) => product * valueAt(kernel(gate.fourth, gate.second), mean(gate.signal.correlations.different)),
    1,
  );
  return {
    units: channels / (1 + scatter),
    point,
    sample,
    different,
    third: 15 * sixth - 9 * fourth + 2,
    thirdDifferent: (3 + 12 * rho) * crossed - 3 * fourth - 2 * (1 + 2 * rho) * mean(squares.different) + 2,
  };
}

/** Computes the part of the variance of the mean of d² that orthogonal matrices have fixed. */
function fixedSquares(gates: readonly Gate[]): number {
  return gates.reduce((sum, { signal: { fixed }, second }) => {
    return sum + (fixed?.isometry ? (1 - fixed.isometry.slope) * kernel(second)[2] : 0);
  }, 0);
}

/** Removes what is known of a gradient relative to the signal. */
export function withoutAlignment({ alignment: _, poolChoice: __, rows: ___, ...gradient }: Gradient): Gradient {
  return gradient;
}
