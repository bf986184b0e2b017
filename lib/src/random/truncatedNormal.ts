import { finite, nonNegative, notNaN } from '../foundation/argument.js';
import { minusLog64 } from './elementary64.js';
import { normal32, normal64 } from './normal.js';
import { type Floats, smallestAtLeast, withinReach } from './representable.js';
import type { Stream } from './stream.js';
import { fillUniform } from './uniform.js';

const CHUNK = 1024;
const SINGLES = new Float32Array(CHUNK);
const CANDIDATES = new Float64Array(CHUNK);
const EXPONENTIALS = new Float64Array(CHUNK);

/**
 * Fills `out` with normals truncated to [low, high], in standard deviations, by exact rejection.
 * The proposal suits the interval, so that more than .4 of the candidates are accepted for any
 * bounds:
 * - the normal itself if the interval contains 0 and is wide;
 * - a uniform if the density hardly falls within the interval;
 * - an exponential in the tail (Robert, "Simulation of truncated normal variables", Statistics and
 *   Computing 5, 1995).
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
  withinReach(mean, std, out);
  if (!(notNaN(low, 'low') < notNaN(high, 'high')))
    throw new RangeError(`low is ${low} and high is ${high}; low must be less than high`);
  if (std === 0) {
    out.fill(mean);
    return;
  }
  const scale = low + high < 0 ? -std : std;
  const { numbers, propose, place } =
    low + high < 0 ? proposal(stream, out, -high, -low) : proposal(stream, out, low, high);
  const first = smallestAtLeast(mean + std * low, out);
  const last = -smallestAtLeast(-(mean + std * high), out);
  for (let at = 0; at < out.length; ) {
    const count = Math.min(propose(), out.length - at);
    place(count, mean, scale, first, last);
    out.set(numbers.subarray(0, count), at);
    at += count;
  }
}

interface Proposal {
  numbers: Floats;
  /**
   * Draws candidates, moves the accepted ones to the front of `numbers` and returns their count.
   */
  propose(): number;
  /** Turns the first `count` numbers z into mean + scale · z, clipped to [`first`, `last`]. */
  place(count: number, mean: number, scale: number, first: number, last: number): void;
}

/** Chooses the proposal for [low, high], where high ≥ |low|. */
function proposal(stream: Stream, out: Floats, low: number, high: number): Proposal {
  if (low < 0 && high - low > Math.sqrt(2 * Math.PI)) return normalProposal(stream, out, low, high);
  const beyond = 2 / (Math.sqrt(low * low + 4) + low);
  const inTail = low >= 0 && (high - low) * (low + beyond) >= 1;
  return {
    numbers: CANDIDATES,
    propose: () => (inTail ? acceptExponential(stream, low, high, beyond) : acceptUniform(stream, low, high)),
    place: (...options) => place(CANDIDATES, ...options),
  };
}

function normalProposal(stream: Stream, out: Floats, low: number, high: number): Proposal {
  if (out instanceof Float64Array) {
    const distribution = normal64(0, 1);
    return {
      numbers: CANDIDATES,
      propose() {
        stream.fill(CANDIDATES, distribution);
        return within(CANDIDATES, low, high);
      },
      place: (...options) => place(CANDIDATES, ...options),
    };
  }
  const distribution = normal32(0, 1);
  const { simdGenerator } = stream;
  const numbers = simdGenerator ? simdGenerator.float32.subarray(0, CHUNK) : SINGLES;
  return {
    numbers,
    propose() {
      stream.fill(numbers, distribution);
      return simdGenerator ? simdGenerator.within32(CHUNK, low, high) : within(SINGLES, low, high);
    },
    place: simdGenerator ? simdGenerator.place32 : (...options) => place(SINGLES, ...options),
  };
}

function within(numbers: Floats, low: number, high: number): number {
  let count = 0;
  for (let i = 0; i < CHUNK; i++) {
    const z = numbers[i];
    numbers[count] = z;
    count += z >= low && z <= high ? 1 : 0;
  }
  return count;
}

function place(numbers: Floats, count: number, mean: number, scale: number, first: number, last: number): void {
  for (let i = 0; i < count; i++) numbers[i] = Math.min(Math.max(mean + scale * numbers[i], first), last);
}

/**
 * Accepts x with probability exp((m² − x²)/2), where m is the point of the interval nearest to 0.
 */
function acceptUniform(stream: Stream, low: number, high: number): number {
  const nearest = Math.max(low, 0);
  fillUniform(stream, CANDIDATES, low, high);
  fillExponential(stream);
  let count = 0;
  for (let i = 0; i < CHUNK; i++) {
    const x = CANDIDATES[i];
    CANDIDATES[count] = x;
    count += EXPONENTIALS[i] >= ((x - nearest) * (x + nearest)) / 2 ? 1 : 0;
  }
  return count;
}

/**
 * Proposes low + t with t exponential of rate low + `beyond`; accepts with probability exp(−(t −
 * beyond)²/2).
 */
function acceptExponential(stream: Stream, low: number, high: number, beyond: number): number {
  fillExponential(stream);
  for (let i = 0; i < CHUNK; i++) CANDIDATES[i] = EXPONENTIALS[i] / (low + beyond);
  fillExponential(stream);
  let count = 0;
  for (let i = 0; i < CHUNK; i++) {
    const t = CANDIDATES[i];
    CANDIDATES[count] = low + t;
    count += low + t <= high && EXPONENTIALS[i] >= (t - beyond) ** 2 / 2 ? 1 : 0;
  }
  return count;
}

/**
 * Draws standard exponentials −ln u. To accept a candidate with probability p, accept it if −ln u ≥
 * −ln p.
 */
function fillExponential(stream: Stream): void {
  stream.read(CHUNK, 2, (words, from, to) => {
    for (let i = from, w = 0; i < to; i++, w += 2) EXPONENTIALS[i] = minusLog64(words[w], words[w + 1]);
  });
}
