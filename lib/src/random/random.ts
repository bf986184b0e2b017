import { describe } from '../foundation/argument.js';
import { key } from './key.js';
import { fillNormal } from './normal.js';
import type { Floats } from './representable.js';
import { SIMD_GENERATOR } from './simd.js';
import { Stream } from './stream.js';
import { fillTruncatedNormal } from './truncatedNormal.js';
import { fillUniform } from './uniform.js';

/**
 * A stream of random numbers, made by {@link random}. The same calls on the same seed give the same
 * numbers on every platform. Each call starts at a fresh block of the generator, 128 bits, and its
 * first numbers do not depend on the length of the array. Float32 and Float64 arrays get different
 * numbers, because a number takes 32 or 64 bits of the stream.
 */
export class Random {
  readonly #stream: Stream;

  /** @internal Use {@link random}. */
  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /**
   * Fills `out` with independent uniforms on [low, high) and returns it. After rounding to the
   * array's precision, no number is below `low` and none reaches `high`. The mean is (low +
   * high)/2, the variance (high − low)²/12.
   *
   * @throws RangeError if a bound is not finite, if low ≥ high, or if no number of the array's
   * precision lies between the bounds.
   * @example
   * ```ts
   * import { random } from 'initlab';
   * const x = random(1).uniform(new Float32Array(3), -1, 1);
   * ```
   */
  uniform<A extends Floats>(out: A, low = 0, high = 1): A {
    fillUniform(this.#stream, floats(out), low, high);
    return out;
  }

  /**
   * Fills `out` with independent normals of the given mean and standard deviation and returns it.
   * The tails are right up to 6.7 standard deviations in a Float32Array and up to 8.5 in a
   * Float64Array.
   *
   * @throws RangeError if `mean` is not finite, `std` is negative or not finite, or if the two are
   * so large that a number may overflow.
   * @example
   * ```ts
   * import { random } from 'initlab';
   * const z = random(1).normal(new Float64Array(1000));
   * ```
   */
  normal<A extends Floats>(out: A, mean = 0, std = 1): A {
    fillNormal(this.#stream, floats(out), mean, std);
    return out;
  }

  /**
   * Fills `out` with normals conditioned on lying within [mean + low·std, mean + high·std] and
   * returns it. `std` is the standard deviation before truncation; truncation at ±2 leaves .8796 of
   * it. All bounds are sampled exactly, including one-sided bounds (±Infinity) and bounds far in a
   * tail. A call takes as many blocks of the stream as it needs.
   *
   * @throws RangeError under the conditions of `normal`, and if low ≥ high.
   * @example
   * ```ts
   * import { random } from 'initlab';
   * const w = random(1).truncatedNormal(new Float32Array(1000), 0, 0.1);   // all within ±.2
   * ```
   */
  truncatedNormal<A extends Floats>(out: A, mean = 0, std = 1, low = -2, high = 2): A {
    fillTruncatedNormal(this.#stream, floats(out), mean, std, low, high);
    return out;
  }

  /**
   * Returns independent stream number i. It depends on the seed of this stream, on the splits that
   * led to it, and on i, but not on what was drawn before. Give each trial, layer or worker a
   * stream of its own. Keys have 64 bits, so among a million streams two are equal with probability
   * 3·10⁻⁸.
   *
   * @param i - a safe integer of at least 0, or a bigint from 0 to 2⁶⁴ − 1.
   * @throws RangeError or TypeError for any other i.
   * @example
   * ```ts
   * import { random } from 'initlab';
   * const stream = random(1);
   * const layers = [0, 1, 2].map((layer) => stream.split(layer).normal(new Float32Array(16)));
   * ```
   */
  split(i: number | bigint): Random {
    return new Random(this.#stream.split(key(i, 'stream index')));
  }
}

/**
 * Makes a seeded stream of random numbers from the counter-based generator Philox 4×32-10 (Salmon
 * et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011). It reproduces the published
 * known-answer vectors.
 *
 * @param seed - a safe integer of at least 0, or a bigint from 0 to 2⁶⁴ − 1.
 * @throws RangeError or TypeError for any other seed.
 * @example
 * ```ts
 * import { random } from 'initlab';
 * const stream = random(42);
 * const weights = stream.normal(new Float32Array(128 * 64), 0, 0.1);
 * ```
 */
export function random(seed: number | bigint): Random {
  return new Random(new Stream(key(seed, 'seed'), SIMD_GENERATOR));
}

function floats<A extends Floats>(out: A): A {
  if (out instanceof Float32Array || out instanceof Float64Array) return out;
  throw new TypeError(`out is ${describe(out)}; it must be a Float32Array or a Float64Array`);
}
