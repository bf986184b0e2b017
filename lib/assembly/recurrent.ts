/**
 * Steps of recurrent cells and of their gradients, without the matrix products, on float32 matrices
 * of a row per sample in the imported memory. Every number is rounded as by the single operations
 * of tfjs.
 *
 * An activation is a number: 0 linear, 1 relu, 2 tanh, 3 sigmoid, 4 hard sigmoid. What is kept of
 * it for the gradient is its result, or, of a hard sigmoid, the number before it is cut off.
 */
import { load4, store4 } from './shared/few';
import { sigmoid4, tanh4 } from './shared/saturating';

/** Computes what is kept of an activation. */
function kept(z: v128, activation: i32): v128 {
  if (activation == 2) return tanh4(z);
  if (activation == 3) return sigmoid4(z);
  if (activation == 4) return f32x4.add(f32x4.splat(0.5), f32x4.mul(f32x4.splat(0.2), z));
  if (activation == 1) return f32x4.max(z, f32x4.splat(0));
  return z;
}

/** Computes the result of an activation from what is kept. */
// @ts-ignore: decorator
@inline
function result(kept: v128, activation: i32): v128 {
  return activation == 4 ? f32x4.min(f32x4.max(kept, f32x4.splat(0)), f32x4.splat(1)) : kept;
}

/** Computes the gradient with respect to the input of an activation. */
// @ts-ignore: decorator
@inline
function inputGradient(kept: v128, dy: v128, activation: i32): v128 {
  const one = f32x4.splat(1), zero = f32x4.splat(0);
  if (activation == 2) return f32x4.mul(f32x4.sub(one, f32x4.mul(kept, kept)), dy);
  if (activation == 3) return f32x4.mul(dy, f32x4.mul(kept, f32x4.sub(one, kept)));
  if (activation == 1) return f32x4.mul(dy, v128.and(f32x4.gt(kept, zero), one));
  if (activation == 4) {
    const isInside = v128.and(f32x4.ge(kept, zero), f32x4.le(kept, one));
    return f32x4.mul(v128.and(dy, isInside), f32x4.splat(0.2));
  }
  return dy;
}

/** Exchanges the first two axes of x [first, second, width]. */
export function swapAxes(x: usize, y: usize, first: i32, second: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let j = 0; j < second; j++) {
    let from = x + <usize>j * bytes;
    for (let i = 0; i < first; i++, from += <usize>second * bytes, y += bytes) memory.copy(y, from, bytes);
  }
}

/**
 * Computes h = f(z + inner), and leaves in `z` what is kept of f.
 */
export function simpleCell(z: usize, inner: usize, h: usize, count: i32, f: i32): void {
  for (; count > 0; count -= 4, z += 16, inner += 16, h += 16) {
    const made = kept(f32x4.add(load4(z, count), load4(inner, count)), f);
    store4(z, made, count);
    store4(h, result(made, f), count);
  }
}

/** Replaces what is kept of f by the gradient with respect to its input. */
export function simpleCellGradient(z: usize, dh: usize, count: i32, f: i32): void {
  for (; count > 0; count -= 4, z += 16, dh += 16) {
    store4(z, inputGradient(load4(z, count), load4(dh, count), f), count);
  }
}

/**
 * Computes a gate g(z + inner + bias), and leaves in `z` what is kept of g. A bias of 0 is none.
 */
// @ts-ignore: decorator
@inline
function gate(z: usize, inner: usize, bias: usize, left: i32, g: i32): v128 {
  let sum = f32x4.add(load4(z, left), load4(inner, left));
  if (bias != 0) sum = f32x4.add(sum, load4(bias, left));
  const made = kept(sum, g);
  store4(z, made, left);
  return result(made, g);
}

/**
 * Computes c = forget · c0 + input · candidate and h = output · f(c). `z` and `inner` are [rows, 4,
 * units], for the input, forget, candidate and output gates. What is kept of the gates replaces
 * `z`, and what is kept of f(c) goes to `a`.
 */
