import { type Kernel, zeros } from '../store.js';
import { convolutionWindows, visitTaps } from '../windows.js';

/** Gradients of a convolution in which each input channel has `multiplier` separate outputs. */

export const depthwiseFilterGradient: Kernel = (store, { x, dy }, attributes) => {
  const { filterShape } = attributes as { filterShape: number[] };
  const windows = convolutionWindows(x.shape, filterShape, attributes, true);
  const { inChannels, outChannels, lines } = windows;
  const multiplier = filterShape[3];
  const dw = store.make(filterShape);
  const [input, gradient] = [store.numbers(x), store.numbers(dy)];
  const sums = new Float64Array(windows.taps * outChannels);
  visitTaps(windows, 0, lines, (at, output, tap, count) => {
    if (multiplier === 1) {
      const start = output * outChannels;
      for (let k = 0; k < count; k++) {
        const [to, from] = [(tap + k) * inChannels, (at + k) * inChannels];
        for (let c = 0; c < inChannels; c++) sums[to + c] += input[from + c] * gradient[start + c];
      }
      return;
    }
    for (let k = 0, to = tap * outChannels, from = at * inChannels; k < count; k++) {
      for (let c = 0, i = output * outChannels; c < inChannels; c++, from++) {
        for (let m = 0; m < multiplier; m++, i++, to++) sums[to] += input[from] * gradient[i];
      }
    }
  });
  store.numbers(dw).set(sums);
  return dw;
};

export const depthwiseInputGradient: Kernel = (store, { dy, filter }, attributes) => {
  const { inputShape } = attributes as { inputShape: number[] };
  const windows = convolutionWindows(inputShape, filter.shape, attributes, true);
  const { inChannels, outChannels, lines } = windows;
  const multiplier = filter.shape[3];
  const dx = zeros(store, inputShape);
  const [gradient, weights, to] = [store.numbers(dy), store.numbers(filter), store.numbers(dx)];
  visitTaps(windows, 0, lines, (at, output, tap, count) => {
    if (multiplier === 1) {
      const start = output * outChannels;
      for (let k = 0; k < count; k++) {
        const [w, i] = [(tap + k) * inChannels, (at + k) * inChannels];
        for (let c = 0; c < inChannels; c++) to[i + c] += gradient[start + c] * weights[w + c];
      }
      return;
    }
    for (let k = 0, w = tap * outChannels, i = at * inChannels; k < count; k++) {
      for (let c = 0, o = output * outChannels; c < inChannels; c++, i++) {
        for (let m = 0; m < multiplier; m++, o++, w++) to[i] += gradient[o] * weights[w];
      }
    }
  });
  return dx;
};
