import { finite, nonNegative } from '../argument.js';
import { cos, minusLog, minusLog64, sin } from './elementary.js';
import type { Floats } from './representable.js';
import type { Stream } from './stream.js';

/**
 * Fills `out` with normals by Box and Muller (1958): with u and v uniform, √(−2 ln u) · (cos 2πv, sin 2πv) are two
 * independent normals. The quarter of the circle and the angle in it are drawn apart: y is uniform within ±π/4,
 * (cos y − sin y)/√2 and (cos y + sin y)/√2 are the cosine and the sine of y + π/4, two more bits give their signs, and √2
 * cancels.
 */
export function fillNormal(stream: Stream, out: Floats, mean: number, std: number): void {
  finite(mean, 'mean');
  nonNegative(std, 'std');
  if (out instanceof Float32Array) {
    stream.read(out.length, 1, (words, from, to) => normal32(words, out, from, to, mean, std));
  } else {
    stream.read(out.length, 2, (words, from, to) => normal64(words, out, from, to, mean, std));
  }
}

/** Two numbers from two words: 2³² radii, up to 6.76 standard deviations. */
function normal32(words: Int32Array, out: Float32Array, from: number, to: number, mean: number, std: number): void {
  const angle = Math.PI * 2 ** -31;
  for (let i = from, w = 0; i < to; i += 2, w += 2) {
    const signs = words[w + 1];
    const radius = std * Math.sqrt(minusLog(words[w], 0.5));
    const y = ((signs >> 2) + 0.5) * angle;
    const c = cos(y);
    const s = sin(y);
    out[i] = mean + radius * (c - s) * (1 - (signs & 2));
    if (i + 1 < to) out[i + 1] = mean + radius * (c + s) * (1 - ((signs << 1) & 2));
  }
}

/** Two numbers from four words: 2⁵² radii, up to 8.57 standard deviations. */
function normal64(words: Int32Array, out: Float64Array, from: number, to: number, mean: number, std: number): void {
  const angle = Math.PI * 2 ** -53;
  for (let i = from, w = 0; i < to; i += 2, w += 4) {
    const signs = words[w + 3];
    const radius = std * Math.sqrt(minusLog64(words[w], words[w + 1]));
    const y = (words[w + 2] * 2 ** 20 + (signs >>> 12) + 0.5) * angle;
    const c = cos(y);
    const s = sin(y);
    out[i] = mean + radius * (c - s) * (1 - (signs & 2));
    if (i + 1 < to) out[i + 1] = mean + radius * (c + s) * (1 - ((signs << 1) & 2));
  }
}
