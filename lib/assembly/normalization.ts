/**
 * Batch normalization of a matrix [rows, width] of float32 and its gradient, in the imported
 * memory. Every number is rounded as by the single operations of tfjs, and every sum has a fixed
 * order. `wide` sums are in double precision.
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
 * is 0, to x. `dx` may be `dy`. `scratch` has 48 bytes for each column.
 */
export function batchNormGradient(
  x: usize, dy: usize, dx: usize, rows: i32, width: i32, mean: usize, variance: usize, gamma: usize, epsilon: f32,
  dGamma: usize, dBeta: usize, scratch: usize, wide: bool,
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
      const direct = f32x4.mul(f32x4.mul(v128.load(dy + at), v128.load(inverse + at)), v128.load(gamma + at));
      const difference = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const byVariance = f32x4.mul(v128.load(dVariance + at), f32x4.mul(difference, two));
      v128.store(dx + at, f32x4.add(f32x4.add(direct, byVariance), v128.load(dMean + at)));
    }
    for (; at < bytes; at += 4) {
      const direct = load<f32>(dy + at) * load<f32>(inverse + at) * load<f32>(gamma + at);
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
