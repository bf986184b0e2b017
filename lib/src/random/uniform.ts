import { finite } from '../argument.js';
import { type Floats, largestBelow, smallestAtLeast } from './representable.js';
import type { Stream } from './stream.js';

/**
 * Fills `out` with uniforms on [low, high): the middles of 2³² (float32) or 2⁵² (float64) equal parts, rounded to nearest.
 * They are measured from the centre, without `high − low`, which may overflow.
 */
export function fillUniform(stream: Stream, out: Floats, low: number, high: number): void {
  finite(low, 'low');
  finite(high, 'high');
  if (!(low < high)) throw new RangeError(`low is ${low} and high is ${high}; low must be less than high`);
  const first = smallestAtLeast(low, out);
  const last = largestBelow(high, out);
  if (first > last) throw new RangeError(`no ${out.constructor.name} element lies in [low, high) = [${low}, ${high})`);
  if (out instanceof Float32Array) {
    stream.read(out.length, 1, (words, from, to) => uniform32(words, out, from, to, first, last));
  } else {
    stream.read(out.length, 2, (words, from, to) => uniform64(words, out, from, to, first, last));
  }
}

/** The outermost middle is so far inside that rounding cannot pass `first` or `last`, which are representable. */
function uniform32(words: Int32Array, out: Float32Array, from: number, to: number, first: number, last: number): void {
  const centre = first / 2 + last / 2;
  const step = last * 2 ** -32 - first * 2 ** -32;
  for (let i = from; i < to; i++) out[i] = centre + (words[i - from] + 0.5) * step;
}

function uniform64(words: Int32Array, out: Float64Array, from: number, to: number, first: number, last: number): void {
  const centre = first / 2 + last / 2;
  const step = last * 2 ** -52 - first * 2 ** -52;
  for (let i = from, w = 0; i < to; i++, w += 2) {
    const x = centre + (words[w] * 2 ** 20 + (words[w + 1] >>> 12) + 0.5) * step;
    out[i] = Math.min(Math.max(x, first), last);
  }
}
