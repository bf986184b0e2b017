import { expect } from 'chai';
import { halfOf, hashedHalfOf } from './half.js';

describe('halfOf', () => {
  it('opens rounds 1 and 2 for development, splits round 3 by the address and holds out round 4', () => {
    // The digests of these addresses begin with e and b.
    for (const address of ['', 'abc']) {
      expect(halfOf({ round: 1, address })).to.equal('development');
      expect(halfOf({ round: 2, address })).to.equal('development');
      expect(halfOf({ round: 3, address })).to.equal(hashedHalfOf(address));
      expect(halfOf({ round: 4, address })).to.equal('heldOut');
    }
  });
});

describe('hashedHalfOf', () => {
  it('follows the first hex digit of the SHA-256 of the address', () => {
    // The published digests of the empty message and of "abc" begin with e and b.
    expect(hashedHalfOf('')).to.equal('development');
    expect(hashedHalfOf('abc')).to.equal('heldOut');
  });

  it('splits many addresses about evenly', () => {
    const halves = Array.from({ length: 1000 }, (_, i) => hashedHalfOf(`https://example.org/${i}`));
    expect(halves.filter((half) => half === 'heldOut').length).to.be.within(440, 560);
  });
});
