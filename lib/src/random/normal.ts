import { finite, nonNegative } from '../foundation/argument.js';
import { cos32, minusLog32, sin32 } from './elementary32.js';
import { cos64, minusLog64, sin64 } from './elementary64.js';
import { type Floats, withinReach } from './representable.js';
import type { Distribution, Stream } from './stream.js';

/**
 * Fills `out` with normals by the method of Box and Muller (1958): for uniform u and v, √(−2 ln u)
 * · (cos 2πv, sin 2πv) are two independent normals. One word (two for float64) gives u. The other
 * gives y, uniform within ±π/4, and the signs of the cosine and sine of y + π/4, an angle in the
 * first quadrant.
 */
export function fillNormal(stream: Stream, out: Floats, mean: number, std: number): void {
  finite(mean, 'mean');
  nonNegative(std, 'std');
  withinReach(mean, std, out);
  if (out instanceof Float32Array) stream.fill(out, normal32(mean, std));
  else stream.fill(out, normal64(mean, std));
}

/**
 * Buffer for the sine and the cosine. A random bit is the index of the one that comes first,
 * because a branch on it could not be predicted and would be slower.
 */
const SIDES = new Float32Array(2);

/**
 * Makes two numbers from two words, with 2³² radii of up to 6.76 standard deviations. The angle t =
 * π/4 − |y| is measured from the nearer axis, which keeps the smaller of sine and cosine precise.
 */
export function normal32(mean: number, std: number): Distribution<Float32Array> {
  const f = Math.fround;
  const centre = f(mean);
  const scale = f(std * Math.SQRT2);
  const angle = f(Math.PI * 2 ** -31);
  return {
    wordsEach: 1,
    plain(words, out, from, to) {
      for (let i = from, w = 0; i < to; i += 2, w += 2) {
        const signs = words[w + 1];
        const radius = f(scale * f(Math.sqrt(minusLog32(words[w]))));
        const swap = signs >> 31;
        const t = f(f(f(0x1fffffff - ((signs >> 2) ^ swap)) + 0.5) * angle);
        SIDES[0] = sin32(t);
        SIDES[1] = cos32(t);
        out[i] = centre + f(radius * SIDES[-swap]) * (1 - (signs & 2));
        if (i + 1 < to) out[i + 1] = centre + f(radius * SIDES[1 + swap]) * (1 - ((signs << 1) & 2));
      }
    },
    simd: (generator, groups) => generator.normal32(groups, mean, scale),
  };
}

/**
 * Makes two numbers from four words, with 2⁵² radii of up to 8.57 standard deviations. Here (cos y
 * − sin y)/√2 and (cos y + sin y)/√2 are the cosine and the sine of y + π/4, and √2 cancels.
 */
export function normal64(mean: number, std: number): Distribution<Float64Array> {
  const angle = Math.PI * 2 ** -53;
  return {
    wordsEach: 2,
    plain(words, out, from, to) {
      for (let i = from, w = 0; i < to; i += 2, w += 4) {
        const signs = words[w + 3];
        const radius = std * Math.sqrt(minusLog64(words[w], words[w + 1]));
        const y = (words[w + 2] * 2 ** 20 + (signs >>> 12) + 0.5) * angle;
        const c = cos64(y);
        const s = sin64(y);
        out[i] = mean + radius * (c - s) * (1 - (signs & 2));
        if (i + 1 < to) out[i + 1] = mean + radius * (c + s) * (1 - ((signs << 1) & 2));
      }
    },
    simd: (generator, groups) => generator.normal64(groups, mean, std),
  };
}
