import { expect } from 'chai';
import { type Activation, type ActivationName, activation } from 'initlab';
import { toActivation } from '../../../lib/src/activation/activation.js';

const names: ActivationName[] = [
  'linear',
  'relu',
  'leakyRelu',
  'relu6',
  'squaredRelu',
  'elu',
  'selu',
  'softplus',
  'silu',
  'mish',
  'gelu',
  'geluTanh',
  'tanh',
  'hardtanh',
  'sigmoid',
  'hardSigmoid',
  'softsign',
  'erf',
  'sin',
];

/** Values of f and f′, computed with mpmath at 700 digits from the definitions. */
const values: [ActivationName, z: number, f: number, df: number][] = [
  ['softplus', -36, 2.319522830243569e-16, 2.319522830243569e-16],
  ['softplus', -6, 0.00247568513773045, 0.002472623156634774],
  ['softplus', 0.5, 0.9740769841801067, 0.6224593312018546],
  ['softplus', 6, 6.00247568513773, 0.9975273768433652],
  ['silu', -36, -8.350282188876848e-15, -8.118329905852488e-15],
  ['silu', -6, -0.01483573893980865, -0.01232643259152551],
  ['silu', 0.5, 0.3112296656009273, 0.7399611873026518],
  ['silu', 6, 5.985164261060191, 1.012326432591526],
  ['mish', -36, -8.350282188876848e-15, -8.118329905852492e-15],
  ['mish', -6, -0.01485408047942499, -0.01235996793178131],
  ['mish', 0.5, 0.3752452113048951, 0.8864243753577273],
  ['mish', 6, 5.999926634065253, 1.00013414050621],
  ['gelu', -36, -1.505744663687022e-282, -5.420674359367623e-281],
  ['gelu', -6, -5.919525870226189e-9, -3.546870945390201e-8],
  ['gelu', 0.5, 0.3457312306370066, 0.8674951246561629],
  ['gelu', 6, 5.999999994080474, 1.000000035468709],
  ['geluTanh', -6, -8.439646700762297e-11, -7.709973930953696e-10],
  ['geluTanh', 0.5, 0.3457140098251439, 0.8673699035346423],
  ['geluTanh', 6, 5.999999999915604, 1.000000000770997],
  ['tanh', -36, -1, 2.152074464008455e-31],
  ['tanh', -6, -0.9999877116507956, 0.0000245765474053327],
  ['tanh', 0.5, 0.4621171572600098, 0.7864477329659274],
  ['tanh', 6, 0.9999877116507956, 0.0000245765474053327],
  ['sigmoid', -36, 2.319522830243569e-16, 2.319522830243568e-16],
  ['sigmoid', -6, 0.002472623156634774, 0.002466509291360048],
  ['sigmoid', 0.5, 0.6224593312018546, 0.2350037122015945],
  ['sigmoid', 6, 0.9975273768433652, 0.002466509291360048],
  ['softsign', -36, -0.972972972972973, 0.0007304601899196494],
  ['softsign', -6, -0.8571428571428571, 0.02040816326530612],
  ['softsign', 0.5, 0.3333333333333333, 0.4444444444444444],
  ['softsign', 6, 0.8571428571428571, 0.02040816326530612],
  ['erf', -6, -1, 2.617301239249265e-16],
  ['erf', 0.5, 0.5204998778130465, 0.8787825789354448],
  ['erf', 6, 1, 2.617301239249265e-16],
  ['elu', -36, -0.9999999999999998, 2.319522830243569e-16],
  ['elu', -6, -0.9975212478233336, 0.002478752176666358],
  ['elu', 0.5, 0.5, 1],
  ['elu', 6, 6, 1],
  ['selu', -36, -1.758099340847376, 4.077951558931661e-16],
  ['selu', -6, -1.753741448279456, 0.004357892567921125],
  ['selu', 0.5, 0.5253504936777402, 1.05070098735548],
  ['selu', 6, 6.304205924132883, 1.05070098735548],
];

