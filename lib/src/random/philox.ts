/**
 * Philox 4×32-10, a counter-based generator: ten rounds of multiplication and exclusive-or turn a
 * 128-bit counter and a 64-bit key into 128 random bits (Salmon, Moraes, Dror, Shaw: "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011). Any block can be computed without the blocks
 * before it.
 */

export type Key = readonly [number, number];
export type Counter = readonly [number, number, number, number];

/**
 * Fills `out` with `blocks` blocks of four 32-bit words, for `counter`, `counter` + 1, and so on.
 * The first two words of the counter are its low 64 bits; a carry beyond them is dropped. Two
 * blocks are computed at a time, because each round of a block waits for the one before. So `out`
 * needs room for an even number of blocks.
 */
export function philox(out: Int32Array, blocks: number, counter: Counter, key: Key): void {
  const [first, upper, c2, c3] = counter;
  for (let block = 0; block < blocks; block += 2) {
    let a0 = (first + block) | 0;
    let b0 = (a0 + 1) | 0;
    let a1 = (upper + carryOf(a0, first)) | 0;
    let b1 = (upper + carryOf(b0, first)) | 0;
    let a2 = c2;
    let b2 = c2;
    let a3 = c3;
    let b3 = c3;
    let k0 = key[0];
    let k1 = key[1];
    for (let round = 0; round < 10; round++) {
      const aHigh = high0(a0);
      const aLow = Math.imul(a0, 0xd2511f53);
      const bHigh = high0(b0);
      const bLow = Math.imul(b0, 0xd2511f53);
      a0 = high1(a2) ^ a1 ^ k0;
      b0 = high1(b2) ^ b1 ^ k0;
      a1 = Math.imul(a2, 0xcd9e8d57);
      b1 = Math.imul(b2, 0xcd9e8d57);
      a2 = aHigh ^ a3 ^ k1;
      b2 = bHigh ^ b3 ^ k1;
      a3 = aLow;
      b3 = bLow;
      k0 = (k0 + 0x9e3779b9) | 0;
      k1 = (k1 + 0xbb67ae85) | 0;
    }
    const at = 4 * block;
    out[at] = a0;
    out[at + 1] = a1;
    out[at + 2] = a2;
    out[at + 3] = a3;
    out[at + 4] = b0;
    out[at + 5] = b1;
    out[at + 6] = b2;
    out[at + 7] = b3;
  }
}

/** Gives 1 if the low word of the counter has wrapped around since `first`, else 0. */
function carryOf(word: number, first: number): number {
  return word >>> 0 < first >>> 0 ? 1 : 0;
}

/**
 * Computes the high 32 bits of x · 0xd2511f53 in halves of 16 bits, whose middle sum stays below
 * 2³² for this constant.
 */
function high0(x: number): number {
  const low = x & 0xffff;
  const high = x >>> 16;
  const middle = Math.imul(high, 0x1f53) + Math.imul(low, 0xd251) + (Math.imul(low, 0x1f53) >>> 16);
  return Math.imul(high, 0xd251) + (middle >>> 16);
}

/**
 * Computes the high 32 bits of x · 0xcd9e8d57. The middle sum can pass 2³², so its two parts are
 * carried one by one.
 */
function high1(x: number): number {
  const low = x & 0xffff;
  const high = x >>> 16;
  const middle = Math.imul(high, 0x8d57) + (Math.imul(low, 0x8d57) >>> 16);
  return Math.imul(high, 0xcd9e) + (middle >>> 16) + ((Math.imul(low, 0xcd9e) + (middle & 0xffff)) >>> 16);
}
