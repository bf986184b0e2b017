import type { DataType } from '@tensorflow/tfjs-core';
import type { Kernel } from './store.js';

interface Attributes {
  depth: number;
  onValue: number;
  offValue: number;
  dtype: DataType;
}

/**
 * Makes one-hot rows. The kernel of tfjs writes integers for every type: in float32, 1 is
 * 1.4·10⁻⁴⁵.
 */
export const oneHot: Kernel = (store, { indices }, attributes) => {
  const { depth, onValue, offValue, dtype } = attributes as unknown as Attributes;
  const out = store.make([...indices.shape, depth], dtype);
  const [from, to] = [store.numbers(indices), store.numbers(out)];
  to.fill(offValue);
  from.forEach((index, row) => {
    if (index >= 0 && index < depth) to[row * depth + index] = onValue;
  });
  return out;
};
