/**
 * Hyperbolic tangent and sigmoid of four float32 numbers, with the roundings of tfjs's WebAssembly
 * backend: tanh is that of the C library musl, and the sigmoid is that of XNNPACK.
 */

const LN2_HIGH: f32 = 6.9313812256e-1;
const LN2_LOW: f32 = 9.0580006145e-6;
const INVERSE_LN2: f32 = 1.4426950216;

/** Computes tanh x = 1 − 2/(e^2|x| + 1) with the sign of x, near 0 as a quotient of e^−2|x| − 1. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1), two = f32x4.splat(2), zero = f32x4.splat(0);
  const size = f32x4.abs(x);
  // Below log(5/3)/2 the exponent is negative.
  const isSmall = i32x4.le_s(size, i32x4.splat(0x3e82c578));
  const double = f32x4.mul(f32x4.min(size, f32x4.splat(10)), two);
  const t = expm1(v128.bitselect(f32x4.neg(double), double, isSmall));
  const sum = f32x4.add(t, two);
  const isLarge = i32x4.gt_s(size, i32x4.splat(0x3f0c9f54));
  const ratio = f32x4.div(v128.bitselect(two, v128.bitselect(f32x4.neg(t), t, isSmall), isLarge), sum);
  let result = v128.bitselect(f32x4.sub(one, ratio), ratio, isLarge);
  result = v128.bitselect(one, result, i32x4.gt_s(size, i32x4.splat(0x41200000)));
  // Numbers below the normal ones, and NaN, are their own results.
  const isOwn = v128.or(i32x4.lt_s(size, i32x4.splat(0x00800000)), f32x4.ne(x, x));
  result = v128.bitselect(size, result, isOwn);
  return v128.or(result, v128.and(x, f32x4.neg(zero)));
}

/** Computes e^x − 1 for x from −0.6 to 20, without a NaN. */
// @ts-ignore: decorator
@inline
function expm1(x: v128): v128 {
  const one = f32x4.splat(1), half = f32x4.splat(0.5);
  const size = f32x4.abs(x);
  const away = v128.bitselect(f32x4.splat(-0.5), half, f32x4.lt(x, f32x4.splat(0)));
  let k = i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(f32x4.splat(INVERSE_LN2), x), away));
  // Between ½ ln 2 and 1½ ln 2, k is 1 or −1.
  const unit = v128.bitselect(i32x4.splat(-1), i32x4.splat(1), f32x4.lt(x, f32x4.splat(0)));
  k = v128.bitselect(unit, k, i32x4.lt_s(size, i32x4.splat(0x3f851592)));
  k = v128.and(k, i32x4.gt_s(size, i32x4.splat(0x3eb17218)));
  const turns = f32x4.convert_i32x4_s(k);
  const high = f32x4.sub(x, f32x4.mul(turns, f32x4.splat(LN2_HIGH)));
  const low = f32x4.mul(turns, f32x4.splat(LN2_LOW));
  const r = f32x4.sub(high, low);
  const c = f32x4.sub(f32x4.sub(high, r), low);
  const halfR = f32x4.mul(half, r);
  const square = f32x4.mul(r, halfR);
  const inner = f32x4.add(f32x4.splat(-3.3333212137e-2), f32x4.mul(square, f32x4.splat(1.5807170421e-3)));
  const r1 = f32x4.add(one, f32x4.mul(square, inner));
  const t = f32x4.sub(f32x4.splat(3), f32x4.mul(r1, halfR));
  const quotient = f32x4.div(f32x4.sub(r1, t), f32x4.sub(f32x4.splat(6), f32x4.mul(r, t)));
  let e = f32x4.mul(square, quotient);
  e = f32x4.sub(f32x4.sub(f32x4.mul(r, f32x4.sub(e, c)), c), square);
  const power = i32x4.shl(i32x4.add(k, i32x4.splat(127)), 23);
  const inverse = i32x4.shl(i32x4.sub(i32x4.splat(127), k), 23);
  const difference = f32x4.sub(r, e);
  const below23 = f32x4.add(difference, f32x4.sub(one, inverse));
  const from23 = f32x4.add(f32x4.sub(r, f32x4.add(e, inverse)), one);
  const isBelow23 = i32x4.lt_s(k, i32x4.splat(23));
  let result = f32x4.mul(v128.bitselect(below23, from23, isBelow23), power);
  const doubled = f32x4.add(one, f32x4.mul(f32x4.splat(2), difference));
  const shifted = f32x4.mul(f32x4.splat(-2), f32x4.sub(e, f32x4.add(r, half)));
  const once = v128.bitselect(shifted, doubled, f32x4.lt(r, f32x4.splat(-0.25)));
  result = v128.bitselect(once, result, i32x4.eq(k, i32x4.splat(1)));
  const halved = f32x4.sub(f32x4.mul(half, difference), half);
  result = v128.bitselect(halved, result, i32x4.eq(k, i32x4.splat(-1)));
  result = v128.bitselect(difference, result, i32x4.eq(k, i32x4.splat(0)));
  return v128.bitselect(x, result, i32x4.lt_s(size, i32x4.splat(0x33000000)));
}

/** Computes e^−|x| / (1 + e^−|x|), or 1 minus that for positive x. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const magic = f32x4.splat(reinterpret<f32>(0x4b40007f));
  const size = f32x4.abs(x);
  let n = f32x4.add(magic, f32x4.mul(size, f32x4.splat(reinterpret<f32>(0xbfb8aa3b))));
  const s = i32x4.shl(n, 23);
  n = f32x4.sub(n, magic);
  let t = f32x4.add(size, f32x4.mul(n, f32x4.splat(reinterpret<f32>(0x3f317200))));
  t = f32x4.add(t, f32x4.mul(n, f32x4.splat(reinterpret<f32>(0x35bfbe8e))));
  let p = f32x4.add(f32x4.splat(reinterpret<f32>(0x3d2b9d0d)), f32x4.mul(t, f32x4.splat(reinterpret<f32>(0xbc07cfce))));
  p = f32x4.add(f32x4.splat(reinterpret<f32>(0xbe2aad40)), f32x4.mul(t, p));
  p = f32x4.add(f32x4.splat(reinterpret<f32>(0x3efffee3)), f32x4.mul(t, p));
  p = f32x4.add(f32x4.splat(reinterpret<f32>(0xbf7ffffb)), f32x4.mul(t, p));
  t = f32x4.mul(t, s);
  const e = f32x4.add(s, f32x4.mul(t, p));
  let f = f32x4.div(e, f32x4.add(e, f32x4.splat(1)));
  f = v128.andnot(f, f32x4.gt(size, f32x4.splat(reinterpret<f32>(0x42aeac4f))));
  return v128.bitselect(f, f32x4.sub(f32x4.splat(1), f), i32x4.shr_s(x, 31));
}
