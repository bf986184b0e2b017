/** Plain tanh and sigmoid on arrays, step by step as in `lib/assembly/sigmoids.ts`. */

const ROUND = 6755399441055744;

const WORDS = new Int32Array(2);
const DOUBLE = new Float64Array(WORDS.buffer);

/** Computes e^x for x ≤ 0. Below −700 it stays at e^−700. */
function exp(given: number): number {
  const x = Math.max(given, -700);
  const k = x * Math.LOG2E + ROUND - ROUND;
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let p = 1 / 39916800;
  p = p * r + 1 / 3628800;
  p = p * r + 1 / 362880;
  p = p * r + 1 / 40320;
  p = p * r + 1 / 5040;
  p = p * r + 1 / 720;
  p = p * r + 1 / 120;
  p = p * r + 1 / 24;
  p = p * r + 1 / 6;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  // 2^k is made from its bits. On every platform where JavaScript runs today, the low word of a
  // number is stored first.
  WORDS[1] = (k + 1023) << 20;
  return p * DOUBLE[0];
}

export function tanh(z: Float32Array, a: Float32Array): void {
  for (let i = 0; i < z.length; i++) {
    const size = Math.abs(z[i]);
    const e = exp(-2 * size);
    const positive = size < 0.001 ? size - (size * size * size) / 3 : (1 - e) / (1 + e);
    a[i] = z[i] < 0 ? -positive : positive;
  }
}

export function sigmoid(z: Float32Array, a: Float32Array): void {
  for (let i = 0; i < z.length; i++) {
    const e = exp(-Math.abs(z[i]));
    a[i] = (z[i] < 0 ? e : 1) / (1 + e);
  }
}

/**
 * Computes gradient · scale·e/(1 + e)² with e = e^(rate·|z|). Rate and scale are −2 and 4 for tanh,
 * −1 and 1 for the sigmoid.
 */
export function bellGradient(z: Float32Array, gradient: Float32Array, rate: number, scale: number): void {
  for (let i = 0; i < z.length; i++) {
    const e = exp(rate * Math.abs(z[i]));
    gradient[i] *= (scale * e) / ((1 + e) * (1 + e));
  }
}
