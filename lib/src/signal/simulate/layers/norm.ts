import type { Norm } from '../../../network/spec/graph.js';
import type { Slot } from '../arena/arena.js';
import type { Ready, Setting } from '../arena/ready.js';

/**
 * Normalizes values in groups: subtracts the mean of the group (except for `rmsNorm`) and divides
 * by √(mean square + epsilon). With result y and divisor s, the backward pass is ∂x = (∂y − mean ∂y
 * − y·mean(∂y·y))/s (Ioffe & Szegedy 2015, §3; Ba et al. 2016), for `rmsNorm` without the middle
 * term.
 *
 * A group is a position of a sample, or for `batchNorm` a channel over the batch and all positions.
 * Scale is 1 and shift is 0, as at the start of training.
 */
export function norm(
  { type, epsilon }: Norm,
  { arena, hasBackward }: Setting,
  input: Slot,
  out: Slot,
  channels: number,
): Ready {
  const rows = input.length / channels;
  const centred = type !== 'rmsNorm';
  const [groups, count, step] = type === 'batchNorm' ? [channels, rows, channels] : [rows, channels, 1];
  if (centred && count === 1) {
    throw new RangeError(
      `${type} has one value to take the mean and the variance of, which leaves 0: ${type === 'batchNorm' ? 'take a batch of at least 2' : 'give the layer before at least 2 units'}`,
    );
  }
  const startOf = (group: number): number => (step === 1 ? group * channels : group);
  const divisors = new Float64Array(groups);
  // The output must stay in memory, because the backward pass reads it.
  if (hasBackward) arena.retain(out);
  return {
    forward() {
      const [x, y] = [input.data, out.data];
      for (let group = 0; group < groups; group++) {
        const start = startOf(group);
        const mean = centred ? sumProduct(x, undefined, start, step, count) / count : 0;
        let squares = 0;
        for (let k = 0, i = start; k < count; k++, i += step) squares += (x[i] - mean) ** 2;
        divisors[group] = Math.sqrt(squares / count + epsilon);
        for (let k = 0, i = start; k < count; k++, i += step) y[i] = (x[i] - mean) / divisors[group];
      }
    },
    backward(gradient, [into]) {
      arena.release(out);
      return () => {
        const [dy, y, dx] = [gradient.data, out.data, into.data];
        for (let group = 0; group < groups; group++) {
          const start = startOf(group);
          const mean = centred ? sumProduct(dy, undefined, start, step, count) / count : 0;
          const along = sumProduct(dy, y, start, step, count) / count;
          for (let k = 0, i = start; k < count; k++, i += step) {
            dx[i] = (dy[i] - mean - y[i] * along) / divisors[group];
          }
        }
      };
    },
  };
}

/** Computes Σ x·y over a group, or Σ x without y. */
function sumProduct(x: Float32Array, y: Float32Array | undefined, start: number, step: number, count: number): number {
  let sum = 0;
  if (y === undefined) for (let k = 0, i = start; k < count; k++, i += step) sum += x[i];
  else for (let k = 0, i = start; k < count; k++, i += step) sum += x[i] * y[i];
  return sum;
}
