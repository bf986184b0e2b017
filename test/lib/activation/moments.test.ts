import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Activation, type ActivationName, activation, gain, type Moments, meanField, moments } from 'initlab';

/** Rows of [q, mean, E f, E f², Var f, E f′²], computed by moments.py. */
const table: Record<string, number[][]> = JSON.parse(readFileSync(new URL('moments.json', import.meta.url), 'utf8'));

const parts = ['mean', 'secondMoment', 'variance', 'derivativeSecondMoment'] as const;

/** Gives the error, relative above 1 and absolute below. */
const error = (value: number, exact: number): number => Math.abs(value - exact) / Math.max(1, Math.abs(exact));

/** Rows of φ, E φ, E φ², Var φ, forward gain, E φ′² and backward gain at N(0, 1). */
type Row = [phi: Activation, digits: string[]];
const standard: Row[] = [
  [activation('relu'), ['.398942280401', '.5', '.340845056908', '1.41421356237', '.5', '1.41421356237']],
  [activation('leakyRelu'), ['.394952857597', '.50005', '.344062240276', '1.414142857', '.50005', '1.414142857']],
  [
    activation('leakyRelu', { slope: 0.2 }),
    ['.319153824321', '.52', '.418140836421', '1.38675049056', '.52', '1.38675049056'],
  ],
  [activation('tanh'), ['0', '.394294490398', '.394294490398', '1.59253741972', '.464402902448', '1.46741359163']],
  [
    activation('sigmoid'),
    ['.5', '.293379035858', '.0433790358581', '1.84622854534', '.0448362413502', '4.72264608594'],
  ],
  [
    activation('gelu'),
    ['.282094791774', '.425221482570', '.345644011024', '1.53353044120', '.455850865649', '1.48111441271'],
  ],
  [
    activation('geluTanh'),
    ['.282038588079', '.425193711033', '.345647945868', '1.53358052167', '.455817845963', '1.48116805809'],
  ],
  [
    activation('silu'),
    ['.206620964142', '.355775519817', '.313083296994', '1.67653247033', '.379482351633', '1.62332025795'],
  ],
  [
    activation('elu'),
    ['.160520572267', '.644945417493', '.619178563372', '1.24519830070', '.668102001223', '1.22342855755'],
  ],
  [activation('selu'), ['0', '1', '1', '1', '1.07157499246', '.966025776974']],
  [
    activation('softplus'),
    ['.806059183347', '.921245908859', '.271514501801', '1.04186683554', '.293379035858', '1.84622854534'],
  ],
  [activation('sin'), ['0', '.432332358382', '.432332358382', '1.52086662318', '.567667641618', '1.32725060028']],
];

function expectDigits(value: number, digits: string, what = ''): void {
  const decimals = digits.split('.')[1]?.length ?? 12;
  expect(value, what).to.be.closeTo(Number(digits), 0.5000001 * 10 ** -decimals);
}

/**
 * Computes E f(z) for z ~ N(0, 1) from the zeros of the Hermite polynomial He_n, which lie between
 * those of He_(n−1).
 */
function gaussHermite(f: (z: number) => number, nodes: number): number {
  /** Gives He_n/√(n!) and He_(n−1)/√((n−1)!). */
  const hermite = (n: number, z: number): [number, number] => {
    let [before, value] = [0, 1];
    for (let k = 0; k < n; k++) [before, value] = [value, (z * value - Math.sqrt(k) * before) / Math.sqrt(k + 1)];
    return [value, before];
  };
  let zeros: number[] = [];
  for (let n = 1; n <= nodes; n++) {
    const ends = [-2 * Math.sqrt(n + 1), ...zeros, 2 * Math.sqrt(n + 1)];
    zeros = ends.slice(1).map((high, i) => {
      let [from, to] = [ends[i], high];
      const sign = Math.sign(hermite(n, from)[0]);
      for (let step = 0; step < 60; step++) {
        const middle = (from + to) / 2;
        if (Math.sign(hermite(n, middle)[0]) === sign) from = middle;
        else to = middle;
      }
      return (from + to) / 2;
    });
  }
  return zeros.reduce((sum, z) => sum + f(z) / (nodes * hermite(nodes, z)[1] ** 2), 0);
}

