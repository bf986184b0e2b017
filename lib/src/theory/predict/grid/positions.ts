import type { Window } from '../../../network/spec/window.js';

/**
 * Calls `use(output, input)` for each output position and each input position of its window that is
 * not padding.
 */
function forEachInWindow(window: Window, use: (output: number, input: number) => void): void {
  const { input, size, strides, padding, before, output } = window;
  const circular = padding === 'circular';
  for (let oy = 0; oy < output[0]; oy++) {
    for (let ox = 0; ox < output[1]; ox++) {
      for (let ky = 0; ky < size[0]; ky++) {
        const y = place(oy * strides[0] + ky - before[0], input[0], circular);
        if (y < 0) continue;
        for (let kx = 0; kx < size[1]; kx++) {
          const x = place(ox * strides[1] + kx - before[1], input[1], circular);
          if (x >= 0) use(oy * output[1] + ox, y * input[1] + x);
        }
      }
    }
  }
}

function place(i: number, length: number, circular: boolean): number {
  if (circular) return ((i % length) + length) % length;
  return i < length ? i : -1;
}

/** Sums over the window of each output, for `rows` images one after another. */
export function windowSums(values: Float64Array, rows: number, window: Window): Float64Array {
  const inputs = window.input[0] * window.input[1];
  const outputs = window.output[0] * window.output[1];
  const sums = new Float64Array(rows * outputs);
  forEachInWindow(window, (o, i) => {
    for (let row = 0; row < rows; row++) sums[row * outputs + o] += values[row * inputs + i];
  });
  return sums;
}

/** Sums over the outputs whose window contains each input: the adjoint of {@link windowSums}. */
export function windowSumsBack(values: Float64Array, window: Window): Float64Array {
  const sums = new Float64Array(window.input[0] * window.input[1]);
  forEachInWindow(window, (o, i) => {
    sums[i] += values[o];
  });
  return sums;
}

/** Counts the input positions in each window that are not padding. */
export function windowCounts(window: Window): Float64Array {
  return windowSums(new Float64Array(window.input[0] * window.input[1]).fill(1), 1, window);
}
