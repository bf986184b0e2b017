import { describe } from '../foundation/argument.js';
import { product } from './shape.js';

/**
 * Makes a convolution kernel […spatial, in, out] of zeros, with the [in, out] matrix at its centre
 * filled by `fill`. With 'same' padding the centre lies on the pixel itself: it is (size − 1)/2,
 * rounded down.
 */
export function centreTap(shape: readonly number[], name: string, fill: (tap: Float32Array) => void): Float32Array {
  if (shape.length < 3 || shape.length > 5) {
    throw new RangeError(
      `shape ${describe(shape)} has ${shape.length} axes; ${name} needs 3 to 5, a convolution kernel […spatial, in, out]`,
    );
  }
  const out = new Float32Array(product(shape));
  const size = product(shape.slice(-2));
  const centre = shape.slice(0, -2).reduce((index, length) => index * length + Math.floor((length - 1) / 2), 0);
  fill(out.subarray(centre * size, (centre + 1) * size));
  return out;
}
