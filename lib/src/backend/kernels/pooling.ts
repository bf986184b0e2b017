import { type Kernel, zeros } from './store.js';
import { poolWindows, visitTaps } from './windows.js';

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
