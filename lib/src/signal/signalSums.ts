export interface SampleMoments {
  mean: number;
  variance: number;
  secondMoment: number;
}

export interface SampleSignal extends SampleMoments {
  /**
   * Mean cosine of two samples, over all pairs of samples; NaN for a single sample. A sample of
   * zeros has cosine 0 with all others.
   */
  correlation: number;
}

/** Sums over a batch, from which its statistics follow. */
export interface SignalSums {
  sum: number;
  squares: number;
  /**
   * Squared distances from the first number; a variance computed from them loses no precision to a
   * large mean.
   */
  centred: number;
  /**
   * Squared length of the sum of all samples scaled to unit length, and the count of samples other
   * than 0.
   */
  together: number;
  pointing: number;
}

/**
 * Computes the sums in double precision, in the same order as `lib/assembly/signal.ts`. Sums of
 * directions are computed only if you ask for them.
 */
export function signalSums(x: Float32Array, rows: number, directions = false): SignalSums {
  const size = x.length / rows;
  const sums = { sum: 0, squares: 0, centred: 0, together: 0, pointing: 0 };
  const units = new Float64Array(directions ? size : 0);
  for (let start = 0; start < x.length; start += size) {
    const { sum, squares, centred } = rowSums(x, start, start + size, x[0]);
    sums.sum += sum;
    sums.squares += squares;
    sums.centred += centred;
    if (!directions || squares === 0) continue;
    sums.pointing++;
    const scale = 1 / Math.sqrt(squares);
    for (let i = 0; i < size; i++) units[i] += scale * x[start + i];
  }
  for (const value of units) sums.together += value * value;
  return sums;
}

/** Sums one row, with four sums of each kind side by side. */
function rowSums(x: Float32Array, start: number, end: number, origin: number) {
  const whole = end - ((end - start) % 4);
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  let [square0, square1, square2, square3] = [0, 0, 0, 0];
  let [centre0, centre1, centre2, centre3] = [0, 0, 0, 0];
  for (let i = start; i < whole; i += 4) {
    const a = x[i];
    const b = x[i + 1];
    const c = x[i + 2];
    const d = x[i + 3];
    sum0 += a;
    sum1 += b;
    sum2 += c;
    sum3 += d;
    square0 += a * a;
    square1 += b * b;
    square2 += c * c;
    square3 += d * d;
    centre0 += (a - origin) * (a - origin);
    centre1 += (b - origin) * (b - origin);
    centre2 += (c - origin) * (c - origin);
    centre3 += (d - origin) * (d - origin);
  }
  let sum = sum0 + sum2 + (sum1 + sum3);
  let squares = square0 + square2 + (square1 + square3);
  let centred = centre0 + centre2 + (centre1 + centre3);
  for (let i = whole; i < end; i++) {
    sum += x[i];
    squares += x[i] * x[i];
    centred += (x[i] - origin) * (x[i] - origin);
  }
  return { sum, squares, centred };
}

/** Computes moments from sums; `origin` is the first of the `count` numbers. */
export function momentsOf({ sum, squares, centred }: SignalSums, origin: number, count: number): SampleMoments {
  const mean = sum / count;
  const variance = Math.max(0, centred / count - (mean - origin) ** 2);
  return { mean, variance, secondMoment: squares / count };
}

/**
 * Adds the correlation: the cosines of all pairs of unit vectors u add up to ‖Σu‖² minus the cosine
 * of each vector with itself.
 */
export function signalOf(sums: SignalSums, origin: number, count: number, batch: number): SampleSignal {
  const correlation = batch === 1 ? Number.NaN : (sums.together - sums.pointing) / (batch * (batch - 1));
  return { ...momentsOf(sums, origin, count), correlation };
}