export function lstmCell(
  z: usize, inner: usize, bias: usize, c0: usize, c: usize, a: usize, h: usize, rows: i32, units: i32, f: i32, g: i32,
): void {
  const bytes = <usize>units << 2;
  for (let row = 0; row < rows; row++) {
    let b = bias;
    for (let left = units; left > 0; left -= 4) {
      const b1 = b != 0 ? b + bytes : 0, b2 = b != 0 ? b1 + bytes : 0, b3 = b != 0 ? b2 + bytes : 0;
      const inGate = gate(z, inner, b, left, g);
      const forget = gate(z + bytes, inner + bytes, b1, left, g);
      const candidate = gate(z + 2 * bytes, inner + 2 * bytes, b2, left, f);
      const outGate = gate(z + 3 * bytes, inner + 3 * bytes, b3, left, g);
      const cell = f32x4.add(f32x4.mul(forget, load4(c0, left)), f32x4.mul(inGate, candidate));
      const made = kept(cell, f);
      store4(c, cell, left);
      store4(a, made, left);
      store4(h, f32x4.mul(outGate, result(made, f)), left);
      const step: usize = 4 * <usize>min(4, left);
      z += step, inner += step, c0 += step, c += step, a += step, h += step;
      if (b != 0) b += step;
    }
    z += 3 * bytes, inner += 3 * bytes;
  }
}

/**
 * Computes the gradient of `lstmCell`. The one with respect to the sums in the gates replaces `z`,
 * and the one with respect to c0 replaces `dc`. `isLast` says that `dc` holds no gradient yet.
 */
export function lstmCellGradient(
  z: usize, c0: usize, a: usize, dh: usize, dc: usize, rows: i32, units: i32, f: i32, g: i32, isLast: bool,
): void {
  const bytes = <usize>units << 2;
  for (let row = 0; row < rows; row++) {
    for (let left = units; left > 0; left -= 4) {
      const keptIn = load4(z, left), keptForget = load4(z + bytes, left);
      const keptCandidate = load4(z + 2 * bytes, left), keptOut = load4(z + 3 * bytes, left);
      const keptCell = load4(a, left), gradient = load4(dh, left);
      let cell = inputGradient(keptCell, f32x4.mul(gradient, result(keptOut, g)), f);
      if (!isLast) cell = f32x4.add(cell, load4(dc, left));
      const byOut = f32x4.mul(gradient, result(keptCell, f));
      const byIn = f32x4.mul(cell, result(keptCandidate, f));
      const byCandidate = f32x4.mul(cell, result(keptIn, g));
      const byForget = f32x4.mul(cell, load4(c0, left));
      store4(dc, f32x4.mul(cell, result(keptForget, g)), left);
      store4(z, inputGradient(keptIn, byIn, g), left);
      store4(z + bytes, inputGradient(keptForget, byForget, g), left);
      store4(z + 2 * bytes, inputGradient(keptCandidate, byCandidate, f), left);
      store4(z + 3 * bytes, inputGradient(keptOut, byOut, g), left);
      const step: usize = 4 * <usize>min(4, left);
      z += step, c0 += step, a += step, dh += step, dc += step;
    }
    z += 3 * bytes;
  }
}

/**
 * Computes the gates of a GRU. `z` is [rows, 3, units], for the update, the reset and the
 * candidate, and `inner` is [rows, 2, units]. What is kept of the gates replaces `z`, and reset ·
 * h0 goes to `reset`.
 */
export function gruGates(z: usize, inner: usize, h0: usize, reset: usize, rows: i32, units: i32, g: i32): void {
  const bytes = <usize>units << 2;
  for (let row = 0; row < rows; row++) {
    for (let left = units; left > 0; left -= 4) {
      gate(z, inner, 0, left, g);
      store4(reset, f32x4.mul(gate(z + bytes, inner + bytes, 0, left, g), load4(h0, left)), left);
      const step: usize = 4 * <usize>min(4, left);
      z += step, inner += step, h0 += step, reset += step;
    }
    z += 2 * bytes, inner += bytes;
  }
}

