import { expect } from 'chai';
import { type Activation, type ActivationName, activation } from 'initlab';
import { toActivation } from '../../../lib/src/activation/activation.js';

const names: ActivationName[] = ['linear', 'relu', 'leakyRelu', 'tanh', 'sigmoid'];

describe('activation', () => {
  for (const name of names) {
    const { f, df, slopes, range } = activation(name);

    it(`${name} has the derivative of its value`, () => {
      for (const z of [-20, -3, -0.7, -1e-3, 1e-3, 0.5, 2, 20]) {
        const h = 1e-6 * Math.max(1, Math.abs(z));
        expect(df(z), `at ${z}`).to.be.closeTo((f(z + h) - f(z - h)) / (2 * h), 1e-8);
      }
    });

    it(`${name} passes NaN on`, () => {
      expect(f(Number.NaN)).to.be.NaN;
      expect(df(name === 'linear' ? 0 : Number.NaN)).to.be.satisfy((d: number) => name === 'linear' || Number.isNaN(d));
    });

    it(`${name} is of the slopes or the range it states`, () => {
      if (slopes) for (const z of [0.3, 7]) expect([f(-z), f(z)]).to.deep.equal([slopes[0] * -z + 0, slopes[1] * z]);
      else expect([f(-Infinity), f(Infinity)]).to.deep.equal(range);
    });
  }

  it('takes the slope of leakyRelu, .01 by default', () => {
    expect(activation('leakyRelu').f(-2)).to.equal(-0.02);
    expect(activation('leakyRelu', { slope: 0.2 }).df(-2)).to.equal(0.2);
  });

  it('refuses an unknown name and lists those it knows', () => {
    expect(() => activation('rleu' as ActivationName)).to.throw(
      RangeError,
      'activation is "rleu"; allowed: linear, relu, leakyRelu, tanh, sigmoid',
    );
  });

  it('refuses parameters that the activation has not, and a slope that is no number', () => {
    expect(() => activation('relu', { slope: 0.1 })).to.throw(TypeError, 'activation("relu"): unknown option "slope"');
    expect(() => activation('leakyRelu', { slope: Number.NaN })).to.throw(RangeError, 'slope is NaN');
  });

  it('takes an activation of the user, if it has all parts', () => {
    const own: Activation = { name: 'square', f: (z) => z * z, df: (z) => 2 * z };
    expect(toActivation(own)).to.equal(own);
    expect(toActivation('relu').name).to.equal('relu');
    expect(() => toActivation({ name: 'x', f: Math.abs } as unknown as Activation)).to.throw(
      TypeError,
      '{ name, f, df }',
    );
    expect(() => toActivation(null as unknown as Activation)).to.throw(TypeError, 'activation is null');
  });
});
