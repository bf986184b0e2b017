import { finite } from '../foundation/argument.js';
import { type Floats, largestBelow, smallestAtLeast } from './representable.js';
import type { Distribution, Stream } from './stream.js';

/**
 * Fills `out` with uniforms on [low, high): the middles of 2³² (float32) or 2⁵² (float64) equal
 * parts, rounded to nearest. They are measured from the centre, because `high − low` may overflow.
 */
export function fillUniform(stream: Stream, out: Floats, low: number, high: number): void {
  finite(low, 'low');
  finite(high, 'high');
  if (!(low < high)) throw new RangeError(`low is ${low} and high is ${high}; low must be less than high`);
  const first = smallestAtLeast(low, out);
  const last = largestBelow(high, out);
  if (first > last) throw new RangeError(`no ${out.constructor.name} element lies in [low, high) = [${low}, ${high})`);
  if (out instanceof Float32Array) stream.fill(out, uniform32(first, last));
  else stream.fill(out, uniform64(first, last));
}

/**
 * Rounding cannot pass `first` or `last`, because they are representable and every middle lies
 * inside them.
 */
function uniform32(first: number, last: number): Distribution<Float32Array> {
  const centre = first / 2 + last / 2;
  const step = last * 2 ** -32 - first * 2 ** -32;
  return {
    wordsEach: 1,
    plain(words, out, from, to) {
      for (let i = from; i < to; i++) out[i] = centre + (words[i - from] + 0.5) * step;
    },
    simd: (generator, groups) => generator.uniform32(groups, centre, step),
  };
}

function uniform64(first: number, last: number): Distribution<Float64Array> {
  const centre = first / 2 + last / 2;
  const step = last * 2 ** -52 - first * 2 ** -52;
  return {
    wordsEach: 2,
    plain(words, out, from, to) {
      for (let i = from, w = 0; i < to; i++, w += 2) {
        const x = centre + (words[w] * 2 ** 20 + (words[w + 1] >>> 12) + 0.5) * step;
        out[i] = Math.min(Math.max(x, first), last);
      }
    },
    simd: (generator, groups) => generator.uniform64(groups, centre, step, first, last),
  };
}
