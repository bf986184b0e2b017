/**
 * Random numbers, four or two at a time, the same to the last bit as those of lib/src/random. Every
 * operation here has its twin there, in the same order. The formulas are documented there; this
 * file only documents the layout in vectors.
 *
 * Philox writes four blocks of the generator as four vectors: word 0 of each block, then words 1, 2
 * and 3. The distributions take these 64 bytes, a group, and write the numbers of the four blocks
 * in order.
 */

const MULTIPLIER_0: i32 = 0xd2511f53;
const MULTIPLIER_1: i32 = 0xcd9e8d57;
const WEYL_0: i32 = 0x9e3779b9;
const WEYL_1: i32 = 0xbb67ae85;

/**
 * Runs Philox 4×32-10 for `groups` groups, an even number, starting at the block `low`, `high`. Two
 * groups run side by side, because each round of a group waits for the one before. The keys of the
 * ten rounds are at `keys`, 320 bytes.
 */
export function philox(words: usize, groups: i32, keys: usize, low: i32, high: i32, key0: i32, key1: i32): void {
  for (let at = keys; at < keys + 320; at += 32) {
    v128.store(at, i32x4.splat(key0));
    v128.store(at, i32x4.splat(key1), 16);
    key0 += WEYL_0;
    key1 += WEYL_1;
  }
  const m0 = i32x4.splat(MULTIPLIER_0);
  const m1 = i32x4.splat(MULTIPLIER_1);
  const first = i32x4.splat(low);
  const upper = i32x4.splat(high);
  let next = i32x4.add(first, i32x4(0, 1, 2, 3));
  for (const end = words + (<usize>groups << 6); words < end; words += 128) {
    let a0 = next;
    let b0 = i32x4.add(next, i32x4.splat(4));
    next = i32x4.add(next, i32x4.splat(8));
    // A true comparison is −1, which is the carry.
    let a1 = i32x4.sub(upper, i32x4.lt_u(a0, first));
    let b1 = i32x4.sub(upper, i32x4.lt_u(b0, first));
    let a2 = i32x4.splat(0);
    let a3 = a2;
    let b2 = a2;
    let b3 = a2;
    for (let at = keys; at < keys + 320; at += 32) {
      const k0 = v128.load(at);
      const k1 = v128.load(at, 16);
      const a0Low = i64x2.extmul_low_i32x4_u(a0, m0);
      const a0High = i64x2.extmul_high_i32x4_u(a0, m0);
      const a2Low = i64x2.extmul_low_i32x4_u(a2, m1);
      const a2High = i64x2.extmul_high_i32x4_u(a2, m1);
      a0 = v128.xor(v128.xor(oddWords(a2Low, a2High), a1), k0);
      a1 = evenWords(a2Low, a2High);
      a2 = v128.xor(v128.xor(oddWords(a0Low, a0High), a3), k1);
      a3 = evenWords(a0Low, a0High);
      const b0Low = i64x2.extmul_low_i32x4_u(b0, m0);
      const b0High = i64x2.extmul_high_i32x4_u(b0, m0);
      const b2Low = i64x2.extmul_low_i32x4_u(b2, m1);
      const b2High = i64x2.extmul_high_i32x4_u(b2, m1);
      b0 = v128.xor(v128.xor(oddWords(b2Low, b2High), b1), k0);
      b1 = evenWords(b2Low, b2High);
      b2 = v128.xor(v128.xor(oddWords(b0Low, b0High), b3), k1);
      b3 = evenWords(b0Low, b0High);
    }
    v128.store(words, a0);
    v128.store(words, a1, 16);
    v128.store(words, a2, 32);
    v128.store(words, a3, 48);
    v128.store(words, b0, 64);
    v128.store(words, b1, 80);
    v128.store(words, b2, 96);
    v128.store(words, b3, 112);
  }
}

