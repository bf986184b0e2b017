import { type Kernel, zeros } from './store.js';

/**
 * Sums the rows of x with the same segment number and ignores numbers out of range. This is the
 * gradient of a look-up in a table of embeddings.
 */
export const unsortedSegmentSum: Kernel = (store, { x, segmentIds }, attributes) => {
  const { numSegments } = attributes as { numSegments: number };
  const out = store.make([numSegments, ...x.shape.slice(segmentIds.shape.length)], x.dtype);
  const [from, ids, to] = [store.numbers(x), store.numbers(segmentIds), store.numbers(out)];
  const width = to.length / numSegments;
  to.fill(0);
  ids.forEach((id, row) => {
    if (id < 0 || id >= numSegments) return;
    for (let i = 0; i < width; i++) to[id * width + i] += from[row * width + i];
  });
  return out;
};

/**
 * Computes the gradient of a nearest-neighbour resize, whose outputs are copies of inputs. Resizing
 * an image of indices shows which input each output copies.
 */
export const resizeNearestGradient: Kernel = (store, { images, dy }, attributes) => {
  const [batch, height, width, channels] = images.shape;
  const size = dy.shape.slice(1, 3);
  const numbers = store.make([1, height, width, 1]);
  store.numbers(numbers).forEach((_, i, indices) => {
    indices[i] = i;
  });
  const sources = store.run('ResizeNearestNeighbor', { images: numbers }, { ...attributes, size });
  const dx = zeros(store, images.shape);
  const [from, source, to] = [store.numbers(dy), store.numbers(sources), store.numbers(dx)];
  for (let image = 0, i = 0; image < batch; image++) {
    for (const pixel of source) {
      const at = (image * height * width + pixel) * channels;
      for (let c = 0; c < channels; c++) to[at + c] += from[i++];
    }
  }
  store.free(numbers);
  store.free(sources);
  return dx;
};
