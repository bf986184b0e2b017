/**
 * Parts of transformers on float32 tensors in the imported memory: look-ups in tables, heads of
 * attention, and the parts of GELU around the error function. Every number is rounded as by the
 * single operations of tfjs, and every sum has a fixed order.
 */
import { load4, store4 } from './shared/few';

/** Number that attention adds to the scores of later positions. */
const HIDDEN: f32 = -1e9;

/** Writes 0 … width − 1 to each row. */
export function countColumns(y: usize, rows: i32, width: i32): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++, y += 4) store<f32>(y, <f32>column);
  }
}

/**
 * Copies the row of a table that each code names, [rows, width]. A code that is out of range gives
 * NaN.
 */
export function gatherRows(codes: usize, table: usize, y: usize, count: i32, rows: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let i = 0; i < count; i++, codes += 4, y += bytes) {
    const code = <i32>load<f32>(codes);
    if (code >= 0 && code < rows) memory.copy(y, table + <usize>code * bytes, bytes);
    else for (let at: usize = 0; at < bytes; at += 4) store<f32>(y + at, f32.NaN);
  }
}

/** Computes the gradient of `gatherRows`: sums the rows of dy by their codes, in their order. */
export function scatterRows(codes: usize, dy: usize, out: usize, count: i32, rows: i32, width: i32): void {
  const bytes = <usize>width << 2;
  memory.fill(out, 0, <usize>rows * bytes);
  for (let i = 0; i < count; i++, codes += 4) {
    const code = <i32>load<f32>(codes);
    if (code < 0 || code >= rows) continue;
    let to = out + <usize>code * bytes;
    for (let left = width; left > 0; left -= 4) {
      store4(to, f32x4.add(load4(to, left), load4(dy, left)), left);
      const step: usize = 4 * <usize>min(4, left);
      to += step, dy += step;
    }
  }
}

/** Copies a row of numbers. */
// @ts-ignore: decorator
@inline
function copyRow(from: usize, to: usize, count: i32): void {
  for (; count > 0; count -= 4, from += 16, to += 16) store4(to, load4(from, count), count);
}

/** Copies x [samples, length, parts, heads, size] to y [parts, samples, heads, length, size]. */
export function splitHeads(x: usize, y: usize, samples: i32, length: i32, parts: i32, heads: i32, size: i32): void {
  moveHeads(x, y, samples, length, parts, heads, size, true);
}

/** Copies y back to x: the inverse of `splitHeads`. */
export function joinHeads(x: usize, y: usize, samples: i32, length: i32, parts: i32, heads: i32, size: i32): void {
  moveHeads(x, y, samples, length, parts, heads, size, false);
}

function moveHeads(
  x: usize, y: usize, samples: i32, length: i32, parts: i32, heads: i32, size: i32, isSplit: bool,
): void {
  const bytes = <usize>size << 2;
  for (let sample = 0; sample < samples; sample++) {
    for (let place = 0; place < length; place++) {
      for (let part = 0; part < parts; part++) {
        for (let head = 0; head < heads; head++, x += bytes) {
          const row = ((part * samples + sample) * heads + head) * length + place;
          const other = y + <usize>row * bytes;
          if (isSplit) copyRow(x, other, size);
          else copyRow(other, x, size);
        }
      }
    }
  }
}

/**
 * Divides scores [matrices, length, length], and hides from each row the columns of later
 * positions.
 */
export function hideLater(scores: usize, matrices: i32, length: i32, divisor: f32): void {
  const divisors = f32x4.splat(divisor);
  const step = f32x4(0, 1, 2, 3);
  for (let row = 0; row < matrices * length; row++) {
    const place = f32x4.splat(<f32>(row % length));
    for (let column = 0; column < length; column += 4) {
      const left = length - column;
      const isLater = f32x4.gt(f32x4.add(f32x4.splat(<f32>column), step), place);
      const quotient = f32x4.div(load4(scores, left), divisors);
      store4(scores, f32x4.add(quotient, v128.and(isLater, f32x4.splat(HIDDEN))), left);
      scores += 4 * <usize>min(4, left);
    }
  }
}