/** Writes 16 float32 for each group. */
export function uniform32(out: usize, words: usize, groups: i32, centre: f64, step: f64): void {
  for (const end = words + (<usize>groups << 6); words < end; words += 64, out += 64) {
    const a = uniforms(v128.load(words), centre, step);
    const b = uniforms(v128.load(words, 16), centre, step);
    const c = uniforms(v128.load(words, 32), centre, step);
    const d = uniforms(v128.load(words, 48), centre, step);
    storeBlocks(out, lowPairs(a, b), highPairs(a, b), lowPairs(c, d), highPairs(c, d));
  }
}

// @ts-ignore: decorator
@inline
function uniforms(words: v128, centre: f64, step: f64): v128 {
  const low = f32x4.demote_f64x2_zero(uniformPair(words, centre, step));
  return i64x2.shuffle(low, f32x4.demote_f64x2_zero(uniformPair(upperHalf(words), centre, step)), 0, 2);
}

// @ts-ignore: decorator
@inline
function uniformPair(words: v128, centre: f64, step: f64): v128 {
  const x = f64x2.add(f64x2.convert_low_i32x4_s(words), f64x2.splat(0.5));
  return f64x2.add(f64x2.splat(centre), f64x2.mul(x, f64x2.splat(step)));
}

/** Writes 8 float64 for each group. */
export function uniform64(out: usize, words: usize, groups: i32, centre: f64, step: f64, first: f64, last: f64): void {
  for (const end = words + (<usize>groups << 6); words < end; words += 64, out += 64) {
    const w0 = v128.load(words);
    const w1 = v128.load(words, 16);
    const w2 = v128.load(words, 32);
    const w3 = v128.load(words, 48);
    const a = uniform52(w0, w1, centre, step, first, last);
    const b = uniform52(w2, w3, centre, step, first, last);
    const c = uniform52(upperHalf(w0), upperHalf(w1), centre, step, first, last);
    const d = uniform52(upperHalf(w2), upperHalf(w3), centre, step, first, last);
    v128.store(out, i64x2.shuffle(a, b, 0, 2));
    v128.store(out, i64x2.shuffle(a, b, 1, 3), 16);
    v128.store(out, i64x2.shuffle(c, d, 0, 2), 32);
    v128.store(out, i64x2.shuffle(c, d, 1, 3), 48);
  }
}

// @ts-ignore: decorator
@inline
function uniform52(high: v128, low: v128, centre: f64, step: f64, first: f64, last: f64): v128 {
  const part = join52(f64x2.convert_low_i32x4_s(high), low);
  const x = f64x2.add(f64x2.splat(centre), f64x2.mul(part, f64x2.splat(step)));
  return f64x2.min(f64x2.max(x, f64x2.splat(first)), f64x2.splat(last));
}

/** Computes high · 2²⁰ + the upper 20 bits of low + ½. */
// @ts-ignore: decorator
@inline
function join52(high: v128, low: v128): v128 {
  const rest = f64x2.convert_low_i32x4_s(i32x4.shr_u(low, 12));
  return f64x2.add(f64x2.add(f64x2.mul(high, f64x2.splat(1048576)), rest), f64x2.splat(0.5));
}

/** Writes 16 float32 for each group. */
export function normal32(out: usize, words: usize, groups: i32, mean: f32, scale: f32): void {
  for (const end = words + (<usize>groups << 6); words < end; words += 64, out += 64) {
    const w1 = v128.load(words, 16);
    const w3 = v128.load(words, 48);
    const radius01 = f32x4.mul(f32x4.splat(scale), f32x4.sqrt(minusLog32(v128.load(words))));
    const radius23 = f32x4.mul(f32x4.splat(scale), f32x4.sqrt(minusLog32(v128.load(words, 32))));
    const angle01 = angle32(w1);
    const angle23 = angle32(w3);
    const sin01 = sin32(angle01);
    const sin23 = sin32(angle23);
    const cos01 = cos32(angle01);
    const cos23 = cos32(angle23);
    const a = shifted32(mean, radius01, chosen(cos01, sin01, w1), i32x4.shr_u(w1, 1));
    const b = shifted32(mean, radius01, chosen(sin01, cos01, w1), w1);
    const c = shifted32(mean, radius23, chosen(cos23, sin23, w3), i32x4.shr_u(w3, 1));
    const d = shifted32(mean, radius23, chosen(sin23, cos23, w3), w3);
    storeBlocks(out, lowPairs(a, b), highPairs(a, b), lowPairs(c, d), highPairs(c, d));
  }
}

