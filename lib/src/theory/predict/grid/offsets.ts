import type { Window } from '../../../network/spec/window.js';
import type { Correlations } from './correlations.js';

/** Operations on functions of an offset on a circular image of height × width, row-major. */

/** Takes every stride-th offset, which gives the offsets of the outputs of a window. */
export function subsample(values: Float64Array, { input, strides, output }: Window): Float64Array {
  const [rows, columns] = output;
  return Float64Array.from({ length: rows * columns }, (_, i) => {
    const y = (Math.floor(i / columns) * strides[0]) % input[0];
    const x = ((i % columns) * strides[1]) % input[1];
    return values[y * input[1] + x];
  });
}

/** Reverses {@link subsample}, with the nearest smaller multiple of the stride. */
export function upsample(values: Float64Array, { input, strides, output }: Window): Float64Array {
  const [rows, columns] = output;
  return Float64Array.from({ length: input[0] * input[1] }, (_, i) => {
    const y = Math.floor(i / input[1]);
    const x = i % input[1];
    return values[(Math.floor(y / strides[0]) % rows) * columns + (Math.floor(x / strides[1]) % columns)];
  });
}

/**
 * Computes the covariance by offset of means over windows of the given size: a mean over the places
 * in both windows.
 */
export function averageWindows(
  values: Float64Array,
  height: number,
  width: number,
  size: readonly [number, number],
): Float64Array {
  const along = (
    from: Float64Array,
    length: number,
    extent: number,
    at: (line: number, i: number) => number,
    lines: number,
  ): Float64Array => {
    const out = new Float64Array(from.length);
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let shift = 1 - extent; shift < extent; shift++) {
          const j = (((i + shift) % length) + length) % length;
          sum += (extent - Math.abs(shift)) * from[at(line, j)];
        }
        out[at(line, i)] = sum / extent ** 2;
      }
    }
    return out;
  };
  const rows = along(values, width, size[1], (line, i) => line * width + i, height);
  return along(rows, height, size[0], (line, i) => i * width + line, width);
}

/**
 * Computes the correlations of the outputs of a convolution from the cosines of its inputs: each
 * offset counts for the share of the weights that two outputs have in common, and the noise is
 * averaged over the kernel. With `isBackward` the cosines are those of the gradients with respect
 * to the outputs, and the result belongs to the gradients with respect to the inputs.
 */
export function convolveCorrelations(cosines: Correlations, window: Window, isBackward = false): Correlations {
  const [from, to] = isBackward ? [window.output, window.input] : [window.input, window.output];
  const resample = isBackward ? upsample : subsample;
  const size = isBackward ? outputsPerInput(window) : window.size;
  const shared = sharedWeights(window, isBackward);
  const weighted = (values: Float64Array): Float64Array => resample(values, window).map((c, i) => c * shared[i]);
  return {
    height: to[0],
    width: to[1],
    same: weighted(cosines.same),
    different: weighted(cosines.different),
    noise: resample(averageWindows(cosines.noise, ...from, size), window),
  };
}

/** Computes the height and width of the image of outputs whose windows contain one input. */
function outputsPerInput({ size, strides }: Window): [number, number] {
  return [Math.max(1, Math.round(size[0] / strides[0])), Math.max(1, Math.round(size[1] / strides[1]))];
}

/**
 * Computes the share of the weights that two outputs of a convolution have in common, by the offset
 * of their positions: at an edge, part of the kernel lies on the padding. With `isBackward` the
 * share is that of two inputs: with strides, each meets only part of the kernel. The share is a
 * mean over positions, relative to the geometric mean of the parts of the kernel that the two meet.
 */
function sharedWeights(window: Window, isBackward: boolean): Float64Array {
  const [rows, columns] = ([0, 1] as const).map((axis) => sharedAlong(window, axis, isBackward));
  return Float64Array.from(
    { length: rows.length * columns.length },
    (_, i) => rows[Math.floor(i / columns.length)] * columns[i % columns.length],
  );
}

function sharedAlong(
  { input, size, strides, padding, before, output }: Window,
  axis: 0 | 1,
  isBackward: boolean,
): number[] {
  const length = (isBackward ? input : output)[axis];
  const circular = padding === 'circular';
  /** Elements of the kernel that each position meets. */
  const taps = Array.from({ length }, (_, position) =>
    Array.from({ length: size[axis] }, (_, tap) => {
      if (!isBackward) {
        const from = position * strides[axis] + tap - before[axis];
        return circular || (from >= 0 && from < input[axis]);
      }
      const at = position + before[axis] - tap;
      const to = circular ? ((at % input[axis]) + input[axis]) % input[axis] : at;
      return to % strides[axis] === 0 && to >= 0 && to / strides[axis] < output[axis];
    }),
  );
  const count = (a: boolean[], b: boolean[]): number => a.filter((met, tap) => met && b[tap]).length;
  return Array.from({ length }, (_, offset) => {
    let [sum, pairs] = [0, 0];
    for (let position = 0; position < length; position++) {
      const [one, other] = [taps[position], taps[(position + offset) % length]];
      const most = Math.sqrt(count(one, one) * count(other, other));
      if (most === 0) continue;
      sum += count(one, other) / most;
      pairs++;
    }
    return pairs === 0 ? 0 : sum / pairs;
  });
}
