import type { Heap } from './heap.js';
import { type Kernel, zeros } from './store.js';
import { poolWindows, visitTaps, type Windows } from './windows.js';

/**
 * Passes the gradient to the largest input under the window, or to the first if several are equal.
 */
export const maxPoolGradient: Kernel = (store, { dy, input, output }, attributes) => {
  const windows = poolWindows(input.shape, attributes);
  const { inChannels: channels, lines } = windows;
  const dx = zeros(store, input.shape);
  const [x, largest, from, to] = [input, output, dy, dx].map((tensor) => store.numbers(tensor));
  const given = new Uint8Array(from.length);
  visitTaps(windows, 0, lines, (at, window, _, count) => {
    const end = (at + count) * channels;
    const first = window * channels;
    for (let i = at * channels, o = first; i < end; i++, o++) {
      if (o === first + channels) o = first;
      if (x[i] === largest[o] && given[o] === 0) {
        given[o] = 1;
        to[i] += from[o];
      }
    }
  });
  return dx;
};

/** Does the same for images by SIMD where that is possible. */
export const imageMaxPoolGradient: Kernel<Heap> = (heap, inputs, attributes, original) => {
  if (heap.routines === undefined) return maxPoolGradient(heap, inputs, attributes, original);
  const { dy, input, output } = inputs;
  const dx = heap.make(input.shape);
  const [x, largest, from, to] = [input, output, dy, dx].map((tensor) => heap.at(tensor));
  heap.routines.maxPoolGradient(x, largest, from, to, ...windowNumbers(poolWindows(input.shape, attributes)));
  return dx;
};

/** Lists the windows of images as the routines of pooling take them. */
export function windowNumbers({ axes: [, height, width], lines, inChannels }: Windows): number[] {
  return [
    lines / height.output,
    height.input,
    width.input,
    inChannels,
    height.output,
    width.output,
    height.size,
    width.size,
    height.stride,
    width.stride,
    height.before,
    width.before,
  ];
}

/**
 * Passes the gradient in equal parts to the inputs under the window. The padding does not count.
 */
export const averagePoolGradient: Kernel = (store, { dy, input }, attributes) => {
  const windows = poolWindows(input.shape, attributes);
  const { inChannels: channels, lines, lineLength } = windows;
  const dx = zeros(store, input.shape);
  const [from, to] = [store.numbers(dy), store.numbers(dx)];
  const counts = new Int32Array(lines * lineLength);
  visitTaps(windows, 0, lines, (_input, output, _tap, count) => {
    counts[output] += count;
  });
  visitTaps(windows, 0, lines, (at, output, _, count) => {
    const end = (at + count) * channels;
    const first = output * channels;
    for (let i = at * channels, o = first; i < end; i++, o++) {
      if (o === first + channels) o = first;
      to[i] += from[o] / counts[output];
    }
  });
  return dx;
};