// @ts-ignore: decorator
@inline
function minusLog32(words: v128): v128 {
  const upper = i32x4.shr_s(words, 31);
  const x = f32x4.mul(
    f32x4.add(f32x4.convert_i32x4_s(v128.xor(words, upper)), f32x4.splat(0.5)),
    f32x4.splat(2.3283064365386963e-10),
  );
  const u = f32x4.abs(f32x4.add(x, f32x4.convert_i32x4_s(upper)));
  const bits = i32x4.add(u, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const k = i32x4.sub(i32x4.splat(127), i32x4.shr_u(bits, 23));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3));
  const near = i32x4.eq(k, i32x4.splat(0));
  const d = v128.bitselect(f32x4.neg(x), f32x4.sub(m, f32x4.splat(1)), near);
  const s = f32x4.div(d, f32x4.add(d, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let p = add32(f32x4.mul(z, f32x4.splat(0.24279078841)), 0.28498786688);
  p = add32(f32x4.mul(z, p), 0.40000972152);
  p = add32(f32x4.mul(z, p), 0.66666662693);
  const log = f32x4.mul(s, add32(f32x4.mul(z, p), 2));
  return f32x4.sub(f32x4.mul(f32x4.convert_i32x4_s(k), f32x4.splat(0.6931471805599453)), log);
}

// @ts-ignore: decorator
@inline
function angle32(words: v128): v128 {
  const folded = v128.xor(i32x4.shr_s(words, 2), i32x4.shr_s(words, 31));
  const part = f32x4.convert_i32x4_s(i32x4.sub(i32x4.splat(0x1fffffff), folded));
  return f32x4.mul(f32x4.add(part, f32x4.splat(0.5)), f32x4.splat(1.4629180792671596e-9));
}

// @ts-ignore: decorator
@inline
function sin32(y: v128): v128 {
  const z = f32x4.mul(y, y);
  let p = add32(f32x4.mul(z, f32x4.splat(-1.9515295891e-4)), 8.3321608736e-3);
  p = add32(f32x4.mul(z, p), -1.6666654611e-1);
  return f32x4.add(y, f32x4.mul(f32x4.mul(y, z), p));
}

// @ts-ignore: decorator
@inline
function cos32(y: v128): v128 {
  const z = f32x4.mul(y, y);
  let p = add32(f32x4.mul(z, f32x4.splat(2.443315711809948e-5)), -1.388731625493765e-3);
  p = add32(f32x4.mul(z, p), 4.166664568298827e-2);
  const half = f32x4.sub(f32x4.splat(1), f32x4.mul(z, f32x4.splat(0.5)));
  return f32x4.add(half, f32x4.mul(f32x4.mul(z, z), p));
}

// @ts-ignore: decorator
@inline
function add32(a: v128, b: f32): v128 {
  return f32x4.add(a, f32x4.splat(b));
}

/** Takes `a` where the word is negative, else `b`. */
// @ts-ignore: decorator
@inline
function chosen(a: v128, b: v128, words: v128): v128 {
  return v128.bitselect(a, b, i32x4.shr_s(words, 31));
}

/** Computes mean ± radius · x, with minus where the last bit of the word is set. */
// @ts-ignore: decorator
@inline
function shifted32(mean: f32, radius: v128, x: v128, words: v128): v128 {
  return f32x4.add(f32x4.splat(mean), f32x4.mul(radius, v128.xor(x, i32x4.shl(words, 31))));
}

/** Moves the float32 numbers within [low, high] to the front, in order, and returns their count. */
export function within32(at: usize, count: i32, low: f64, high: f64): i32 {
  let to = at;
  for (let from = at, end = at + (<usize>count << 2); from < end; from += 4) {
    const z = load<f32>(from);
    store<f32>(to, z);
    to += <usize>((<f64>z >= low) & (<f64>z <= high)) << 2;
  }
  return <i32>((to - at) >> 2);
}

/**
 * Turns float32 numbers z into mean + scale · z, clipped to [`first`, `last`]. It may process up to
 * three numbers more than `count`.
 */
export function place32(at: usize, count: i32, mean: f64, scale: f64, first: f64, last: f64): void {
  for (const end = at + (<usize>count << 2); at < end; at += 16) {
    const z = v128.load(at);
    const low = placed(z, mean, scale, first, last);
    v128.store(at, i64x2.shuffle(low, placed(upperHalf(z), mean, scale, first, last), 0, 2));
  }
}

// @ts-ignore: decorator
@inline
function placed(z: v128, mean: f64, scale: f64, first: f64, last: f64): v128 {
  const x = f64x2.add(f64x2.splat(mean), f64x2.mul(f64x2.splat(scale), f64x2.promote_low_f32x4(z)));
  return f32x4.demote_f64x2_zero(f64x2.min(f64x2.max(x, f64x2.splat(first)), f64x2.splat(last)));
}

/** Writes 8 float64 for each group. */
export function normal64(out: usize, words: usize, groups: i32, mean: f64, std: f64): void {
  for (const end = words + (<usize>groups << 6); words < end; words += 64, out += 64) {
    const w0 = v128.load(words);
    const w1 = v128.load(words, 16);
    const w2 = v128.load(words, 32);
    const w3 = v128.load(words, 48);
    storeNormals(out, w0, w1, w2, w3, mean, std);
    storeNormals(out + 32, upperHalf(w0), upperHalf(w1), upperHalf(w2), upperHalf(w3), mean, std);
  }
}

/** Computes the normals of the two blocks in the lower halves. */
// @ts-ignore: decorator
@inline
function storeNormals(out: usize, w0: v128, w1: v128, w2: v128, w3: v128, mean: f64, std: f64): void {
  const radius = f64x2.mul(f64x2.splat(std), f64x2.sqrt(minusLog64(join52(f64x2.convert_low_i32x4_u(w0), w1))));
  const y = f64x2.mul(join52(f64x2.convert_low_i32x4_s(w2), w3), f64x2.splat(3.487868498008632e-16));
  const cos = cos64(y);
  const sin = sin64(y);
  const wide = i64x2.extend_low_i32x4_u(w3);
  const a = shifted64(mean, f64x2.mul(radius, f64x2.sub(cos, sin)), i64x2.shr_u(wide, 1));
  const b = shifted64(mean, f64x2.mul(radius, f64x2.add(cos, sin)), wide);
  v128.store(out, i64x2.shuffle(a, b, 0, 2));
  v128.store(out, i64x2.shuffle(a, b, 1, 3), 16);
}

/** Computes −ln(x / 2⁵²). The exponent of x becomes a number as the low bits of 2⁵² + exponent. */
// @ts-ignore: decorator
@inline
function minusLog64(x: v128): v128 {
  const exponent = v128.or(i64x2.shr_u(x, 52), i64x2.splat(0x4330000000000000));
  const whole = v128.or(v128.and(x, i64x2.splat(0xfffffffffffff)), i64x2.splat(0x3ff0000000000000));
  const large = f64x2.ge(f64x2.mul(whole, f64x2.splat(0.7071067811865476)), f64x2.splat(1));
  const k = f64x2.sub(
    f64x2.sub(f64x2.splat(4503599627370496 + 1023 + 52), exponent),
    v128.and(large, f64x2.splat(1)),
  );
  const m = f64x2.sub(whole, v128.and(large, f64x2.mul(whole, f64x2.splat(0.5))));
  const s = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1)));
  const z = f64x2.mul(s, s);
  let p = add64(f64x2.mul(z, f64x2.splat(0.14798198605116586)), 0.15313837699209373);
  p = add64(f64x2.mul(z, p), 0.1818357216161805);
  p = add64(f64x2.mul(z, p), 0.22222198432149784);
  p = add64(f64x2.mul(z, p), 0.2857142874366239);
  p = add64(f64x2.mul(z, p), 0.3999999999940942);
  p = add64(f64x2.mul(z, p), 0.6666666666666735);
  const log = f64x2.add(f64x2.mul(f64x2.splat(2), s), f64x2.mul(f64x2.mul(s, z), p));
  return f64x2.sub(f64x2.mul(k, f64x2.splat(0.6931471805599453)), log);
}

