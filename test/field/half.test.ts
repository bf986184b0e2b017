import { expect } from 'chai';
import { halfOf } from './half.js';

describe('halfOf', () => {
  it('follows the first hex digit of the SHA-256 of the address', () => {
    // The published digests of the empty message and of "abc" begin with e and b.
    expect(halfOf('')).to.equal('development');
    expect(halfOf('abc')).to.equal('heldOut');
  });

  it('splits many addresses about evenly', () => {
    const halves = Array.from({ length: 1000 }, (_, i) => halfOf(`https://example.org/${i}`));
    expect(halves.filter((half) => half === 'heldOut').length).to.be.within(440, 560);
  });
});
