import type { NumberArray } from '../../../foundation/numberArray.js';
import { sampleMoments } from '../../../signal/sample.js';

/** Multiplies inputs by a factor, or standardizes them in the shape of their file. */
export function scaled(
  { shape, data }: NumberArray,
  inFile: NumberArray,
  scale: { scale: number } | 'standardize',
): NumberArray {
  if (scale === 'standardize') return { shape, data: standardize(inFile) };
  if (scale.scale === 1) return { shape, data };
  return { shape, data: Float32Array.from(data, (value) => scale.scale * value) };
}

/**
 * Gives each column of a table mean 0 and standard deviation 1; a constant column becomes 0. Images
 * are standardized as a whole, because their pixels share one scale.
 */
function standardize({ shape, data }: NumberArray): Float32Array {
  const columns = shape.length === 2 ? shape[1] : 1;
  const result = new Float32Array(data.length);
  for (let column = 0; column < columns; column++) {
    const values = data.filter((_, i) => i % columns === column);
    const { mean, variance } = sampleMoments(Float32Array.from(values));
    const scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
    for (let i = column; i < data.length; i += columns) result[i] = (data[i] - mean) * scale;
  }
  return result;
}
