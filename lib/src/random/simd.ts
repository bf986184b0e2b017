import { wasm } from '../foundation/wasm/generated/random.js';
import { instantiate } from '../foundation/wasm/instantiate.js';
import type { Counter, Key } from './philox.js';

/**
 * Number of words drawn at a time. The words and the numbers made from them fit into the
 * processor's first-level cache.
 */
export const CHUNK = 4096;

/** Offsets, in bytes of the WebAssembly memory, of the round keys, the words and the numbers. */
const KEYS = 0;
const WORDS = 512;
const NUMBERS: number = WORDS + 4 * CHUNK;

/**
 * The exports of lib/assembly/random.ts. A group is four blocks of the generator, that is 16 words.
 */
interface Exports {
  philox(words: number, groups: number, keys: number, low: number, high: number, key0: number, key1: number): void;
  uniform32(out: number, words: number, groups: number, centre: number, step: number): void;
  uniform64(
    out: number,
    words: number,
    groups: number,
    centre: number,
    step: number,
    first: number,
    last: number,
  ): void;
  normal32(out: number, words: number, groups: number, mean: number, scale: number): void;
  normal64(out: number, words: number, groups: number, mean: number, std: number): void;
  within32(at: number, count: number, low: number, high: number): number;
  place32(at: number, count: number, mean: number, scale: number, first: number, last: number): void;
}

/**
 * The SIMD twin of the plain generator. Words and numbers stay in its memory; `float32` and
 * `float64` are views of the numbers.
 */
export interface SimdGenerator {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  /**
   * Makes the words of at least `blocks` blocks, starting at `counter`, whose words 2 and 3 are 0.
   * Returns the count of groups.
   */
  philox(blocks: number, counter: Counter, key: Key): number;
  uniform32(groups: number, centre: number, step: number): void;
  uniform64(groups: number, centre: number, step: number, first: number, last: number): void;
  normal32(groups: number, mean: number, scale: number): void;
  normal64(groups: number, mean: number, std: number): void;
  /**
   * Among the first `count` numbers of `float32`, moves those within [low, high] to the front, and
   * returns their count.
   */
  within32(count: number, low: number, high: number): number;
  /**
   * Turns the first `count` numbers z of `float32` into mean + scale · z, clipped to [`first`,
   * `last`].
   */
  place32(count: number, mean: number, scale: number, first: number, last: number): void;
}

/**
 * The SIMD generator, or undefined without WebAssembly SIMD. The plain generator gives the same
 * numbers.
 */
export const SIMD_GENERATOR: SimdGenerator | undefined = load();

function load(): SimdGenerator | undefined {
  const instance = instantiate<Exports>(wasm, 1);
  if (!instance) return undefined;
  const { exports, memory } = instance;
  return {
    float32: new Float32Array(memory.buffer, NUMBERS, CHUNK),
    float64: new Float64Array(memory.buffer, NUMBERS, CHUNK / 2),
    philox: (blocks, [low, high], [key0, key1]) => {
      const groups = 2 * Math.ceil(blocks / 8);
      exports.philox(WORDS, groups, KEYS, low, high, key0, key1);
      return groups;
    },
    uniform32: (...options) => exports.uniform32(NUMBERS, WORDS, ...options),
    uniform64: (...options) => exports.uniform64(NUMBERS, WORDS, ...options),
    normal32: (...options) => exports.normal32(NUMBERS, WORDS, ...options),
    normal64: (...options) => exports.normal64(NUMBERS, WORDS, ...options),
    within32: (...options) => exports.within32(NUMBERS, ...options),
    place32: (...options) => exports.place32(NUMBERS, ...options),
  };
}
