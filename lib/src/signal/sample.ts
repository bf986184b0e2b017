import type { Activation } from '../activation/activation.js';

/** Statistics of one layer of one net; a batch is row-major, a row for each sample. */
export interface LayerSample {
  preActivation: SampleSignal;
  activation: SampleSignal;
  gradient?: SampleMoments;
  deadFraction: number;
  saturatedFraction?: number;
}

export interface SampleMoments {
  mean: number;
  variance: number;
  secondMoment: number;
}

export interface SampleSignal extends SampleMoments {
  /** Mean over all pairs of samples of the cosine between them; NaN with one sample. A sample of zeros has cosine 0 with all. */
  correlation: number;
}

/** How near to an end of its range an activation counts as saturated: |tanh z| > .97. */
const SATURATED = 0.03;

/** Moments over all elements, summed in double precision. */
export function sampleMoments(x: Float32Array): SampleMoments {
  const sums = new Sums(x[0]);
  sums.add(x, 0, x.length);
  return sums.moments(x.length);
}

/** Moments, and how alike the samples of a batch are. The cosines of all pairs of unit vectors u add up to ‖Σu‖² less that of each with itself. */
export function sampleSignal(x: Float32Array, batch: number): SampleSignal {
  const size = x.length / batch;
  const sums = new Sums(x[0]);
  const units = new Float64Array(size);
  let pointing = 0;
  for (let start = 0; start < x.length; start += size) {
    const squares = sums.add(x, start, start + size);
    if (squares === 0) continue;
    pointing++;
    const scale = 1 / Math.sqrt(squares);
    for (let i = 0; i < size; i++) units[i] += scale * x[start + i];
  }
  const together = units.reduce((sum, value) => sum + value * value, 0) - pointing;
  return { ...sums.moments(x.length), correlation: batch === 1 ? Number.NaN : together / (batch * (batch - 1)) };
}

/** Sums over a signal in one pass. Squares of the distance from its first number give a variance that does not cancel beside a large mean. */
class Sums {
  readonly #origin: number;
  #sum = 0;
  #squares = 0;
  #centred = 0;

  constructor(origin: number) {
    this.#origin = origin;
  }

  /** Adds x from `start` to `end`; returns the sum of the squares of these. Two sums of each kind go on at a time. */
  add(x: Float32Array, start: number, end: number): number {
    const origin = this.#origin;
    let [sum0, sum1, squares0, squares1, centred0, centred1] = [0, 0, 0, 0, 0, 0];
    let i = start;
    for (; i + 1 < end; i += 2) {
      const a = x[i];
      const b = x[i + 1];
      sum0 += a;
      sum1 += b;
      squares0 += a * a;
      squares1 += b * b;
      centred0 += (a - origin) * (a - origin);
      centred1 += (b - origin) * (b - origin);
    }
    if (i < end) {
      sum0 += x[i];
      squares0 += x[i] * x[i];
      centred0 += (x[i] - origin) * (x[i] - origin);
    }
    this.#sum += sum0 + sum1;
    this.#squares += squares0 + squares1;
    this.#centred += centred0 + centred1;
    return squares0 + squares1;
  }

  moments(count: number): SampleMoments {
    const mean = this.#sum / count;
    const variance = Math.max(0, this.#centred / count - (mean - this.#origin) ** 2);
    return { mean, variance, secondMoment: this.#squares / count };
  }
}

/** Share of the units, the last axis, whose derivative is 0 on every sample of the batch and at every position. */
export function deadFraction(z: Float32Array, width: number, { df }: Activation): number {
  let dead = 0;
  for (let unit = 0; unit < width; unit++) {
    let i = unit;
    while (i < z.length && df(z[i]) === 0) i += width;
    if (i >= z.length) dead++;
  }
  return dead / width;
}

/** Share of the elements that lie at an end of the range. */
export function saturatedFraction(a: Float32Array, [low, high]: readonly [number, number]): number {
  let saturated = 0;
  for (let i = 0; i < a.length; i++) if (a[i] < low + SATURATED || a[i] > high - SATURATED) saturated++;
  return saturated / a.length;
}
