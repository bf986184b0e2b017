import { expect } from 'chai';
import { type Activation, activation, gain, moments } from 'initlab';

describe('gain', () => {
  it('keeps the second moment at 1 if q = 1, in the forward and the backward pass', () => {
    for (const name of ['gelu', 'selu', 'tanh', 'softplus', 'leakyRelu'] as const) {
      const { secondMoment, derivativeSecondMoment } = moments(name);
      expect(gain(name) ** 2 * secondMoment, name).to.be.closeTo(1, 1e-14);
      expect(gain(name, { direction: 'backward' }) ** 2 * derivativeSecondMoment, name).to.be.closeTo(1, 1e-14);
    }
  });

  it('keeps the second moment at q for any other q', () => {
    for (const q of [1e-4, 0.1, 45.62]) {
      expect(gain('sigmoid', { q }) ** 2 * moments('sigmoid', { q }).secondMoment).to.be.closeTo(q, 1e-13 * q);
    }
  });

  it('is independent of q, and equal in both passes, only for linear, relu and leakyRelu', () => {
    for (const phi of [activation('linear'), activation('relu'), activation('leakyRelu', { slope: 0.3 })]) {
      for (const q of [1e-200, 1, 1e200]) {
        expect(gain(phi, { q })).to.be.closeTo(gain(phi), 1e-15);
        expect(gain(phi, { q, direction: 'backward' })).to.be.closeTo(gain(phi), 1e-15);
      }
    }
    expect(gain('relu')).to.equal(Math.SQRT2);
    expect(gain('tanh', { q: 0.1 })).to.be.below(gain('tanh') - 0.3);
  });

  it('accepts a user’s activation', () => {
    const cubic: Activation = { name: 'cubic', f: (z) => z ** 3, df: (z) => 3 * z * z };
    expect(gain(cubic)).to.be.closeTo(1 / Math.sqrt(15), 1e-14);
    expect(gain(cubic, { direction: 'backward' })).to.be.closeTo(1 / Math.sqrt(27), 1e-14);
  });

  it('refuses an activation without a gain, and unknown options', () => {
    const nothing: Activation = { name: 'nothing', f: () => 0, df: () => 0 };
    expect(() => gain(nothing)).to.throw(RangeError, 'activation "nothing" has no forward gain at q = 1');
    const sign: Activation = { name: 'sign', f: Math.sign, df: () => 0, kinks: [0] };
    expect(gain(sign)).to.be.closeTo(1, 1e-14);
    expect(() => gain(sign, { direction: 'backward' })).to.throw(RangeError, 'no backward gain');
    expect(() => gain('relu', { q: 0 })).to.throw(RangeError, 'q is 0');
    expect(() => gain('relu', { q: Number.NaN })).to.throw(RangeError, 'q is NaN');
    expect(() => gain('relu', { direction: 'up' as 'forward' })).to.throw(RangeError, 'allowed: forward, backward');
    expect(() => gain('relu', { mode: 'fanIn' } as object)).to.throw(TypeError, 'gain: unknown option "mode"');
  });
});
