/**
 * Batch and layer normalization of a matrix [rows, width] of float32 and their gradients, in the
 * imported memory. Every number is rounded as by the single operations of tfjs, and every sum has a
 * fixed order. `wide` sums are in double precision.
 */

/** Adds four numbers to the sums of their columns. `at` is the offset of the first in its row. */
@inline
function add4(sums: usize, at: usize, values: v128, wide: bool): void {
  if (wide) {
    const to = sums + 2 * at;
    const high = i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
    v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(values)));
    v128.store(to, f64x2.add(v128.load(to, 16), f64x2.promote_low_f32x4(high)), 16);
  } else v128.store(sums + at, f32x4.add(v128.load(sums + at), values));
}

@inline
function add1(sums: usize, at: usize, value: f32, wide: bool): void {
  if (wide) store<f64>(sums + 2 * at, load<f64>(sums + 2 * at) + <f64>value);
  else store<f32>(sums + at, load<f32>(sums + at) + value);
}

@inline
function sumAt(sums: usize, at: usize, wide: bool): f32 {
  return wide ? <f32>load<f64>(sums + 2 * at) : load<f32>(sums + at);
}

/** Writes the mean of each column, given the sums over the rows. */
function finishMeans(sums: usize, rows: i32, bytes: usize, means: usize, wide: bool): void {
  for (let at: usize = 0; at < bytes; at += 4) {
    store<f32>(means + at, wide ? <f32>(load<f64>(sums + 2 * at) / rows) : load<f32>(sums + at) / <f32>rows);
  }
}

/**
 * Computes the mean and the variance of each column. `sums` is scratch memory of 8 bytes for each
 * column.
 */
export function columnMoments(
  x: usize, rows: i32, width: i32, mean: usize, variance: usize, sums: usize, wide: bool,
): void {
  const bytes = <usize>width << 2;
  const end = x + <usize>rows * bytes;
  memory.fill(sums, 0, 2 * bytes);
  for (let row = x; row < end; row += bytes) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) add4(sums, at, v128.load(row + at), wide);
    for (; at < bytes; at += 4) add1(sums, at, load<f32>(row + at), wide);
  }
  finishMeans(sums, rows, bytes, mean, wide);
  memory.fill(sums, 0, 2 * bytes);
  for (let row = x; row < end; row += bytes) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const difference = f32x4.sub(v128.load(row + at), v128.load(mean + at));
      add4(sums, at, f32x4.mul(difference, difference), wide);
    }
    for (; at < bytes; at += 4) {
      const difference = load<f32>(row + at) - load<f32>(mean + at);
      add1(sums, at, difference * difference, wide);
    }
  }
  finishMeans(sums, rows, bytes, variance, wide);
}

/**
 * Computes y = (x − mean) · gamma / √(variance + ε) + beta for each column. `deviations` is scratch
 * memory of 4 bytes for each column.
 */
export function normalizeColumns(
  x: usize, y: usize, rows: i32, width: i32, mean: usize, variance: usize, gamma: usize, beta: usize, epsilon: f32,
  deviations: usize,
): void {
  const bytes = <usize>width << 2;
  const end = x + <usize>rows * bytes;
  for (let at: usize = 0; at < bytes; at += 4) store<f32>(deviations + at, sqrt<f32>(load<f32>(variance + at) + epsilon));
  for (; x < end; x += bytes, y += bytes) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const scaled = f32x4.mul(f32x4.sub(v128.load(x + at), v128.load(mean + at)), v128.load(gamma + at));
      v128.store(y + at, shifted(scaled, v128.load(deviations + at), v128.load(beta + at)));
    }
    for (; at < bytes; at += 4) {
      const scaled = (load<f32>(x + at) - load<f32>(mean + at)) * load<f32>(gamma + at);
      store<f32>(y + at, <f32>(<f64>scaled / <f64>load<f32>(deviations + at) + <f64>load<f32>(beta + at)));
    }
  }
}

/** Divides and adds in double precision, as the kernel of tfjs does. */
@inline
function shifted(scaled: v128, deviation: v128, offset: v128): v128 {
  const low = f64x2.add(
    f64x2.div(f64x2.promote_low_f32x4(scaled), f64x2.promote_low_f32x4(deviation)),
    f64x2.promote_low_f32x4(offset),
  );
  const high = f64x2.add(
    f64x2.div(f64x2.promote_low_f32x4(upper(scaled)), f64x2.promote_low_f32x4(upper(deviation))),
    f64x2.promote_low_f32x4(upper(offset)),
  );
  return i8x16.shuffle(
    f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23,
  );
}

