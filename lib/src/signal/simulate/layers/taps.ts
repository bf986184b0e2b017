import type { Window } from '../../../network/spec/window.js';

/**
 * Positions under the windows: for each position of the output, row by row, the input position of
 * each element of the window.
 */
export interface Taps {
  /** Input positions [positions · taps], with −1 in the padding. */
  readonly from: Int32Array;
  /** Number of elements of the window. */
  readonly taps: number;
  /** Number of positions of the output. */
  readonly positions: number;
}

export function tapsOf({ input, size, strides, padding, before, output }: Window): Taps {
  const taps = size[0] * size[1];
  const positions = output[0] * output[1];
  const from = new Int32Array(positions * taps);
  const along = (axis: 0 | 1, position: number, offset: number): number => {
    const at = position * strides[axis] - before[axis] + offset;
    if (padding === 'circular') return ((at % input[axis]) + input[axis]) % input[axis];
    return at < input[axis] ? at : -1;
  };
  for (let position = 0; position < positions; position++) {
    for (let tap = 0; tap < taps; tap++) {
      const row = along(0, Math.floor(position / output[1]), Math.floor(tap / size[1]));
      const column = along(1, position % output[1], tap % size[1]);
      from[position * taps + tap] = row < 0 || column < 0 ? -1 : row * input[1] + column;
    }
  }
  return { from, taps, positions };
}
