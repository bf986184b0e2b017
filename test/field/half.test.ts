import { expect } from 'chai';
import { firstHalfOf, halfOf } from './half.js';

describe('halfOf', () => {
  it('opens round 1 for development and holds all of round 2 out', () => {
    expect(halfOf({ round: 1 })).to.equal('development');
    expect(halfOf({ round: 2 })).to.equal('heldOut');
  });
});

describe('firstHalfOf', () => {
  it('follows the first hex digit of the SHA-256 of the address', () => {
    // The published digests of the empty message and of "abc" begin with e and b.
    expect(firstHalfOf('')).to.equal('development');
    expect(firstHalfOf('abc')).to.equal('heldOut');
  });

  it('splits many addresses about evenly', () => {
    const halves = Array.from({ length: 1000 }, (_, i) => firstHalfOf(`https://example.org/${i}`));
    expect(halves.filter((half) => half === 'heldOut').length).to.be.within(440, 560);
  });
});
