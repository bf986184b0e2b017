import { type Key, philox } from './philox.js';

/** The last word of the counter keeps what a stream draws apart from the keys of the streams split from it. */
const DRAW = 0;
const SPLIT = 1;

const CHUNK = 4096;
const scratch = new Int32Array(CHUNK);

/** The words of one key, block after block, read in chunks that stay in the processor's first cache. */
export class Stream {
  readonly #key: Key;
  #block = 0;

  constructor(key: Key) {
    this.#key = key;
  }

  /**
   * Calls `draw(words, from, to)` for the numbers `from` … `to` − 1 until `count` are drawn, with `wordsEach` words for
   * each at the start of `words`, from a fresh block on.
   */
  read(count: number, wordsEach: number, draw: (words: Int32Array, from: number, to: number) => void): void {
    const step = CHUNK / wordsEach;
    for (let from = 0; from < count; from += step) {
      const to = Math.min(from + step, count);
      const blocks = Math.ceil(((to - from) * wordsEach) / 4);
      philox(scratch, blocks, [this.#block | 0, (this.#block / 2 ** 32) | 0, 0, DRAW], this.#key);
      this.#block += blocks;
      draw(scratch, from, to);
    }
  }

  /** The stream whose key is the block of this key at counter (index, SPLIT). */
  split(index: Key): Stream {
    philox(scratch, 1, [index[0], index[1], 0, SPLIT], this.#key);
    return new Stream([scratch[0], scratch[1]]);
  }
}
