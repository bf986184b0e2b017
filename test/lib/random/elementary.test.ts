import { expect } from 'chai';
import { cos, minusLog, minusLog64, sin } from '../../../lib/src/random/elementary.js';

/** Distance in units of the last place (2⁻⁵² relative to the power of two below). */
function ulps(x: number, expected: number): number {
  return Math.abs(x - expected) / 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52);
}

describe('elementary', () => {
  it('minusLog is within 4 ulp of Math.log over every power of two and near 1', () => {
    let worst = 0;
    for (let i = 0; i < 200000; i++) {
      const word = i < 100000 ? Math.imul(i + 1, 0x9e3779b9) : 2 ** (i % 32) + Math.floor(i / 32);
      worst = Math.max(worst, ulps(minusLog(word, 0.5), -Math.log(((word >>> 0) + 0.5) / 2 ** 32)));
    }
    for (let i = 1; i < 1000; i++) worst = Math.max(worst, ulps(minusLog(-i, 0.5), -Math.log1p((0.5 - i) / 2 ** 32)));
    expect(worst).to.be.below(4);
  });

  it('minusLog of the smallest and largest arguments is right', () => {
    expect(minusLog(0, 0.5)).to.be.closeTo(33 * Math.LN2, 1e-14);
    expect(minusLog(1, 0.5)).to.be.closeTo(32 * Math.LN2 - Math.log(1.5), 1e-14);
    expect(minusLog(-1, 0.5)).to.be.closeTo(2 ** -33, 1e-20);
  });

  it('minusLog64 takes 52 bits, also where the upper word is 0', () => {
    expect(minusLog64(0, 0)).to.be.closeTo(53 * Math.LN2, 1e-14);
    expect(minusLog64(0, 5 << 12)).to.be.closeTo(52 * Math.LN2 - Math.log(5.5), 1e-14);
    expect(minusLog64(3, 7 << 12)).to.be.closeTo(52 * Math.LN2 - Math.log(3 * 2 ** 20 + 7.5), 1e-14);
    expect(minusLog64(-1, -1)).to.be.closeTo(2 ** -53, 2 ** -104);
  });

  it('sin and cos are within 2 ulp of Math on ±π/4', () => {
    let worst = 0;
    for (let i = 0; i < 100000; i++) {
      const y = ((i + 0.5) / 100000 - 0.5) * (Math.PI / 2);
      worst = Math.max(worst, ulps(sin(y), Math.sin(y)), ulps(cos(y), Math.cos(y)));
    }
    expect(worst).to.be.below(2);
  });
});