@inline
function upper(values: v128): v128 {
  return i8x16.shuffle(values, values, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}

/**
 * Computes the gradients of a batch normalization with respect to gamma, to beta and, unless `dx`
 * is 0, to x. `dx` may be `dy`. With `isAdded`, the parts of the gradient are added to `dx` one
 * after the other. `scratch` has 48 bytes for each column.
 */
export function batchNormGradient(
  x: usize, dy: usize, dx: usize, rows: i32, width: i32, mean: usize, variance: usize, gamma: usize, epsilon: f32,
  dGamma: usize, dBeta: usize, scratch: usize, wide: bool, isAdded: bool,
): void {
  const bytes = <usize>width << 2;
  const inverse = scratch, cube = inverse + bytes, dVariance = cube + bytes, dMean = dVariance + bytes;
  const sums = dMean + bytes;
  for (let at: usize = 0; at < bytes; at += 4) {
    const r: f32 = 1 / sqrt<f32>(load<f32>(variance + at) + epsilon);
    store<f32>(inverse + at, r);
    store<f32>(cube + at, r * r * r * <f32>-0.5);
  }
  gradientSums(x, dy, rows, width, mean, gamma, inverse, cube, sums, wide);
  const step = 2 * bytes;
  for (let at: usize = 0; at < bytes; at += 4) {
    store<f32>(dBeta + at, sumAt(sums, at, wide));
    store<f32>(dGamma + at, sumAt(sums + step, at, wide));
    store<f32>(dMean + at, sumAt(sums + 2 * step, at, wide));
    store<f32>(dVariance + at, sumAt(sums + 3 * step, at, wide) / <f32>rows);
  }
  if (dx == 0) return;
  sumDeviations(x, rows, width, mean, dVariance, sums, wide);
  for (let at: usize = 0; at < bytes; at += 4) {
    store<f32>(dMean + at, (load<f32>(dMean + at) + -sumAt(sums, at, wide)) / <f32>rows);
  }
  const end = x + <usize>rows * bytes;
  const two = f32x4.splat(2);
  for (; x < end; x += bytes, dy += bytes, dx += bytes) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      let direct = f32x4.mul(f32x4.mul(v128.load(dy + at), v128.load(inverse + at)), v128.load(gamma + at));
      if (isAdded) direct = f32x4.add(v128.load(dx + at), direct);
      const difference = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const byVariance = f32x4.mul(v128.load(dVariance + at), f32x4.mul(difference, two));
      v128.store(dx + at, f32x4.add(f32x4.add(direct, byVariance), v128.load(dMean + at)));
    }
    for (; at < bytes; at += 4) {
      let direct = load<f32>(dy + at) * load<f32>(inverse + at) * load<f32>(gamma + at);
      if (isAdded) direct = load<f32>(dx + at) + direct;
      const byVariance = load<f32>(dVariance + at) * ((load<f32>(x + at) - load<f32>(mean + at)) * 2);
      store<f32>(dx + at, direct + byVariance + load<f32>(dMean + at));
    }
  }
}

/** Sums the gradients with respect to beta, gamma, mean and variance, each by columns. */
function gradientSums(
  x: usize, dy: usize, rows: i32, width: i32, mean: usize, gamma: usize, inverse: usize, cube: usize, sums: usize,
  wide: bool,
): void {
  const bytes = <usize>width << 2;
  const end = x + <usize>rows * bytes;
  const step = 2 * bytes;
  memory.fill(sums, 0, 4 * step);
  for (; x < end; x += bytes, dy += bytes) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const gradient = v128.load(dy + at);
      const difference = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const r = v128.load(inverse + at);
      const scaled = f32x4.mul(gradient, v128.load(gamma + at));
      add4(sums, at, gradient, wide);
      add4(sums + step, at, f32x4.mul(gradient, f32x4.mul(difference, r)), wide);
      add4(sums + 2 * step, at, f32x4.mul(f32x4.neg(r), scaled), wide);
      add4(sums + 3 * step, at, f32x4.mul(f32x4.mul(v128.load(cube + at), difference), scaled), wide);
    }
    for (; at < bytes; at += 4) {
      const gradient = load<f32>(dy + at);
      const difference = load<f32>(x + at) - load<f32>(mean + at);
      const r = load<f32>(inverse + at);
      const scaled = gradient * load<f32>(gamma + at);
      add1(sums, at, gradient, wide);
      add1(sums + step, at, gradient * (difference * r), wide);
      add1(sums + 2 * step, at, -r * scaled, wide);
      add1(sums + 3 * step, at, load<f32>(cube + at) * difference * scaled, wide);
    }
  }
}

