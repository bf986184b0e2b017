/**
 * Parts of a layer and of its gradient that go through a float32 tensor once, in the imported
 * memory. Every number is rounded as by the single operations of tfjs, and every sum has a fixed
 * order.
 */

/** Adds a bias to each of the rows, and takes the ReLU if `relu`. A bias of 0 is none. */
export function addBias(z: usize, rows: i32, width: i32, bias: usize, relu: bool): void {
  const zero = f32x4.splat(0);
  const bytes = <usize>width << 2;
  for (let row = 0; row < rows; row++, z += bytes) {
    let at: usize = 0;
    for (; at + 16 <= bytes; at += 16) {
      let values = v128.load(z + at);
      if (bias != 0) values = f32x4.add(values, v128.load(bias + at));
      v128.store(z + at, relu ? f32x4.max(values, zero) : values);
    }
    for (; at < bytes; at += 4) {
      let value = load<f32>(z + at);
      if (bias != 0) value += load<f32>(bias + at);
      store<f32>(z + at, relu ? max<f32>(value, 0) : value);
    }
  }
}

/** Computes y = max(x, 0). */
export function relu(x: usize, y: usize, count: i32): void {
  const end = x + (<usize>count << 2);
  for (; x + 16 <= end; x += 16, y += 16) v128.store(y, f32x4.max(v128.load(x), f32x4.splat(0)));
  for (; x < end; x += 4, y += 4) store<f32>(y, max<f32>(load<f32>(x), 0));
}

/** Computes y = a + b. y may be a or b. */
export function add(a: usize, b: usize, y: usize, count: i32): void {
  const end = a + (<usize>count << 2);
  for (; a + 16 <= end; a += 16, b += 16, y += 16) v128.store(y, f32x4.add(v128.load(a), v128.load(b)));
  for (; a < end; a += 4, b += 4, y += 4) store<f32>(y, load<f32>(a) + load<f32>(b));
}

/** Multiplies the gradient by the derivative of the ReLU whose results are `a`, in place. */
export function reluGradient(a: usize, gradient: usize, count: i32): void {
  const end = gradient + (<usize>count << 2);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (; gradient + 16 <= end; gradient += 16, a += 16) {
    const slope = v128.and(f32x4.gt(v128.load(a), zero), one);
    v128.store(gradient, f32x4.mul(v128.load(gradient), slope));
  }
  for (; gradient < end; gradient += 4, a += 4) {
    store<f32>(gradient, load<f32>(gradient) * (load<f32>(a) > 0 ? <f32>1 : <f32>0));
  }
}

/** Multiplies the gradient by 1 − a², the derivative of tanh whose results are `a`, in place. */
export function tanhGradient(a: usize, gradient: usize, count: i32): void {
  const end = gradient + (<usize>count << 2);
  const one = f32x4.splat(1);
  for (; gradient + 16 <= end; gradient += 16, a += 16) {
    const result = v128.load(a);
    const slope = f32x4.sub(one, f32x4.mul(result, result));
    v128.store(gradient, f32x4.mul(slope, v128.load(gradient)));
  }
  for (; gradient < end; gradient += 4, a += 4) {
    const result = load<f32>(a);
    store<f32>(gradient, (1 - result * result) * load<f32>(gradient));
  }
}

/** Multiplies the gradient by a · (1 − a), the derivative of the sigmoid, in place. */
export function sigmoidGradient(a: usize, gradient: usize, count: i32): void {
  const end = gradient + (<usize>count << 2);
  const one = f32x4.splat(1);
  for (; gradient + 16 <= end; gradient += 16, a += 16) {
    const result = v128.load(a);
    const slope = f32x4.mul(result, f32x4.sub(one, result));
    v128.store(gradient, f32x4.mul(v128.load(gradient), slope));
  }
  for (; gradient < end; gradient += 4, a += 4) {
    const result = load<f32>(a);
    store<f32>(gradient, load<f32>(gradient) * (result * (1 - result)));
  }
}