describe('activation', () => {
  for (const name of names) {
    const { f, df, kinks = [], slopes, range } = activation(name);

    it(`${name} has a derivative that matches its values`, () => {
      for (const z of [-20, -3, -0.7, -1e-3, 1e-3, 0.5, 2, 20]) {
        const h = 1e-6 * Math.max(1, Math.abs(z));
        expect(df(z), `at ${z}`).to.be.closeTo((f(z + h) - f(z - h)) / (2 * h), 1e-7);
      }
    });

    it(`${name} has the left derivative at its kinks, and no kinks elsewhere`, () => {
      for (const z of kinks) expect(df(z), `at ${z}`).to.be.closeTo(df(z - 1e-9), 1e-8);
      const grid = Array.from({ length: 1600 }, (_, i) => -8 + (i + 0.5) / 100);
      for (const z of grid.filter((z) => kinks.every((kink) => Math.abs(z - kink) > 0.01))) {
        expect(df(z + 1e-7), `at ${z}`).to.be.closeTo(df(z - 1e-7), 1e-6);
      }
    });

    it(`${name} is finite up to ±1000, and so is its derivative`, () => {
      for (const z of [-1000, -750, -100, -37, 37, 100, 750, 1000]) {
        expect([f(z), df(z)], `at ${z}`).to.satisfy((pair: number[]) => pair.every(Number.isFinite));
      }
    });

    it(`${name} keeps NaN`, () => {
      expect(f(Number.NaN)).to.be.NaN;
      expect(df(Number.NaN)).to.satisfy((d: number) => name === 'linear' || Number.isNaN(d));
    });

    it(`${name} has the slopes or the range that it declares`, () => {
      if (slopes) for (const z of [0.3, 7]) expect([f(-z), f(z)]).to.deep.equal([slopes[0] * -z + 0, slopes[1] * z]);
      if (range) expect([f(-Infinity), f(Infinity)]).to.deep.equal(range);
    });
  }

  it('has 13 correct digits where the plain formula cancels or overflows (mpmath)', () => {
    for (const [name, z, value, derivative] of values) {
      const { f, df } = activation(name);
      expect(f(z), `${name} at ${z}`).to.be.closeTo(value, 1e-13 * Math.abs(value));
      expect(df(z), `${name}′ at ${z}`).to.be.closeTo(derivative, 1e-13 * Math.abs(derivative));
    }
  });

  it('computes relu6, hardtanh, squaredRelu and the hardSigmoid of TensorFlow.js exactly', () => {
    expect([-3, -1, 0, 3].map(activation('hardSigmoid').f)).to.deep.equal([0, 0.3, 0.5, 1]);
    expect([-1, 2, 7].map(activation('relu6').f)).to.deep.equal([0, 2, 6]);
    expect([-2, -0.5, 2].map(activation('hardtanh').f)).to.deep.equal([-1, -0.5, 1]);
    expect([-2, 3].map(activation('squaredRelu').f)).to.deep.equal([0, 9]);
  });

  it('accepts the slope of leakyRelu, .01 by default, and the alpha of elu, 1 by default', () => {
    expect(activation('leakyRelu').f(-2)).to.equal(-0.02);
    expect(activation('leakyRelu', { slope: 0.2 }).df(-2)).to.equal(0.2);
    expect(activation('elu').f(-50)).to.equal(-1);
    expect(activation('elu', { alpha: 2 }).f(-50)).to.equal(-2);
  });

  it('knows the names of TensorFlow.js', () => {
    expect(activation('swish').name).to.equal('silu');
    expect(activation('gelu_new').name).to.equal('geluTanh');
  });

  it('refuses an unknown name and lists those it knows', () => {
    expect(() => activation('rleu' as ActivationName)).to.throw(
      RangeError,
      'activation is "rleu"; allowed: linear, relu, leakyRelu, relu6',
    );
    expect(() => activation('toString' as ActivationName)).to.throw(RangeError, 'allowed');
  });

  it('refuses parameters that the activation lacks, and a parameter that is not a number', () => {
    expect(() => activation('relu', { slope: 0.1 })).to.throw(TypeError, 'activation("relu"): unknown option "slope"');
    expect(() => activation('leakyRelu', { alpha: 1 })).to.throw(TypeError, 'unknown option "alpha"; allowed: slope');
    expect(() => activation('leakyRelu', { slope: Number.NaN })).to.throw(RangeError, 'slope is NaN');
    expect(() => activation('elu', { alpha: Infinity })).to.throw(RangeError, 'alpha is Infinity');
  });

  it('accepts a user’s activation if its parts are valid', () => {
    const own: Activation = { name: 'square', f: (z) => z * z, df: (z) => 2 * z };
    expect(toActivation(own)).to.equal(own);
    expect(toActivation('relu').name).to.equal('relu');
    expect(() => toActivation({ name: 'x', f: Math.abs } as unknown as Activation)).to.throw(
      TypeError,
      '{ name, f, df }',
    );
    expect(() => toActivation(null as unknown as Activation)).to.throw(TypeError, 'activation is null');
    expect(() => toActivation({ ...own, kinks: [0, Number.NaN] })).to.throw(
      RangeError,
      'one of the kinks of activation square is NaN',
    );
    expect(() => toActivation({ ...own, kinks: 0 as unknown as number[] })).to.throw(TypeError, 'must be an array');
  });
});