// @ts-ignore: decorator
@inline
function sin64(y: v128): v128 {
  const z = f64x2.mul(y, y);
  let p = add64(f64x2.mul(z, f64x2.splat(1.58969099521155e-10)), -2.5050760253406863e-8);
  p = add64(f64x2.mul(z, p), 2.7557313707070068e-6);
  p = add64(f64x2.mul(z, p), -0.0001984126982985795);
  p = add64(f64x2.mul(z, p), 0.00833333333332249);
  p = add64(f64x2.mul(z, p), -0.16666666666666632);
  return f64x2.add(y, f64x2.mul(f64x2.mul(y, z), p));
}

// @ts-ignore: decorator
@inline
function cos64(y: v128): v128 {
  const z = f64x2.mul(y, y);
  let p = add64(f64x2.mul(z, f64x2.splat(-1.1359647557788195e-11)), 2.087572321298175e-9);
  p = add64(f64x2.mul(z, p), -2.7557314351390663e-7);
  p = add64(f64x2.mul(z, p), 2.480158728947673e-5);
  p = add64(f64x2.mul(z, p), -0.001388888888887411);
  p = add64(f64x2.mul(z, p), 0.0416666666666666);
  const rest = f64x2.sub(f64x2.mul(f64x2.splat(0.5), z), f64x2.mul(f64x2.mul(z, z), p));
  return f64x2.sub(f64x2.splat(1), rest);
}