/** Computes h = update · h0 + (1 − update) · f(z + inner), with `inner` [rows, units]. */
export function gruCell(z: usize, inner: usize, h0: usize, h: usize, rows: i32, units: i32, f: i32, g: i32): void {
  const bytes = <usize>units << 2;
  for (let row = 0; row < rows; row++) {
    for (let left = units; left > 0; left -= 4) {
      const update = result(load4(z, left), g);
      const candidate = gate(z + 2 * bytes, inner, 0, left, f);
      const old = f32x4.mul(update, load4(h0, left));
      store4(h, f32x4.add(old, f32x4.mul(f32x4.sub(f32x4.splat(1), update), candidate)), left);
      const step: usize = 4 * <usize>min(4, left);
      z += step, inner += step, h0 += step, h += step;
    }
    z += 2 * bytes;
  }
}

/**
 * Computes the gradient of `gruCell`. The one with respect to the sum in f goes to `dCandidate`
 * and the one with respect to the update, before g, to `dUpdate`, both [rows, units]. `dh` gets the
 * direct gradient with respect to h0.
 */
export function gruCellGradient(
  z: usize, h0: usize, dh: usize, dUpdate: usize, dCandidate: usize, rows: i32, units: i32, f: i32, g: i32,
): void {
  const bytes = <usize>units << 2;
  for (let row = 0; row < rows; row++) {
    for (let left = units; left > 0; left -= 4) {
      const keptUpdate = load4(z, left), keptCandidate = load4(z + 2 * bytes, left);
      const update = result(keptUpdate, g), gradient = load4(dh, left);
      const byCandidate = f32x4.mul(gradient, f32x4.sub(f32x4.splat(1), update));
      const rest = f32x4.neg(f32x4.mul(gradient, result(keptCandidate, f)));
      store4(dCandidate, inputGradient(keptCandidate, byCandidate, f), left);
      store4(dUpdate, inputGradient(keptUpdate, f32x4.add(rest, f32x4.mul(gradient, load4(h0, left))), g), left);
      store4(dh, f32x4.mul(gradient, update), left);
      const step: usize = 4 * <usize>min(4, left);
      z += step, h0 += step, dh += step, dUpdate += step, dCandidate += step;
    }
    z += 2 * bytes;
  }
}

/**
 * Computes the gradient of `gruGates` from the gradient with respect to reset · h0 in `dReset`.
 * Replaces `z` by the gradients with respect to the sums in all gates, and writes those of the
 * first two gates to `dInner` too. Adds the gradient through the reset to `dh`, and leaves reset ·
 * h0 in `dReset`.
 */
export function gruGatesGradient(
  z: usize, h0: usize, dReset: usize, dUpdate: usize, dCandidate: usize, dh: usize, dInner: usize, rows: i32, units: i32,
  g: i32,
): void {
  const bytes = <usize>units << 2;
  for (let row = 0; row < rows; row++) {
    for (let left = units; left > 0; left -= 4) {
      const keptReset = load4(z + bytes, left), gradient = load4(dReset, left), state = load4(h0, left);
      const reset = result(keptReset, g);
      const byReset = inputGradient(keptReset, f32x4.mul(gradient, state), g);
      store4(dh, f32x4.add(load4(dh, left), f32x4.mul(gradient, reset)), left);
      store4(dReset, f32x4.mul(reset, state), left);
      const byUpdate = load4(dUpdate, left);
      store4(z, byUpdate, left);
      store4(dInner, byUpdate, left);
      store4(z + bytes, byReset, left);
      store4(dInner + bytes, byReset, left);
      store4(z + 2 * bytes, load4(dCandidate, left), left);
      const step: usize = 4 * <usize>min(4, left);
      z += step, h0 += step, dReset += step, dUpdate += step, dCandidate += step, dh += step, dInner += step;
    }
    z += 2 * bytes, dInner += bytes;
  }
}

/**
 * Copies part of each row: `width` numbers from rows that are `fromWidth` long to rows that are
 * `toWidth` long.
 */
export function copyColumns(from: usize, to: usize, rows: i32, fromWidth: i32, toWidth: i32, width: i32): void {
  for (let row = 0; row < rows; row++, from += <usize>fromWidth << 2, to += <usize>toWidth << 2) {
    memory.copy(to, from, <usize>width << 2);
  }
}
