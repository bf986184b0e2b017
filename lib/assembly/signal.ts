/**
 * Statistics and the commonest activation of float32 signals, two and four numbers at a time, in
 * the imported memory. Every sum has a fixed order, so that plain code can repeat it: element i of
 * a row goes to sum i mod 4, then come (0 + 2) + (1 + 3), then the last elements that do not fill
 * four.
 */

/**
 * Writes sums over x [rows, size] to `out` as doubles: Σx, Σx², Σ(x − x[0])². Unless `units` is 0
 * it adds the squared length of the sum of all rows scaled to unit length, and the count of rows
 * other than 0. `units` has room for `size` doubles.
 */
export function signal(x: usize, rows: i32, size: i32, units: usize, out: usize): void {
  const origin = <f64>load<f32>(x);
  let sum: f64 = 0, squares: f64 = 0, centred: f64 = 0;
  let pointing = 0;
  if (units) memory.fill(units, 0, <usize>size << 3);
  for (let row = 0; row < rows; row++, x += <usize>size << 2) {
    addRow(x, size, origin, out);
    const length = load<f64>(out, 8);
    sum += load<f64>(out);
    squares += length;
    centred += load<f64>(out, 16);
    if (units == 0 || length == 0) continue;
    pointing++;
    addScaled(units, x, size, 1 / sqrt<f64>(length));
  }
  store<f64>(out, sum);
  store<f64>(out, squares, 8);
  store<f64>(out, centred, 16);
  if (units == 0) return;
  let together: f64 = 0;
  for (let i = 0; i < size; i++) {
    const value = load<f64>(units + (<usize>i << 3));
    together += value * value;
  }
  store<f64>(out, together, 24);
  store<f64>(out, <f64>pointing, 32);
}

/** Computes the three sums over one row and stores them at `out`. */
function addRow(x: usize, size: i32, origin: f64, out: usize): void {
  const origins = f64x2.splat(origin);
  let sumLow = f64x2.splat(0), sumHigh = sumLow;
  let squareLow = sumLow, squareHigh = sumLow, centreLow = sumLow, centreHigh = sumLow;
  const whole = size & ~3;
  for (let i = 0; i < whole; i += 4, x += 16) {
    const four = v128.load(x);
    const low = f64x2.promote_low_f32x4(four);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i32>(four, four, 2, 3, 2, 3));
    sumLow = f64x2.add(sumLow, low);
    sumHigh = f64x2.add(sumHigh, high);
    squareLow = f64x2.add(squareLow, f64x2.mul(low, low));
    squareHigh = f64x2.add(squareHigh, f64x2.mul(high, high));
    const fromLow = f64x2.sub(low, origins);
    const fromHigh = f64x2.sub(high, origins);
    centreLow = f64x2.add(centreLow, f64x2.mul(fromLow, fromLow));
    centreHigh = f64x2.add(centreHigh, f64x2.mul(fromHigh, fromHigh));
  }
  let sum = total(f64x2.add(sumLow, sumHigh));
  let squares = total(f64x2.add(squareLow, squareHigh));
  let centred = total(f64x2.add(centreLow, centreHigh));
  for (let i = whole; i < size; i++, x += 4) {
    const value = <f64>load<f32>(x);
    sum += value;
    squares += value * value;
    centred += (value - origin) * (value - origin);
  }
  store<f64>(out, sum);
  store<f64>(out, squares, 8);
  store<f64>(out, centred, 16);
}

// @ts-ignore: decorator
@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Computes units += scale · x. */
function addScaled(units: usize, x: usize, size: i32, scale: f64): void {
  const scales = f64x2.splat(scale);
  const whole = size & ~1;
  for (let i = 0; i < whole; i += 2, x += 8, units += 16) {
    const pair = f64x2.promote_low_f32x4(v128.load64_zero(x));
    v128.store(units, f64x2.add(v128.load(units), f64x2.mul(scales, pair)));
  }
  if (whole < size) store<f64>(units, load<f64>(units) + scale * <f64>load<f32>(x));
}

/** Computes a = max(z, 0). NaN stays NaN. Both have room for a multiple of four numbers. */
export function relu(z: usize, a: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < count; i += 4, z += 16, a += 16) v128.store(a, f32x4.max(v128.load(z), zero));
}

/**
 * Computes gradient · f′(z) with f′ = 1 above 0, else 0, and NaN for NaN. Both have room for a
 * multiple of four numbers.
 */
export function reluGradient(z: usize, gradient: usize, count: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const nan = f32x4.splat(f32.NaN);
  for (let i = 0; i < count; i += 4, z += 16, gradient += 16) {
    const x = v128.load(z);
    const slope = v128.bitselect(v128.and(f32x4.gt(x, zero), one), nan, f32x4.eq(x, x));
    v128.store(gradient, f32x4.mul(v128.load(gradient), slope));
  }
}
