import { type Counter, type Key, philox } from './philox.js';
import type { Floats } from './representable.js';
import { CHUNK, type SimdGenerator } from './simd.js';

/**
 * Values of the last word of the counter. They keep the numbers that a stream draws apart from the
 * keys of the streams that are split from it.
 */
const DRAW = 0;
const SPLIT = 1;

const SCRATCH = new Int32Array(CHUNK);

/**
 * Two ways to make the numbers of a distribution from random words. Their results agree to the last
 * bit.
 */
export interface Distribution<A extends Floats> {
  wordsEach: number;
  /** Writes the numbers `from` … `to` − 1 from the words at the start of `words`. */
  plain(words: Int32Array, out: A, from: number, to: number): void;
  /**
   * Writes the numbers for the given count of groups of words, inside the memory of the SIMD code.
   */
  simd(generator: SimdGenerator, groups: number): void;
}

/**
 * Draws numbers for one key: makes its words block after block, and the numbers from them, in
 * chunks.
 */
export class Stream {
  readonly #key: Key;
  readonly simdGenerator: SimdGenerator | undefined;
  #block = 0;

  constructor(key: Key, simdGenerator: SimdGenerator | undefined) {
    this.#key = key;
    this.simdGenerator = simdGenerator;
  }

  /** Fills `out`, starting at a fresh block. */
  fill<A extends Floats>(out: A, { wordsEach, plain, simd }: Distribution<A>): void {
    const { simdGenerator } = this;
    if (!simdGenerator) {
      this.read(out.length, wordsEach, (words, from, to) => plain(words, out, from, to));
      return;
    }
    const numbers = out instanceof Float32Array ? simdGenerator.float32 : simdGenerator.float64;
    this.#draw(out.length, wordsEach, (blocks, counter, from, to) => {
      simd(simdGenerator, simdGenerator.philox(blocks, counter, this.#key));
      out.set(numbers.subarray(0, to - from), from);
    });
  }

  /**
   * Calls `draw(words, from, to)` for the numbers `from` … `to` − 1 until `count` are drawn. Each
   * number is made from `wordsEach` words, which are at the start of `words`. Drawing starts at a
   * fresh block.
   */
  read(count: number, wordsEach: number, draw: (words: Int32Array, from: number, to: number) => void): void {
    this.#draw(count, wordsEach, (blocks, counter, from, to) => {
      philox(SCRATCH, blocks, counter, this.#key);
      draw(SCRATCH, from, to);
    });
  }

  #draw(
    count: number,
    wordsEach: number,
    chunk: (blocks: number, counter: Counter, from: number, to: number) => void,
  ): void {
    const step = CHUNK / wordsEach;
    for (let from = 0; from < count; from += step) {
      const to = Math.min(from + step, count);
      const blocks = Math.ceil(((to - from) * wordsEach) / 4);
      chunk(blocks, [this.#block | 0, (this.#block / 2 ** 32) | 0, 0, DRAW], from, to);
      this.#block += blocks;
    }
  }

  /** Makes the stream whose key is the block that this key gives at counter (index, SPLIT). */
  split(index: Key): Stream {
    philox(SCRATCH, 1, [index[0], index[1], 0, SPLIT], this.#key);
    return new Stream([SCRATCH[0], SCRATCH[1]], this.simdGenerator);
  }
}
