import { expect } from 'chai';
import { type Counter, type Key, philox } from '../../../lib/src/random/philox.js';

function words(counter: Counter, key: Key, blocks = 1): string[] {
  const out = new Int32Array(4 * (blocks + (blocks % 2)));
  philox(out, blocks, counter, key);
  return Array.from(out.subarray(0, 4 * blocks), (word) => (word >>> 0).toString(16).padStart(8, '0'));
}

/** Computes the same ten rounds in BigInt, straight from the paper. */
function reference(counter: Counter, key: Key): string[] {
  const mask = 0xffffffffn;
  const unsigned = (x: number): bigint => BigInt(x >>> 0);
  let [a, b, c, d] = counter.map(unsigned);
  let [k0, k1] = key.map(unsigned);
  for (let round = 0; round < 10; round++) {
    const p0 = a * 0xd2511f53n;
    const p1 = c * 0xcd9e8d57n;
    [a, b, c, d] = [(p1 >> 32n) ^ b ^ k0, p1 & mask, (p0 >> 32n) ^ d ^ k1, p0 & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [a, b, c, d].map((word) => word.toString(16).padStart(8, '0'));
}

describe('philox', () => {
  it('gives the known answers of Random123 (kat_vectors, philox4x32, 10 rounds)', () => {
    expect(words([0, 0, 0, 0], [0, 0])).to.deep.equal(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
    expect(words([-1, -1, -1, -1], [-1, -1])).to.deep.equal(['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd']);
    expect(words([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).to.deep.equal([
      'd16cfe09',
      '94fdcceb',
      '5001e420',
      '24126ea1',
    ]);
  });

  it('agrees with the ten rounds computed in BigInt, in both of its lanes', () => {
    const key: Key = [0x12345678, -0x789abcde];
    const expected = Array.from({ length: 200 }, (_, i) => reference([1000 + i, 7, -3, 5], key)).flat();
    expect(words([1000, 7, -3, 5], key, 200)).to.deep.equal(expected);
  });

  it('carries from the low word of the counter into the next, in either lane', () => {
    const expected = [
      [-3, 8],
      [-2, 8],
      [-1, 8],
      [0, 9],
      [1, 9],
    ].flatMap(([low, high]) => reference([low, high, 0, 0], [1, 2]));
    expect(words([-3, 8, 0, 0], [1, 2], 5)).to.deep.equal(expected);
    expect(words([-2, 8, 0, 0], [1, 2], 4)).to.deep.equal(expected.slice(4));
  });
});
