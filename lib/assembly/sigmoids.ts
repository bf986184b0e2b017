/**
 * Hyperbolic tangent and sigmoid of float32 tensors, four numbers at a time, computed in double
 * precision from e^−|u|, which neither overflows nor cancels in the tails. Every step is an exactly
 * rounded operation, so that plain code can repeat it. All tensors have room for a multiple of four
 * numbers.
 */

/** Constant whose addition and subtraction rounds to the nearest integer. */
const ROUND: f64 = 6755399441055744;

/**
 * Computes e^x for x ≤ 0 with a relative error of about 10⁻¹⁴. Below −700 it stays at e^−700. NaN
 * stays NaN.
 */
// @ts-ignore: decorator
@inline
function exp(x: v128): v128 {
  x = f64x2.max(x, f64x2.splat(-700));
  const round = f64x2.splat(ROUND);
  const k = f64x2.sub(f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), round), round);
  // The first of the two parts of ln 2 has few enough bits for its product to be exact.
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  const r = f64x2.sub(high, f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)));
  let p = f64x2.splat(1.0 / 39916800.0);
  p = next(p, r, 1.0 / 3628800.0);
  p = next(p, r, 1.0 / 362880.0);
  p = next(p, r, 1.0 / 40320.0);
  p = next(p, r, 1.0 / 5040.0);
  p = next(p, r, 1.0 / 720.0);
  p = next(p, r, 1.0 / 120.0);
  p = next(p, r, 1.0 / 24.0);
  p = next(p, r, 1.0 / 6.0);
  p = next(p, r, 0.5);
  p = next(p, r, 1);
  p = next(p, r, 1);
  const exponent = i64x2.add(i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k)), i64x2.splat(1023));
  return f64x2.mul(p, i64x2.shl(exponent, 52));
}

// @ts-ignore: decorator
@inline
function next(p: v128, r: v128, coefficient: f64): v128 {
  return f64x2.add(f64x2.mul(p, r), f64x2.splat(coefficient));
}

/**
 * Computes (1 − e)/(1 + e) with e = e^−2|z|, or z − z³/3 near 0, where the first form would cancel.
 */
// @ts-ignore: decorator
@inline
function tanhOf(z: v128): v128 {
  const one = f64x2.splat(1);
  const size = f64x2.abs(z);
  const e = exp(f64x2.mul(size, f64x2.splat(-2)));
  const far = f64x2.div(f64x2.sub(one, e), f64x2.add(one, e));
  const near = f64x2.sub(size, f64x2.div(f64x2.mul(f64x2.mul(size, size), size), f64x2.splat(3)));
  const positive = v128.bitselect(near, far, f64x2.lt(size, f64x2.splat(0.001)));
  return v128.bitselect(f64x2.neg(positive), positive, f64x2.lt(z, f64x2.splat(0)));
}

/** Computes scale · e/(1 + e)² with e = e^(rate·|z|). */
// @ts-ignore: decorator
@inline
function bell(z: v128, rate: f64, scale: f64): v128 {
  const e = exp(f64x2.mul(f64x2.abs(z), f64x2.splat(rate)));
  const sum = f64x2.add(f64x2.splat(1), e);
  return f64x2.div(f64x2.mul(f64x2.splat(scale), e), f64x2.mul(sum, sum));
}

/** Computes 1/(1 + e) with e = e^−|z| for z ≥ 0, and e/(1 + e) below 0. */
// @ts-ignore: decorator
@inline
function sigmoidOf(z: v128): v128 {
  const one = f64x2.splat(1);
  const e = exp(f64x2.neg(f64x2.abs(z)));
  return f64x2.div(v128.bitselect(e, one, f64x2.lt(z, f64x2.splat(0))), f64x2.add(one, e));
}

// @ts-ignore: decorator
@inline
function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

// @ts-ignore: decorator
@inline
function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3));
}

// @ts-ignore: decorator
@inline
function four(first: v128, second: v128): v128 {
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 1, 4, 5);
}

export function tanh(z: usize, a: usize, count: i32): void {
  for (let i = 0; i < count; i += 4, z += 16, a += 16) {
    const x = v128.load(z);
    v128.store(a, four(tanhOf(low(x)), tanhOf(high(x))));
  }
}

/** Computes gradient · (1 − tanh² z). */
export function tanhGradient(z: usize, gradient: usize, count: i32): void {
  bellGradient(z, gradient, count, -2, 4);
}

export function sigmoid(z: usize, a: usize, count: i32): void {
  for (let i = 0; i < count; i += 4, z += 16, a += 16) {
    const x = v128.load(z);
    v128.store(a, four(sigmoidOf(low(x)), sigmoidOf(high(x))));
  }
}

/** Computes gradient · σ(z)σ(−z). */
export function sigmoidGradient(z: usize, gradient: usize, count: i32): void {
  bellGradient(z, gradient, count, -1, 1);
}

function bellGradient(z: usize, gradient: usize, count: i32, rate: f64, scale: f64): void {
  for (let i = 0; i < count; i += 4, z += 16, gradient += 16) {
    const x = v128.load(z);
    const g = v128.load(gradient);
    const first = f64x2.mul(low(g), bell(low(x), rate, scale));
    const second = f64x2.mul(high(g), bell(high(x), rate, scale));
    v128.store(gradient, four(first, second));
  }
}