/** Sums 2 · dVariance · (x − mean), which would be 0 without rounding. */
function sumDeviations(
  x: usize, rows: i32, width: i32, mean: usize, dVariance: usize, sums: usize, wide: bool,
): void {
  const bytes = <usize>width << 2;
  const end = x + <usize>rows * bytes;
  const two = f32x4.splat(2);
  memory.fill(sums, 0, 2 * bytes);
  for (; x < end; x += bytes) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const difference = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      add4(sums, at, f32x4.mul(v128.load(dVariance + at), f32x4.mul(difference, two)), wide);
    }
    for (; at < bytes; at += 4) {
      const difference = load<f32>(x + at) - load<f32>(mean + at);
      add1(sums, at, load<f32>(dVariance + at) * (difference * 2), wide);
    }
  }
}

/** Adds the four columns of four rows to the sums of the rows, one column after the other. */
@inline
function addColumns(sums: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5), cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7), cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  sums = f32x4.add(sums, i64x2.shuffle(ab, cd, 0, 2));
  sums = f32x4.add(sums, i64x2.shuffle(ab, cd, 1, 3));
  sums = f32x4.add(sums, i64x2.shuffle(ab2, cd2, 0, 2));
  return f32x4.add(sums, i64x2.shuffle(ab2, cd2, 1, 3));
}

/** Loads one number of each of four rows. */
@inline
function column(a: usize, b: usize, c: usize, d: usize): v128 {
  return f32x4(load<f32>(a), load<f32>(b), load<f32>(c), load<f32>(d));
}

@inline
function lane(values: v128, row: i32): v128 {
  if (row == 0) return i32x4.shuffle(values, values, 0, 0, 0, 0);
  if (row == 1) return i32x4.shuffle(values, values, 1, 1, 1, 1);
  if (row == 2) return i32x4.shuffle(values, values, 2, 2, 2, 2);
  return i32x4.shuffle(values, values, 3, 3, 3, 3);
}

/** Stores the first numbers of a vector, which belong to the last rows of a matrix. */
function storeFirst(to: usize, values: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, values);
    return;
  }
  store<f32>(to, f32x4.extract_lane(values, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(values, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(values, 2), 8);
}

/**
 * Computes y = (x − mean) · gamma / √(variance + ε) + beta with the mean and the variance of each
 * row, which go to `mean` and `variance`.
 */
export function layerNorm(
  x: usize, y: usize, rows: i32, width: i32, mean: usize, variance: usize, gamma: usize, beta: usize, epsilon: f32,
): void {
  const bytes = <usize>width << 2;
  const count = f32x4.splat(<f32>width);
  for (let row = 0; row < rows; row += 4) {
    // The last rows fill up a group of four.
    const a = x + <usize>row * bytes, b = x + <usize>min(row + 1, rows - 1) * bytes;
    const c = x + <usize>min(row + 2, rows - 1) * bytes, d = x + <usize>min(row + 3, rows - 1) * bytes;
    let sums = f32x4.splat(0);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      sums = addColumns(sums, v128.load(a + at), v128.load(b + at), v128.load(c + at), v128.load(d + at));
    }
    for (; at < bytes; at += 4) sums = f32x4.add(sums, column(a + at, b + at, c + at, d + at));
    const means = f32x4.div(sums, count);
    const ma = lane(means, 0), mb = lane(means, 1), mc = lane(means, 2), md = lane(means, 3);
    sums = f32x4.splat(0);
    for (at = 0; at + 16 <= bytes; at += 16) {
      const da = f32x4.sub(v128.load(a + at), ma), db = f32x4.sub(v128.load(b + at), mb);
      const dc = f32x4.sub(v128.load(c + at), mc), dd = f32x4.sub(v128.load(d + at), md);
      sums = addColumns(sums, f32x4.mul(da, da), f32x4.mul(db, db), f32x4.mul(dc, dc), f32x4.mul(dd, dd));
    }
    for (; at < bytes; at += 4) {
      const differences = f32x4.sub(column(a + at, b + at, c + at, d + at), means);
      sums = f32x4.add(sums, f32x4.mul(differences, differences));
    }
    storeFirst(mean + (<usize>row << 2), means, rows - row);
    storeFirst(variance + (<usize>row << 2), f32x4.div(sums, count), rows - row);
  }
  for (let row = 0; row < rows; row++, x += bytes, y += bytes) {
    const m = load<f32>(mean + (<usize>row << 2));
    const deviation = sqrt<f32>(load<f32>(variance + (<usize>row << 2)) + epsilon);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const scaled = f32x4.mul(f32x4.sub(v128.load(x + at), f32x4.splat(m)), v128.load(gamma + at));
      v128.store(y + at, shifted(scaled, f32x4.splat(deviation), v128.load(beta + at)));
    }
    for (; at < bytes; at += 4) {
      const scaled = (load<f32>(x + at) - m) * load<f32>(gamma + at);
      store<f32>(y + at, <f32>(<f64>scaled / <f64>deviation + <f64>load<f32>(beta + at)));
    }
  }
}

