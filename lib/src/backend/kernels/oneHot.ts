import type { DataType } from '@tensorflow/tfjs-core';
import type { Kernel } from './store.js';

interface Attributes {
  depth: number;
  onValue: number;
  offValue: number;
  dtype: DataType;
}

/** Rows with one number set apart. That of tfjs writes integers whatever the type: asked for float32, it gives 1.4·10⁻⁴⁵ for 1. */
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
