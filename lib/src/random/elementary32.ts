/**
 * Logarithm, sine and cosine in single precision, for numbers that end in a Float32Array. The
 * polynomials are those of FreeBSD's logf and of Cephes (Moshier, 1992). Every operation is rounded
 * to float32, in a fixed order, which the SIMD code repeats.
 */

const f = Math.fround;
const LN2 = f(Math.LN2);
const L0 = f(0.66666662693);
const L1 = f(0.40000972152);
const L2 = f(0.28498786688);
const L3 = f(0.24279078841);
const S0 = f(-1.6666654611e-1);
const S1 = f(8.3321608736e-3);
const S2 = f(-1.9515295891e-4);
const C0 = f(4.166664568298827e-2);
const C1 = f(-1.388731625493765e-3);
const C2 = f(2.443315711809948e-5);

const NUMBER = new Float32Array(1);
const BITS = new Int32Array(NUMBER.buffer);
const ONE = 0x3f800000;
const SQRT_HALF = 0x3f3504f3;

/**
 * Computes −ln u for u = (word + ½)/2³², with `word` read as unsigned. The relative error is below
 * 5 · 2⁻²⁴. Near 1, where u itself has too few digits, the distance from 1 is used. The method: u =
 * 2^(−k) · m with m from √½ to √2, d = m − 1, then ln m = s·(2 + P(s²)) with s = d/(2 + d).
 */
export function minusLog32(word: number): number {
  const upper = word >> 31;
  const x = f(f(f(word ^ upper) + 0.5) * 2 ** -32);
  NUMBER[0] = Math.abs(f(x + upper));
  const shifted = BITS[0] + (ONE - SQRT_HALF);
  const k = 127 - (shifted >>> 23);
  BITS[0] = (shifted & 0x7fffff) + SQRT_HALF;
  const d = k === 0 ? -x : f(NUMBER[0] - 1);
  const s = f(d / f(d + 2));
  const z = f(s * s);
  const p = f(f(z * f(f(z * f(f(z * L3) + L2)) + L1)) + L0);
  return f(f(k * LN2) - f(s * f(f(z * p) + 2)));
}

/** Computes sin y for y from 0 to π/4. The relative error is below 2 · 2⁻²⁴. */
export function sin32(y: number): number {
  const z = f(y * y);
  const p = f(f(z * f(f(z * S2) + S1)) + S0);
  return f(y + f(f(y * z) * p));
}

/** Computes cos y for y from 0 to π/4. The relative error is below 2 · 2⁻²⁴. */
export function cos32(y: number): number {
  const z = f(y * y);
  const p = f(f(z * f(f(z * C2) + C1)) + C0);
  return f(f(1 - f(z * 0.5)) + f(f(z * z) * p));
}
