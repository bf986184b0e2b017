import type { TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import type { Heap } from '../heap.js';
import { type Kernel, zeros } from '../store.js';
import { convolutionWindows, visitTaps, type Windows } from '../windows.js';

/**
 * Gradients of convolutions as matrix products. The patches under the windows are the rows of a
 * matrix P, and out = P · filter. Therefore the gradient of the filter is Pᵀ · dy. The gradient of
 * P is dy · filterᵀ, which is summed where the patches overlap. P is computed for a few lines of
 * outputs at a time.
 */

/**
 * Number of elements of P that are computed at once, so that they stay in the second-level cache.
 */
const PART_SIZE = 2 ** 17;

/**
 * Names of the kernels for two and three dimensions, whose attributes have the same names in tfjs.
 */
export const filterGradient: Kernel<Heap> = (heap, { x, dy }, attributes) => {
  const { filterShape } = attributes as { filterShape: number[] };
  const windows = convolutionWindows(x.shape, filterShape, attributes);
  const width = windows.taps * windows.inChannels;
  const dw = heap.make(filterShape);
  const [from, to] = [heap.at(dy), heap.at(dw)];
  forParts(heap, windows, ({ patches, first, last, position, count }) => {
    fillPatches(heap.numbers(x), heap.numbers(patches), windows, first, last);
    const at = from + 4 * position * windows.outChannels;
    heap.multiply(heap.at(patches), at, to, width, count, windows.outChannels, true, false, first > 0);
  });
  return dw;
};

export const inputGradient: Kernel<Heap> = (heap, { dy, filter }, attributes) => {
  const { inputShape } = attributes as { inputShape: number[] };
  const windows = convolutionWindows(inputShape, filter.shape, attributes);
  const width = windows.taps * windows.inChannels;
  const dx = zeros(heap, inputShape);
  const [from, weights] = [heap.at(dy), heap.at(filter)];
  forParts(heap, windows, ({ patches, first, last, position, count }) => {
    const at = from + 4 * position * windows.outChannels;
    heap.multiply(at, weights, heap.at(patches), count, windows.outChannels, width, false, true);
    addPatches(heap.numbers(patches), heap.numbers(dx), windows, first, last);
  });
  return dx;
};

/** A few lines of outputs: their first position and their number of positions. */
interface Part {
  patches: TensorInfo;
  first: number;
  last: number;
  position: number;
  count: number;
}

function forParts(heap: Heap, windows: Windows, use: (part: Part) => void): void {
  const { lines, lineLength, taps, inChannels } = windows;
  const step = Math.max(1, Math.min(lines, Math.floor(PART_SIZE / (lineLength * taps * inChannels))));
  const patches = heap.make([step * lineLength * taps * inChannels]);
  for (let first = 0; first < lines; first += step) {
    const last = Math.min(lines, first + step);
    use({ patches, first, last, position: first * lineLength, count: (last - first) * lineLength });
  }
  heap.free(patches);
}

function fillPatches(x: TypedArray, patches: TypedArray, windows: Windows, first: number, last: number): void {
  const { taps, inChannels, lineLength } = windows;
  const start = first * lineLength;
  patches.fill(0);
  visitTaps(windows, first, last, (input, output, tap, count) => {
    const from = input * inChannels;
    const to = ((output - start) * taps + tap) * inChannels;
    for (let i = 0; i < count * inChannels; i++) patches[to + i] = x[from + i];
  });
}

function addPatches(patches: TypedArray, dx: TypedArray, windows: Windows, first: number, last: number): void {
  const { taps, inChannels, lineLength } = windows;
  const start = first * lineLength;
  visitTaps(windows, first, last, (input, output, tap, count) => {
    const to = input * inChannels;
    const from = ((output - start) * taps + tap) * inChannels;
    for (let i = 0; i < count * inChannels; i++) dx[to + i] += patches[from + i];
  });
}
