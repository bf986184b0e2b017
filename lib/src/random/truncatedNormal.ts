import { finite, nonNegative } from '../argument.js';
import { minusLog64 } from './elementary.js';
import { fillNormal } from './normal.js';
import { type Floats, smallestAtLeast } from './representable.js';
import type { Stream } from './stream.js';
import { fillUniform } from './uniform.js';

const CHUNK = 1024;
const candidates = new Float64Array(CHUNK);
const exponentials = new Float64Array(CHUNK);

/**
 * Fills `out` with normals truncated to [low, high] (in standard deviations) by exact rejection. The proposal follows the
 * interval, so that more than .4 of the candidates are accepted whatever the bounds are:
 * - the normal itself, where the interval holds 0 and is wide;
 * - a uniform, where the density hardly falls within the interval;
 * - an exponential in the tail (Robert, "Simulation of truncated normal variables", Statistics and Computing 5, 1995).
 */
export function fillTruncatedNormal(
  stream: Stream,
  out: Floats,
  mean: number,
  std: number,
  low: number,
  high: number,
): void {
  finite(mean, 'mean');
  nonNegative(std, 'std');
  if (!(low < high)) throw new RangeError(`low is ${low} and high is ${high}; low must be less than high`);
  if (std === 0) {
    out.fill(mean);
    return;
  }
  const scale = low + high < 0 ? -std : std;
  const propose = low + high < 0 ? proposal(stream, out, -high, -low) : proposal(stream, out, low, high);
  const first = smallestAtLeast(mean + std * low, out);
  const last = -smallestAtLeast(-(mean + std * high), out);
  for (let at = 0; at < out.length; ) {
    const [accepted, count] = propose();
    const to = Math.min(at + count, out.length);
    for (let i = 0; at < to; i++, at++) {
      const x = mean + scale * accepted[i];
      out[at] = Math.min(Math.max(x, first), last);
    }
  }
}

/** An array that begins with accepted numbers, and how many they are. */
type Accepted = [numbers: Floats, count: number];

/** How to draw within [low, high], where high ≥ |low|. */
function proposal(stream: Stream, out: Floats, low: number, high: number): () => Accepted {
  if (low < 0 && high - low > Math.sqrt(2 * Math.PI)) {
    const normals = out instanceof Float32Array ? new Float32Array(CHUNK) : candidates;
    return () => [normals, acceptNormal(stream, normals, low, high)];
  }
  const beyond = 2 / (Math.sqrt(low * low + 4) + low);
  if (low < 0 || (high - low) * (low + beyond) < 1) {
    return () => [candidates, acceptUniform(stream, low, high)];
  }
  return () => [candidates, acceptExponential(stream, low, high, beyond)];
}

function acceptNormal(stream: Stream, normals: Floats, low: number, high: number): number {
  fillNormal(stream, normals, 0, 1);
  let count = 0;
  for (let i = 0; i < CHUNK; i++) {
    const z = normals[i];
    normals[count] = z;
    count += z >= low && z <= high ? 1 : 0;
  }
  return count;
}

/** Accepts x with probability exp((m² − x²)/2), m being the point of the interval nearest to 0. */
function acceptUniform(stream: Stream, low: number, high: number): number {
  const nearest = Math.max(low, 0);
  fillUniform(stream, candidates, low, high);
  fillExponential(stream);
  let count = 0;
  for (let i = 0; i < CHUNK; i++) {
    const x = candidates[i];
    candidates[count] = x;
    count += exponentials[i] >= ((x - nearest) * (x + nearest)) / 2 ? 1 : 0;
  }
  return count;
}

/** Proposes low + t with t exponential of rate low + `beyond`; accepts with probability exp(−(t − beyond)²/2). */
function acceptExponential(stream: Stream, low: number, high: number, beyond: number): number {
  fillExponential(stream);
  for (let i = 0; i < CHUNK; i++) candidates[i] = exponentials[i] / (low + beyond);
  fillExponential(stream);
  let count = 0;
  for (let i = 0; i < CHUNK; i++) {
    const t = candidates[i];
    candidates[count] = low + t;
    count += low + t <= high && exponentials[i] >= (t - beyond) ** 2 / 2 ? 1 : 0;
  }
  return count;
}

/** Standard exponentials −ln u: x is accepted with probability p where −ln u ≥ −ln p. */
function fillExponential(stream: Stream): void {
  stream.read(CHUNK, 2, (words, from, to) => {
    for (let i = from, w = 0; i < to; i++, w += 2) exponentials[i] = minusLog64(words[w], words[w + 1]);
  });
}
