import { expect } from 'chai';
import { largestBelow, smallestAtLeast } from '../../../lib/src/random/representable.js';

const single = new Float32Array(0);
const double = new Float64Array(0);

describe('representable', () => {
  it('returns the next smaller number for an upper bound that is representable', () => {
    expect(largestBelow(1, single)).to.equal(1 - 2 ** -24);
    expect(largestBelow(1, double)).to.equal(1 - 2 ** -53);
    expect(largestBelow(-1, single)).to.equal(-1 - 2 ** -23);
    expect(largestBelow(-1, double)).to.equal(-1 - 2 ** -52);
    expect(largestBelow(0, single)).to.equal(-(2 ** -149));
    expect(largestBelow(-0, double)).to.equal(-Number.MIN_VALUE);
  });

  it('rounds a bound between two float32 numbers to its own side', () => {
    for (const x of [0.1, 0.3, 0.7, -0.1, -0.3, -0.7, 1e-50, -1e-50, 1e39, -1e39]) {
      const above = smallestAtLeast(x, single);
      const below = largestBelow(x, single);
      expect(above, `above ${x}`).to.be.at.least(x);
      expect(below, `below ${x}`).to.be.below(x);
      expect(Math.fround((above + below) / 2), `between ${x}`).to.be.oneOf([above, below]);
    }
    expect(smallestAtLeast(0.5, single)).to.equal(0.5);
    expect(smallestAtLeast(0.1, double)).to.equal(0.1);
    expect(smallestAtLeast(-Infinity, single)).to.equal(-Infinity);
  });
});