// @ts-ignore: decorator
@inline
function add64(a: v128, b: f64): v128 {
  return f64x2.add(a, f64x2.splat(b));
}

/** Computes mean ± x, with minus where the last bit of the word is set. */
// @ts-ignore: decorator
@inline
function shifted64(mean: f64, x: v128, words: v128): v128 {
  return f64x2.add(f64x2.splat(mean), v128.xor(x, i64x2.shl(words, 63)));
}

// @ts-ignore: decorator
@inline
function evenWords(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function oddWords(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
function upperHalf(a: v128): v128 {
  return i64x2.shuffle(a, a, 1, 1);
}

// @ts-ignore: decorator
@inline
function lowPairs(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 4, 1, 5);
}

// @ts-ignore: decorator
@inline
function highPairs(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 6, 3, 7);
}

/**
 * Writes four blocks from their first two numbers (of blocks 0 and 1, then 2 and 3) and their last
 * two.
 */
// @ts-ignore: decorator
@inline
function storeBlocks(out: usize, low01: v128, high01: v128, low23: v128, high23: v128): void {
  v128.store(out, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(out, i64x2.shuffle(low01, low23, 1, 3), 16);
  v128.store(out, i64x2.shuffle(high01, high23, 0, 2), 32);
  v128.store(out, i64x2.shuffle(high01, high23, 1, 3), 48);
}