/**
 * Replaces dy by the gradient with respect to the input of a softmax of rows, whose results are y,
 * divided by the divisor.
 */
export function softmaxGradient(y: usize, dy: usize, rows: i32, width: i32, divisor: f32): void {
  const divisors = f32x4.splat(divisor);
  const bytes = <usize>width << 2;
  for (let row = 0; row < rows; row++, y += bytes, dy += bytes) {
    let sum: f32 = 0;
    for (let at: usize = 0; at < bytes; at += 4) sum += load<f32>(dy + at) * load<f32>(y + at);
    const sums = f32x4.splat(sum);
    let at: usize = 0;
    for (let left = width; left > 0; left -= 4, at += 16) {
      const result = load4(y + at, left);
      const product = f32x4.mul(load4(dy + at, left), result);
      store4(dy + at, f32x4.div(f32x4.sub(product, f32x4.mul(sums, result)), divisors), left);
    }
  }
}

/** Computes y = x / divisor. */
export function divide(x: usize, y: usize, count: i32, divisor: f32): void {
  for (; count > 0; count -= 4, x += 16, y += 16) {
    store4(y, f32x4.div(load4(x, count), f32x4.splat(divisor)), count);
  }
}

/** Computes y = a · b. y may be a or b. */
export function multiplyEach(a: usize, b: usize, y: usize, count: i32): void {
  for (; count > 0; count -= 4, a += 16, b += 16, y += 16) {
    store4(y, f32x4.mul(load4(a, count), load4(b, count)), count);
  }
}

/** Computes ½ (1 + erf), the share of the numbers that GELU lets through. */
// @ts-ignore: decorator
@inline
function share(erf: v128): v128 {
  return f32x4.mul(f32x4.splat(0.5), f32x4.add(f32x4.splat(1), erf));
}

/** Computes y = x · ½ (1 + erf), where `erf` holds erf(x/√2). */
export function gelu(x: usize, erf: usize, y: usize, count: i32): void {
  for (; count > 0; count -= 4, x += 16, erf += 16, y += 16) {
    store4(y, f32x4.mul(load4(x, count), share(load4(erf, count))), count);
  }
}

/** Computes y = −(x/√2)², for the derivative of the error function. */
export function geluExponent(x: usize, y: usize, count: i32, rootTwo: f32): void {
  for (; count > 0; count -= 4, x += 16, y += 16) {
    const u = f32x4.div(load4(x, count), f32x4.splat(rootTwo));
    store4(y, f32x4.neg(f32x4.mul(u, u)), count);
  }
}

/**
 * Multiplies dy by the derivative of GELU. `exp` holds e^−(x/√2)², and `slope` is the derivative of
 * the error function at 0. dx may be dy. With `isAdded`, the two parts are added to dx one after
 * the other.
 */
export function geluGradient(
  x: usize, erf: usize, exp: usize, dy: usize, dx: usize, count: i32, rootTwo: f32, slope: f32, isAdded: bool,
): void {
  for (; count > 0; count -= 4, x += 16, erf += 16, exp += 16, dy += 16, dx += 16) {
    const gradient = load4(dy, count);
    let direct = f32x4.mul(gradient, share(load4(erf, count)));
    if (isAdded) direct = f32x4.add(load4(dx, count), direct);
    const byShare = f32x4.mul(f32x4.mul(gradient, load4(x, count)), f32x4.splat(0.5));
    const byErf = f32x4.mul(byShare, f32x4.mul(load4(exp, count), f32x4.splat(slope)));
    store4(dx, f32x4.add(direct, f32x4.div(byErf, f32x4.splat(rootTwo))), count);
  }
}
