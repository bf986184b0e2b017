import { type Kernel, zeros } from './store.js';
import { poolWindows, visitTaps } from './windows.js';

/** The gradient goes to the largest input under the window, the first of them if several are. */
export const maxPoolGradient: Kernel = (store, { dy, input }, attributes) => {
  const windows = poolWindows(input.shape, attributes);
  const { inChannels: channels, lines } = windows;
  const dx = zeros(store, input.shape);
  const [x, from, to] = [store.numbers(input), store.numbers(dy), store.numbers(dx)];
  const largest = new Float32Array(from.length).fill(-Infinity);
  const place = new Int32Array(from.length).fill(-1);
  visitTaps(windows, 0, lines, (at, output) => {
    for (let c = 0; c < channels; c++) {
      const value = x[at * channels + c];
      if (value > largest[output * channels + c]) {
        largest[output * channels + c] = value;
        place[output * channels + c] = at * channels + c;
      }
    }
  });
  for (let i = 0; i < from.length; i++) if (place[i] >= 0) to[place[i]] += from[i];
  return dx;
};

/** The gradient goes in equal parts to the inputs under the window, of which at the edges there are fewer: the padding is none. */
export const averagePoolGradient: Kernel = (store, { dy, input }, attributes) => {
  const windows = poolWindows(input.shape, attributes);
  const { inChannels: channels, lines, lineLength } = windows;
  const dx = zeros(store, input.shape);
  const [from, to] = [store.numbers(dy), store.numbers(dx)];
  const counts = new Int32Array(lines * lineLength);
  visitTaps(windows, 0, lines, (_, output) => {
    counts[output]++;
  });
  visitTaps(windows, 0, lines, (at, output) => {
    for (let c = 0; c < channels; c++) to[at * channels + c] += from[output * channels + c] / counts[output];
  });
  return dx;
};
