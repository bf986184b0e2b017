import { expect } from 'chai';
import { activation } from 'initlab';
import { deadFraction, saturatedFraction } from '../../../lib/src/signal/units.js';

describe('units', () => {
  it('counts a unit as dead if it is off for every sample of the batch, but not if it is NaN', () => {
    const z = Float32Array.of(-1, 2, -1, Number.NaN, -3, -4, 0, -1, -5, -6, -7, -8);
    expect(deadFraction(z, 4, activation('relu'))).to.equal(0.5);
    expect(deadFraction(z, 4, activation('leakyRelu'))).to.equal(0);
  });

  it('counts activations closer than .03 to an end of the range as saturated', () => {
    expect(saturatedFraction(Float32Array.of(-0.98, -0.96, 0, 0.96, 0.98), [-1, 1])).to.equal(0.4);
    expect(saturatedFraction(Float32Array.of(0.02, 0.04, 0.98, 0.5), [0, 1])).to.equal(0.5);
  });
});
