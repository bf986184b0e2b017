import { mean } from '../../../foundation/statistics.js';
import {
  type Correlations,
  meanOverNoise,
  meanWithoutFirst,
  memoizeLast,
  type PairShares,
} from '../grid/correlations.js';
import { averageProduct, kernel, valueAt } from '../grid/normalGrid.js';
import { type Covariance, logCovariance } from '../spread/events.js';
import { sharedDraws } from '../spread/fluctuation.js';
import { pairShares, type Signal, type Spread } from '../spread/signal.js';
import type { Alignment } from './alignment.js';

/**
 * The backward pass at one place: the gradient at a point in a channel is √(second moment of the point)·h·Π d(g), with a standard normal h that is
 * independent from channel to channel and has the correlations `pairs` from point to point, and factors of the normals g of signals.
 */
export interface Gradient {
  channels: number;
  /** Second moments [height·width], in the mean over samples. */
  profile: Float64Array;
  correlations: Correlations;
  /** Samples of the batch that count. */
  batch: number;
  gates: readonly Gate[];
  /** Which draws h is made of, by share of its second moment. */
  sources: ReadonlyMap<number, number>;
  /** Relative variance, over groups of channels, of the second moment: of grouped convolutions. */
  scatter: number;
  /** Variance of the mean of h² that an orthogonal layer has taken away: 0 to 1. */
  kept: number;
  /** Behind a pool that chose one place of each window: the gradient by the chosen. */
  poolChoice?: PoolChoice;
  /** Of the gradient and the signal; left out where several paths have met, or there are positions. */
  alignment?: Alignment;
  spread: Spread;
}

/** A gradient that is 0 but at one place of each window varies as that by the output of the pool. */
export interface PoolChoice {
  gradient: Gradient;
  output: Signal;
  /** Origin of the normals chosen from, and the one chosen on the grid of the output's normal. */
  origin: number;
  normals: Float64Array;
}

/** A factor that depends on the forward pass: a derivative, or a choice. Moments given g, on the normal grid; E of `second` is 1. */
export interface Gate {
  signal: Signal;
  first: Float64Array;
  second: Float64Array;
  fourth: Float64Array;
}

/** A gate and the mean of its square. */
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

/** Correlation from which normals count as the same: places of one residual stream. */
const SAME_NORMALS_CORRELATION = 0.6;

export function haveSameNormals(a: Signal, b: Signal): boolean {
  return sharedDraws(a, b) > SAME_NORMALS_CORRELATION;
}

/** Gates of signals of the same normals become one; sizes are those that this changes. */
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
  return { gates: [...gates.filter((one) => one !== same), product.gate], size: product.size };
}

/** Functions of the correlation class: what all gates make of the mean product of two gradients, and of two squares. */
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

/** Of the squares. A norm has fixed the mean of the normals, of their squares, or both: with them what is linear in them. */
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

/** Square of the correlation of h at two points, by class. */
export function squaredCorrelations({ correlations }: Gradient): GateValues {
  const square = (c: number): number => Math.min(1, c * c + correlations.noise[0]);
  return { same: correlations.same.map(square), different: correlations.different.map(square) };
}

export function gradientShares({ profile, batch }: Gradient): PairShares {
  return pairShares(profile, 1, batch).sample > 0
    ? { self: pairShares(profile, 1, 1).self / batch, sample: 1 / batch }
    : { self: 1 / batch, sample: 1 / batch };
}

/** How the mean square of a gradient varies with its own draw. */
export function gradientCovariance(gradient: Gradient): Covariance {
  if (gradient.poolChoice !== undefined) return gradientCovariance(gradient.poolChoice.gradient);
  const { gates, channels, kept, scatter } = gradient;
  const shares = gradientShares(gradient);
  const squares = gateSquares(gradient);
  const close = squaredCorrelations(gradient);
  // An isometry has fixed the mean of h².
  const lost = kept * (2 - kept);
  const at = (kind: 'same' | 'different'): Float64Array =>
    squares[kind].map((r, i) => (1 + 2 * close[kind][i]) * r - 1 - 2 * lost * close[kind][i]);
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
  const point = 3 * fourth - 1 - 2 * lost;
  const own = shares.self / shares.sample;
  const sample = own * point + (1 - own) * meanWithoutFirst(at('same'));
  const different = mean(at('different'));
  const rho = mean(close.different);
  const crossed = gates.reduce(
    (product, gate) => product * valueAt(kernel(gate.fourth, gate.second), mean(gate.signal.correlations.different)),
    1,
  );
  return logCovariance({
    units: channels / (1 + scatter),
    point,
    sample,
    different,
    third: 15 * sixth - 9 * fourth + 2,
    thirdDifferent: (3 + 12 * rho) * crossed - 3 * fourth - 2 * (1 + 2 * rho) * mean(squares.different) + 2,
  });
}

/** A gradient without what is known of it relative to the signal. */
export function withoutAlignment({ alignment: _, poolChoice: __, ...gradient }: Gradient): Gradient {
  return gradient;
}
