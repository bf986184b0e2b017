import { mean, meanSquare } from '../../../foundation/statistics.js';
import { random } from '../../../random/random.js';

/** Largest relative error of WᵀWx = c·x for weights that are rounded to single precision. */
const MAX_ERROR = 1e-4;

/**
 * Checks whether weights [rows, cols] look like a multiple of a uniform (Haar) orthogonal matrix:
 * their columns, or their rows if there are more columns, are orthogonal and equally long, and
 * their kurtosis is near the normal's. An identity or a Hadamard matrix has another kurtosis. One
 * random vector is enough to find out whether WᵀW is a multiple of the identity.
 */
export function isHaarMatrix(weights: ArrayLike<number>, rows: number, cols: number): boolean {
  if (Math.min(rows, cols) < 2) return false;
  const [least, most] = [Math.min(rows, cols), Math.max(rows, cols)];
  const at = (i: number, k: number): number => (rows < cols ? weights[i * cols + k] : weights[k * cols + i]);
  const x = random(1).normal(new Float64Array(least));
  const image = new Float64Array(most);
  for (let i = 0; i < least; i++) for (let k = 0; k < most; k++) image[k] += at(i, k) * x[i];
  const back = new Float64Array(least);
  for (let i = 0; i < least; i++) for (let k = 0; k < most; k++) back[i] += at(i, k) * image[k];
  const values = Float64Array.from(weights);
  const secondMoment = meanSquare(values);
  const scale = secondMoment * most;
  const error = meanSquare(back.map((value, i) => value - scale * x[i]));
  if (!(error <= (MAX_ERROR * scale) ** 2 * meanSquare(x))) return false;
  const kurtosis = mean(values.map((w) => w ** 4)) / secondMoment ** 2;
  return Math.abs(kurtosis - (3 * most) / (most + 2)) < 0.5 + 3 * Math.sqrt(24 / values.length);
}
