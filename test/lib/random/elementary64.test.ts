import { expect } from 'chai';
import { cos64, minusLog64, sin64 } from '../../../lib/src/random/elementary64.js';

/** Gives the distance in units of the last place (2⁻⁵² relative to the power of two below). */
function ulps(x: number, expected: number): number {
  return Math.abs(x - expected) / 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52);
}

/** Words of every magnitude, including all small ones. */
const words: number[] = Array.from({ length: 100000 }, (_, i) =>
  i < 5000 ? i : Math.imul(i, 0x9e3779b9) >>> (i % 32),
);

describe('in elementary64,', () => {
  it('minusLog64 has a relative error below 4 · 2⁻⁵³ for upper words of every magnitude', () => {
    words.forEach((word, i) => {
      const low = Math.imul(i, 0x85ebca6b);
      const distance = 2 ** 52 - (word >>> 0) * 2 ** 20 - (low >>> 12) - 0.5;
      const expected = distance > 2 ** 51 ? -Math.log(1 - distance / 2 ** 52) : -Math.log1p(-distance / 2 ** 52);
      expect(Math.abs(minusLog64(word, low) / expected - 1), `${word} ${low}`).to.be.below(2 ** -51);
    });
  });

  it('minusLog64 takes 52 bits, even if the upper word is 0', () => {
    expect(minusLog64(0, 0)).to.be.closeTo(53 * Math.LN2, 1e-14);
    expect(minusLog64(0, 5 << 12)).to.be.closeTo(52 * Math.LN2 - Math.log(5.5), 1e-14);
    expect(minusLog64(3, 7 << 12)).to.be.closeTo(52 * Math.LN2 - Math.log(3 * 2 ** 20 + 7.5), 1e-14);
    expect(minusLog64(-1, -1)).to.be.closeTo(2 ** -53, 2 ** -104);
  });

  it('sin64 and cos64 are within 2 ulp of Math on ±π/4', () => {
    let worst = 0;
    for (let i = 0; i < 100000; i++) {
      const y = ((i + 0.5) / 100000 - 0.5) * (Math.PI / 2);
      worst = Math.max(worst, ulps(sin64(y), Math.sin(y)), ulps(cos64(y), Math.cos(y)));
    }
    expect(worst).to.be.below(2);
  });
});
