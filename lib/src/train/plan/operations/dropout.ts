import type { Tensor } from '@tensorflow/tfjs-core';
import { ones, tidy } from '#tfjs-core';
import { product } from '../../../init/shape.js';
import { type Planner, unchanged } from './operation.js';

/**
 * Plans a dropout in training. tfjs draws the factors by which it multiplies, so that the same
 * random numbers are used.
 */
export const dropout: Planner = (heap, layer, [shape], { isTraining }) => {
  if (!isTraining) return unchanged(shape);
  const count = product(shape);
  return {
    shape,
    sharesGradient: true,
    keptBytes: 4 * count,
    weights: [],
    forward: ({ x, y, kept }) => {
      tidy(() => {
        const factors = [layer.call([ones(shape)], { training: true })].flat()[0] as Tensor;
        heap.numbersAt(kept, count).set(heap.numbers(factors));
      });
      heap.routines.multiplyEach(x, kept, y, count);
    },
    backward: ({ kept, dy }) => heap.routines.multiplyEach(dy, kept, dy, count),
  };
};