describe('moments', () => {
  for (const [phi, [mean, second, variance, forward, derivative, backward]] of standard) {
    it(`agree with an independent quadrature for ${phi.name} (${phi.f(-1).toFixed(3)} at −1) under N(0, 1), and so do the gains`, () => {
      const m = moments(phi);
      expectDigits(m.mean, mean, 'E φ');
      expectDigits(m.secondMoment, second, 'E φ²');
      expectDigits(m.variance, variance, 'Var φ');
      expectDigits(gain(phi), forward, 'forward gain');
      expectDigits(m.derivativeSecondMoment, derivative, 'E φ′²');
      expectDigits(gain(phi, { direction: 'backward' }), backward, 'backward gain');
    });
  }

  for (const [name, rows] of Object.entries(table)) {
    it(`agree with mpmath to 1e-12 for ${name} with q from 1e-4 to 1e4 and means within ±10`, () => {
      expect(rows).to.have.length(25);
      for (const [q, mean, ...exact] of rows) {
        const m = moments(name as ActivationName, { q, mean });
        parts.forEach((part, i) => {
          expect(error(m[part], exact[i]), `${part} at N(${mean}, ${q})`).to.be.below(1e-12);
        });
      }
    });
  }

  it('are (1 + α²)/2 and (1 + α²)/2 − (1 − α)²/(2π) for leaky ReLU with any slope α', () => {
    for (const slope of [-2, -1, 0, 0.3, 1, 10]) {
      const m = moments(activation('leakyRelu', { slope }));
      const second = (1 + slope ** 2) / 2;
      expect(error(m.secondMoment, second)).to.be.below(1e-15);
      expect(error(m.variance, second - (1 - slope) ** 2 / (2 * Math.PI))).to.be.below(1e-15);
    }
  });

  it('elude Gauss–Hermite quadrature for functions with kinks: with 64 nodes it misses relu by 2.6e-3, selu by 2.1e-4 and hardtanh by 8.9e-3, and more nodes can be worse', () => {
    const relu = (nodes: number) => gaussHermite((z) => Math.max(0, z), nodes) - moments('relu').mean;
    const square = (name: ActivationName) =>
      gaussHermite((z) => activation(name).f(z) ** 2, 64) - moments(name).secondMoment;
    expectDigits(Math.abs(relu(64)), '.0026');
    expectDigits(Math.abs(square('selu')), '.00021');
    expectDigits(Math.abs(square('hardtanh')), '.0089');
    expect(Math.abs(square('tanh')), 'smooth').to.be.below(1e-8);
    const errors = [16, 17, 32, 33].map((nodes) => Math.abs(relu(nodes)));
    expect(errors).to.not.deep.equal(errors.toSorted((a, b) => b - a));
  });

  it('show that weights of variance 2π/((π − 1)n) = 2.933884/n, which keep Var a of a ReLU, multiply E a² by 1.467 per layer (He et al. 2015)', () => {
    const scale = 1 / moments('relu').variance;
    expectDigits(scale, '2.933884');
    expect(scale).to.be.closeTo((2 * Math.PI) / (Math.PI - 1), 1e-14);
    const [, first, second] = meanField({ activation: 'relu', weightVariance: scale }).trajectory(1, 2);
    expectDigits(second.secondMoment / first.secondMoment, '1.467');
  });

  it('are the same for ReLU in closed form and by quadrature', () => {
    const { name, f, df, kinks } = activation('relu');
    for (const mean of [-10, -0.7, 0, 3]) {
      for (const q of [1e-4, 1, 1e4]) {
        const [closed, quadrature] = [
          moments('relu', { mean, q }),
          moments({ name, f, df, kinks: kinks ?? [] }, { mean, q }),
        ];
        for (const part of parts) expect(error(closed[part], quadrature[part]), part).to.be.below(1e-12);
      }
    }
  });

  it('are (2/π)·asin(2q/(1 + 2q)) and 4/(π√(1 + 4q)) for erf (Williams 1997)', () => {
    for (const q of [1e-4, 0.1, 1, 100, 1e4]) {
      const m = moments('erf', { q });
      expect(m.secondMoment).to.be.closeTo((2 / Math.PI) * Math.asin((2 * q) / (1 + 2 * q)), 1e-13);
      expect(m.derivativeSecondMoment).to.be.closeTo(4 / (Math.PI * Math.sqrt(1 + 4 * q)), 1e-13);
    }
  });

  it('keep the relative precision of a variance far below the mean', () => {
    const { variance } = moments('softplus', { mean: 10, q: 1e-12 });
    expect(variance / 1e-12).to.be.closeTo(activation('softplus').df(10) ** 2, 1e-9);
  });

  it('hold to 1e-9 for a user’s function even without its kinks', () => {
    const absolute: Activation = { name: 'absolute', f: (z) => Math.abs(z - 0.3), df: (z) => Math.sign(z - 0.3) };
    const exact = moments({ ...absolute, kinks: [0.3] });
    for (const part of parts) expect(error(moments(absolute)[part], exact[part]), part).to.be.below(1e-9);
    expect(exact.secondMoment).to.be.closeTo(1.09, 1e-14);
  });

  it('are right for a function whose scale is far from 1: sin 40z', () => {
    const fast: Activation = { name: 'fast', f: (z) => Math.sin(40 * z), df: (z) => 40 * Math.cos(40 * z) };
    const m = moments(fast, { q: 4 });
    expect(m.secondMoment).to.be.closeTo(0.5, 1e-12);
    expect(m.derivativeSecondMoment).to.be.closeTo(800, 1e-9);
  });

  it('are those of the value at the mean if q = 0, averaged over both sides of a kink', () => {
    const point: Moments = {
      mean: Math.tanh(2),
      secondMoment: Math.tanh(2) ** 2,
      variance: 0,
      derivativeSecondMoment: 0,
    };
    const m = moments('tanh', { mean: 2, q: 0 });
    expect(m).to.deep.equal({ ...point, derivativeSecondMoment: m.derivativeSecondMoment });
    expect(m.derivativeSecondMoment).to.be.closeTo(Math.cosh(2) ** -4, 1e-12);
    expect(moments('relu', { q: 0 }).derivativeSecondMoment).to.equal(0.5);
    expect(moments('relu', { q: 0, mean: 1 }).derivativeSecondMoment).to.equal(1);
  });

  it('refuse arguments and functions that are not finite', () => {
    expect(() => moments('relu', { q: -1 })).to.throw(RangeError, 'q is -1');
    expect(() => moments('tanh', { q: Infinity })).to.throw(RangeError, 'q is Infinity');
    expect(() => moments('tanh', { mean: Number.NaN })).to.throw(RangeError, 'mean is NaN');
    expect(() => moments('tanh', { variance: 1 } as object)).to.throw(TypeError, 'moments: unknown option "variance"');
    const root: Activation = { name: 'root', f: Math.sqrt, df: (z) => 0.5 / Math.sqrt(z) };
    expect(() => moments(root)).to.throw(RangeError, 'activation root under N(0, 1): the integrand is NaN at z = -');
    expect(() => moments(root, { q: 0, mean: -1 })).to.throw(RangeError, 'its value at z = -1 is NaN');
  });

  it('throw instead of overflowing', () => {
    expect(() => moments('relu', { mean: 1e200 })).to.throw(RangeError, 'activation relu under N(1e+200, 1): a moment');
    expect(() => moments('linear', { mean: -1e160, q: 1e300 })).to.throw(RangeError, 'overflows');
  });

  it('throw if a function is too rough to integrate', () => {
    const rough: Activation = { name: 'rough', f: (z) => (z * 2 ** 40) % 1, df: () => 0 };
    expect(() => moments(rough)).to.throw(RangeError, 'varies too fast');
  });
});
