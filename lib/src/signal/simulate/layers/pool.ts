import type { Pool } from '../../../network/spec/graph.js';
import type { Slot } from '../arena/arena.js';
import type { Ready, Setting } from '../arena/ready.js';
import { type Taps, tapsOf } from './taps.js';

/**
 * Takes the largest value under the window in each channel. The gradient goes to the place of that
 * value, the first if several are equal. NaN counts as larger than all numbers.
 */
export function maxPool({ window }: Pool, { batch }: Setting, input: Slot, out: Slot): Ready {
  const taps = tapsOf(window);
  const channels = out.length / batch / taps.positions;
  const size = input.length / batch;
  const chosen = new Int32Array(out.length);
  return {
    forward() {
      const [x, z] = [input.data, out.data];
      for (let sample = 0, i = 0; sample < batch; sample++) {
        for (let position = 0; position < taps.positions; position++) {
          for (let c = 0; c < channels; c++, i++) {
            chosen[i] = largest(x, taps, position, sample * size + c, channels);
            z[i] = x[chosen[i]];
          }
        }
      }
    },
    backward(gradient, [into]) {
      return () => {
        const [from, to] = [gradient.data, into.data];
        to.fill(0);
        for (let i = 0; i < chosen.length; i++) to[chosen[i]] += from[i];
      };
    },
  };
}

function largest(x: Float32Array, { from, taps }: Taps, position: number, base: number, channels: number): number {
  let best = -1;
  for (let tap = position * taps; tap < (position + 1) * taps; tap++) {
    if (from[tap] < 0) continue;
    const at = base + from[tap] * channels;
    // Written this way, a NaN wins; with `x[at] > x[best]`, it would not.
    if (best < 0 || (!(x[at] <= x[best]) && !Number.isNaN(x[best]))) best = at;
  }
  return best;
}

/** Takes the mean of the values under the window in each channel. Padding does not count. */
export function avgPool({ window }: Pool, { batch }: Setting, input: Slot, out: Slot): Ready {
  const taps = tapsOf(window);
  return average(taps, batch, input, out);
}

/** Takes the mean of each channel over all positions, as one window over everything. */
export function globalAvgPool({ batch }: Setting, input: Slot, out: Slot): Ready {
  const positions = input.length / out.length;
  const everywhere = { from: Int32Array.from({ length: positions }, (_, i) => i), taps: positions, positions: 1 };
  return average(everywhere, batch, input, out);
}

function average(taps: Taps, batch: number, input: Slot, out: Slot): Ready {
  const channels = out.length / batch / taps.positions;
  const size = input.length / batch;
  const counts = Array.from({ length: taps.positions }, (_, position) => {
    const window = taps.from.subarray(position * taps.taps, (position + 1) * taps.taps);
    return window.filter((from) => from >= 0).length;
  });
  /**
   * Calls `visit` for each value under a window, with the index of its first channel and that of
   * the window's mean.
   */
  const each = (visit: (value: number, mean: number, count: number) => void): void => {
    for (let sample = 0; sample < batch; sample++) {
      for (let tap = 0; tap < taps.from.length; tap++) {
        if (taps.from[tap] < 0) continue;
        const position = Math.floor(tap / taps.taps);
        const mean = (sample * taps.positions + position) * channels;
        visit(sample * size + taps.from[tap] * channels, mean, counts[position]);
      }
    }
  };
  return {
    forward() {
      const [x, z] = [input.data, out.data];
      z.fill(0);
      each((value, mean, count) => {
        for (let c = 0; c < channels; c++) z[mean + c] += x[value + c] / count;
      });
    },
    backward(gradient, [into]) {
      return () => {
        const [from, to] = [gradient.data, into.data];
        to.fill(0);
        each((value, mean, count) => {
          for (let c = 0; c < channels; c++) to[value + c] += from[mean + c] / count;
        });
      };
    },
  };
}
