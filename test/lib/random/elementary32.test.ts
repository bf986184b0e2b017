import { expect } from 'chai';
import { cos32, minusLog32, sin32 } from '../../../lib/src/random/elementary32.js';

describe('in elementary32,', () => {
  it('minusLog32 has a relative error below 5 · 2⁻²⁴ over every power of two and near 1', () => {
    const words = Array.from({ length: 200000 }, (_, i) => (i < 5000 ? i : Math.imul(i, 0x9e3779b9) >>> (i % 32)));
    for (let i = 1; i < 5000; i++) words.push(-i);
    let worst = 0;
    for (const word of words) {
      const distance = 2 ** 32 - (word >>> 0) - 0.5;
      const exact = word < 0 || word >= 2 ** 31 ? -Math.log1p(-distance / 2 ** 32) : -Math.log(1 - distance / 2 ** 32);
      worst = Math.max(worst, Math.abs(minusLog32(word | 0) / exact - 1));
    }
    expect(worst).to.be.below(5 * 2 ** -24);
  });

  it('minusLog32 is right, and never 0, for the smallest and largest arguments', () => {
    expect(minusLog32(0)).to.equal(Math.fround(33 * Math.LN2));
    expect(minusLog32(-1)).to.equal(2 ** -33);
  });

  it('sin32 and cos32 have a relative error below 2 · 2⁻²⁴ from 0 to π/4', () => {
    let worst = 0;
    for (let i = 0; i < 100000; i++) {
      const y = Math.fround(((i + 0.5) / 100000) * (Math.PI / 4));
      worst = Math.max(worst, Math.abs(sin32(y) / Math.sin(y) - 1), Math.abs(cos32(y) / Math.cos(y) - 1));
    }
    expect(worst).to.be.below(2 * 2 ** -24);
    expect(sin32(Math.fround(1e-9))).to.equal(Math.fround(1e-9));
  });
});