/**
 * Computes the gradients of a layer normalization with respect to gamma, to beta and, unless `dx`
 * is 0, to x. `dx` may be `dy`. With `isAdded`, the parts of the gradient are added to `dx` one
 * after the other. `sums` is scratch memory of 16 bytes for each column. `wide` is about the sums
 * over rows only.
 */
export function layerNormGradient(
  x: usize, dy: usize, dx: usize, rows: i32, width: i32, mean: usize, variance: usize, gamma: usize, epsilon: f32,
  dGamma: usize, dBeta: usize, sums: usize, wide: bool, isAdded: bool,
): void {
  const bytes = <usize>width << 2;
  memory.fill(sums, 0, 4 * bytes);
  for (let row = 0; row < rows; row++) {
    const from = x + <usize>row * bytes, gradient = dy + <usize>row * bytes;
    const m = load<f32>(mean + (<usize>row << 2));
    const r: f32 = 1 / sqrt<f32>(load<f32>(variance + (<usize>row << 2)) + epsilon);
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      const value = v128.load(gradient + at);
      const normalized = f32x4.mul(f32x4.sub(v128.load(from + at), f32x4.splat(m)), f32x4.splat(r));
      add4(sums, at, value, wide);
      add4(sums + 2 * bytes, at, f32x4.mul(value, normalized), wide);
    }
    for (; at < bytes; at += 4) {
      const value = load<f32>(gradient + at);
      add1(sums, at, value, wide);
      add1(sums + 2 * bytes, at, value * ((load<f32>(from + at) - m) * r), wide);
    }
  }
  for (let at: usize = 0; at < bytes; at += 4) {
    store<f32>(dBeta + at, sumAt(sums, at, wide));
    store<f32>(dGamma + at, sumAt(sums + 2 * bytes, at, wide));
  }
  if (dx == 0) return;
  for (let row = 0; row < rows; row += 4) {
    gradientOfRows(x, dy, dx, row, rows, bytes, mean, variance, gamma, epsilon, <f32>width, isAdded);
  }
}