/** Sums each column over the rows in their order. */
export function columnSums(x: usize, rows: i32, width: i32, out: usize): void {
  const bytes = <usize>width << 2;
  const end = x + <usize>rows * bytes;
  let column: usize = 0;
  for (; column + 64 <= bytes; column += 64) {
    let a = f32x4.splat(0), b = a, c = a, d = a;
    for (let row = x + column; row < end; row += bytes) {
      a = f32x4.add(a, v128.load(row));
      b = f32x4.add(b, v128.load(row, 16));
      c = f32x4.add(c, v128.load(row, 32));
      d = f32x4.add(d, v128.load(row, 48));
    }
    v128.store(out + column, a);
    v128.store(out + column, b, 16);
    v128.store(out + column, c, 32);
    v128.store(out + column, d, 48);
  }
  for (; column + 32 <= bytes; column += 32) {
    let a = f32x4.splat(0), b = a;
    for (let row = x + column; row < end; row += bytes) {
      a = f32x4.add(a, v128.load(row));
      b = f32x4.add(b, v128.load(row, 16));
    }
    v128.store(out + column, a);
    v128.store(out + column, b, 16);
  }
  for (; column < bytes; column += 4) {
    let sum: f32 = 0;
    for (let row = x + column; row < end; row += bytes) sum += load<f32>(row);
    store<f32>(out + column, sum);
  }
}

/** Sums each column over the rows in their order, in double precision. */
export function columnSums64(x: usize, rows: i32, width: i32, out: usize): void {
  const bytes = <usize>width << 2;
  const end = x + <usize>rows * bytes;
  let column: usize = 0;
  for (; column + 32 <= bytes; column += 32) {
    let a = f64x2.splat(0), b = a, c = a, d = a;
    for (let row = x + column; row < end; row += bytes) {
      a = f64x2.add(a, f64x2.promote_low_f32x4(v128.load64_zero(row)));
      b = f64x2.add(b, f64x2.promote_low_f32x4(v128.load64_zero(row, 8)));
      c = f64x2.add(c, f64x2.promote_low_f32x4(v128.load64_zero(row, 16)));
      d = f64x2.add(d, f64x2.promote_low_f32x4(v128.load64_zero(row, 24)));
    }
    const to = out + column;
    v128.store64_lane(to, f32x4.demote_f64x2_zero(a), 0);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(b), 0, 8);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(c), 0, 16);
    v128.store64_lane(to, f32x4.demote_f64x2_zero(d), 0, 24);
  }
  for (; column < bytes; column += 4) {
    let sum: f64 = 0;
    for (let row = x + column; row < end; row += bytes) sum += load<f32>(row);
    store<f32>(out + column, <f32>sum);
  }
}

/** Averages the rows of each of the matrices [rows, width]. */
export function meanRows(x: usize, matrices: i32, rows: i32, width: i32, out: usize): void {
  const bytes = <usize>width << 2;
  const end = out + <usize>matrices * bytes;
  for (; out < end; out += bytes, x += <usize>rows * bytes) {
    columnSums(x, rows, width, out);
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(out + at, load<f32>(out + at) / <f32>rows);
  }
}

/** Computes the gradient of `meanRows`: gives each row its share of the gradient of their mean. */
export function meanRowsGradient(dy: usize, matrices: i32, rows: i32, width: i32, dx: usize): void {
  const bytes = <usize>width << 2;
  for (let matrix = 0; matrix < matrices; matrix++, dy += bytes) {
    const first = dx;
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(first + at, load<f32>(dy + at) / <f32>rows);
    dx += bytes;
    for (let row = 1; row < rows; row++, dx += bytes) memory.copy(dx, first, bytes);
  }
}

/** Sums the squares in double precision, in eight sums that are added in the end. */
export function sumOfSquares(x: usize, count: i32): f64 {
  const end = x + (<usize>count << 2);
  let a = f64x2.splat(0), b = a, c = a, d = a;
  for (; x + 32 <= end; x += 32) {
    let first = f64x2.promote_low_f32x4(v128.load64_zero(x));
    let second = f64x2.promote_low_f32x4(v128.load64_zero(x, 8));
    a = f64x2.add(a, f64x2.mul(first, first));
    b = f64x2.add(b, f64x2.mul(second, second));
    first = f64x2.promote_low_f32x4(v128.load64_zero(x, 16));
    second = f64x2.promote_low_f32x4(v128.load64_zero(x, 24));
    c = f64x2.add(c, f64x2.mul(first, first));
    d = f64x2.add(d, f64x2.mul(second, second));
  }
  const sums = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; x < end; x += 4) {
    const value = <f64>load<f32>(x);
    sum += value * value;
  }
  return sum;
}