/** Computes dx for four rows, which may be fewer at the end. */
function gradientOfRows(
  x: usize, dy: usize, dx: usize, row: i32, rows: i32, bytes: usize, mean: usize, variance: usize, gamma: usize,
  epsilon: f32, width: f32, isAdded: bool,
): void {
  const a = <usize>row * bytes, b = <usize>min(row + 1, rows - 1) * bytes;
  const c = <usize>min(row + 2, rows - 1) * bytes, d = <usize>min(row + 3, rows - 1) * bytes;
  const i = <usize>row << 2, j = <usize>min(row + 1, rows - 1) << 2;
  const k = <usize>min(row + 2, rows - 1) << 2, l = <usize>min(row + 3, rows - 1) << 2;
  const means = column(mean + i, mean + j, mean + k, mean + l);
  const variances = column(variance + i, variance + j, variance + k, variance + l);
  const count = f32x4.splat(width), two = f32x4.splat(2);
  const r = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variances, f32x4.splat(epsilon))));
  const negative = f32x4.neg(r);
  const cube = f32x4.mul(f32x4.mul(f32x4.mul(r, r), r), f32x4.splat(-0.5));
  const ma = lane(means, 0), mb = lane(means, 1), mc = lane(means, 2), md = lane(means, 3);
  const na = lane(negative, 0), nb = lane(negative, 1), nc = lane(negative, 2), nd = lane(negative, 3);
  const ca = lane(cube, 0), cb = lane(cube, 1), cc = lane(cube, 2), cd = lane(cube, 3);
  let dMean = f32x4.splat(0), dVariance = f32x4.splat(0);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const g = v128.load(gamma + at);
    const sa = f32x4.mul(v128.load(dy + a + at), g), sb = f32x4.mul(v128.load(dy + b + at), g);
    const sc = f32x4.mul(v128.load(dy + c + at), g), sd = f32x4.mul(v128.load(dy + d + at), g);
    dMean = addColumns(dMean, f32x4.mul(na, sa), f32x4.mul(nb, sb), f32x4.mul(nc, sc), f32x4.mul(nd, sd));
    dVariance = addColumns(
      dVariance,
      f32x4.mul(f32x4.mul(ca, f32x4.sub(v128.load(x + a + at), ma)), sa),
      f32x4.mul(f32x4.mul(cb, f32x4.sub(v128.load(x + b + at), mb)), sb),
      f32x4.mul(f32x4.mul(cc, f32x4.sub(v128.load(x + c + at), mc)), sc),
      f32x4.mul(f32x4.mul(cd, f32x4.sub(v128.load(x + d + at), md)), sd),
    );
  }
  for (; at < bytes; at += 4) {
    const scaled = f32x4.mul(
      column(dy + a + at, dy + b + at, dy + c + at, dy + d + at), f32x4.splat(load<f32>(gamma + at)),
    );
    const differences = f32x4.sub(column(x + a + at, x + b + at, x + c + at, x + d + at), means);
    dMean = f32x4.add(dMean, f32x4.mul(negative, scaled));
    dVariance = f32x4.add(dVariance, f32x4.mul(f32x4.mul(cube, differences), scaled));
  }
  dVariance = f32x4.div(dVariance, count);
  const va = lane(dVariance, 0), vb = lane(dVariance, 1), vc = lane(dVariance, 2), vd = lane(dVariance, 3);
  let sums = f32x4.splat(0);
  for (at = 0; at + 16 <= bytes; at += 16) {
    sums = addColumns(
      sums,
      f32x4.mul(va, f32x4.mul(f32x4.sub(v128.load(x + a + at), ma), two)),
      f32x4.mul(vb, f32x4.mul(f32x4.sub(v128.load(x + b + at), mb), two)),
      f32x4.mul(vc, f32x4.mul(f32x4.sub(v128.load(x + c + at), mc), two)),
      f32x4.mul(vd, f32x4.mul(f32x4.sub(v128.load(x + d + at), md), two)),
    );
  }
  for (; at < bytes; at += 4) {
    const differences = f32x4.sub(column(x + a + at, x + b + at, x + c + at, x + d + at), means);
    sums = f32x4.add(sums, f32x4.mul(dVariance, f32x4.mul(differences, two)));
  }
  dMean = f32x4.div(f32x4.add(dMean, f32x4.neg(sums)), count);
  writeRow(x + a, dy + a, dx + a, bytes, gamma, means, r, dVariance, dMean, 0, isAdded);
  if (row + 1 < rows) writeRow(x + b, dy + b, dx + b, bytes, gamma, means, r, dVariance, dMean, 1, isAdded);
  if (row + 2 < rows) writeRow(x + c, dy + c, dx + c, bytes, gamma, means, r, dVariance, dMean, 2, isAdded);
  if (row + 3 < rows) writeRow(x + d, dy + d, dx + d, bytes, gamma, means, r, dVariance, dMean, 3, isAdded);
}

/** Writes dx of a row, whose numbers are in a lane of the vectors. */
function writeRow(
  x: usize, dy: usize, dx: usize, bytes: usize, gamma: usize, means: v128, inverses: v128, dVariances: v128,
  dMeans: v128, row: i32, isAdded: bool,
): void {
  const m = lane(means, row), r = lane(inverses, row), dVariance = lane(dVariances, row), dMean = lane(dMeans, row);
  const two = f32x4.splat(2);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    let direct = f32x4.mul(f32x4.mul(v128.load(dy + at), r), v128.load(gamma + at));
    if (isAdded) direct = f32x4.add(v128.load(dx + at), direct);
    const byVariance = f32x4.mul(dVariance, f32x4.mul(f32x4.sub(v128.load(x + at), m), two));
    v128.store(dx + at, f32x4.add(f32x4.add(direct, byVariance), dMean));
  }
  for (; at < bytes; at += 4) {
    let direct = load<f32>(dy + at) * f32x4.extract_lane(r, 0) * load<f32>(gamma + at);
    if (isAdded) direct = load<f32>(dx + at) + direct;
    const byVariance = f32x4.extract_lane(dVariance, 0) * ((load<f32>(x + at) - f32x4.extract_lane(m, 0)) * 2);
    store<f32>(dx + at, direct + byVariance + f32x4.extract_lane(dMean, 0));
  }
}
