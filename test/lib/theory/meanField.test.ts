import { expect } from 'chai';
import { type ActivationName, activation, meanField, moments } from 'initlab';

/** Expects as many decimals as the string has. */
function expectDigits(value: number, digits: string, what = ''): void {
  const decimals = digits.split('.')[1].length;
  expect(value, what).to.be.closeTo(Number(digits), 0.500001 * 10 ** -decimals);
}

describe('meanField', () => {
  describe('next and chi', () => {
    it('are σ_w²·E φ² + σ_b² and σ_w²·E φ′² (Poole et al. 2016, eq. 3; Schoenholz et al. 2017, eq. 9)', () => {
      const field = meanField({ activation: 'gelu', weightVariance: 3, biasVariance: 0.2 });
      const { secondMoment, derivativeSecondMoment } = moments('gelu', { q: 0.7 });
      expect(field.next(0.7)).to.equal(3 * secondMoment + 0.2);
      expect(field.chi(0.7)).to.equal(3 * derivativeSecondMoment);
    });
  });

  describe('fixedPoint', () => {
    const tanh: [sigma: number, q: string, second: string, chi: string][] = [
      [5 / 3, '1.1784805', '.4242530', '1.2098313'],
      [Math.SQRT2, '.6179648', '.3089824', '1.1055288'],
    ];
    for (const [sigma, q, second, chi] of tanh) {
      it(`is ${q} with χ = ${chi} for tanh at σ_w = ${sigma} (mean-field recursion, Poole et al. 2016)`, () => {
        const point = meanField({ activation: 'tanh', weightVariance: sigma ** 2 }).fixedPoint();
        expect(point).to.include({ kind: 'finite', stable: true });
        expectDigits(point.q, q);
        expectDigits(point.chi, chi);
        expectDigits(moments('tanh', { q: point.q }).secondMoment, second);
      });
    }

    it('is 1 with χ = 1.1778072 for tanh at its gain at q = 1 (Poole et al. 2016)', () => {
      const { q, chi } = meanField({ activation: 'tanh', weightVariance: 1 / 0.39429449039784 }).fixedPoint();
      expect(q).to.be.closeTo(1, 1e-12);
      expectDigits(chi, '1.1778072');
    });

    it('is q = .264687 with χ = .0557207 for sigmoid at gain 1, and 5.8554 with .3989 at gain 4 (Schoenholz et al. 2017)', () => {
      const one = meanField({ activation: 'sigmoid', weightVariance: 1 });
      expectDigits(one.fixedPoint().q, '.264687');
      expectDigits(one.fixedPoint().chi, '.0557207');
      expectDigits(one.fixedPoint().chi ** 5 * 1e7, '5.4', 'ten layers: gradient standard deviation × 5.4e-7');
      const four = meanField({ activation: 'sigmoid', weightVariance: 16 }).fixedPoint();
      expectDigits(four.q, '5.8554');
      expectDigits(four.chi, '.3989');
    });

    it('is q = 1 for selu without biases at σ_w = 1 (Klambauer et al. 2017)', () => {
      expect(meanField({ activation: 'selu', weightVariance: 1 }).fixedPoint()).to.deep.include({
        kind: 'finite',
        q: 1,
        stable: true,
      });
    });

    it('is every q for ReLU at σ_w² = 2, even if √2 is squared (He et al. 2015)', () => {
      for (const weightVariance of [2, Math.SQRT2 ** 2]) {
        const point = meanField({ activation: 'relu', weightVariance }).fixedPoint();
        expect(point).to.deep.include({ kind: 'every', q: 1, stable: false });
        expect(point.chi).to.be.closeTo(1, 1e-15);
      }
    });

    it('is 0 if the signal vanishes, exponentially or as 1/depth', () => {
      const vanishing = meanField({ activation: 'relu', weightVariance: 1.9 }).fixedPoint();
      expect(vanishing).to.deep.equal({ kind: 'zero', q: 0, chi: 0.95, stable: true });
      const critical = meanField({ activation: 'tanh', weightVariance: 1 }).fixedPoint();
      expect(critical).to.deep.equal({ kind: 'zero', q: 0, chi: 1, stable: true });
    });

    it('is infinite if the signal explodes, even through biases alone', () => {
      const exploding = meanField({ activation: 'relu', weightVariance: 3 }).fixedPoint();
      expect(exploding).to.deep.equal({ kind: 'infinite', q: Infinity, chi: 1.5, stable: true });
      expect(meanField({ activation: 'relu', weightVariance: 2, biasVariance: 0.1 }).fixedPoint().kind).to.equal(
        'infinite',
      );
      expect(meanField({ activation: 'squaredRelu', weightVariance: 1 }).fixedPoint().kind).to.equal('infinite');
    });

    it('is σ_b²/(1 − σ_w²/2) for ReLU with biases, however small', () => {
      for (const biasVariance of [1e-30, 0.1, 100]) {
        const { q } = meanField({ activation: 'relu', weightVariance: 1, biasVariance }).fixedPoint();
        expect(q / (2 * biasVariance)).to.be.closeTo(1, 1e-12);
      }
    });

    it('is a fixed point for every activation and many variances, if it is finite', () => {
      const names: ActivationName[] = [
        'tanh',
        'erf',
        'softsign',
        'sigmoid',
        'gelu',
        'silu',
        'elu',
        'hardtanh',
        'sin',
        'relu6',
      ];
      for (const name of names) {
        for (const weightVariance of [0.3, 1.5, 4]) {
          for (const biasVariance of [0, 0.2]) {
            const field = meanField({ activation: name, weightVariance, biasVariance });
            const { kind, q } = field.fixedPoint();
            if (kind === 'finite') expect(field.next(q) / q, `${name} ${weightVariance}`).to.be.closeTo(1, 1e-12);
          }
        }
      }
    });
  });

  describe('depthScale', () => {
    it('is 1/|ln χ|, and infinite on the critical line (Schoenholz et al. 2017, eq. 12)', () => {
      const field = meanField({ activation: 'tanh', weightVariance: 2 });
      expect(field.depthScale()).to.be.closeTo(1 / Math.log(1.1055288), 1e-5);
      expect(meanField({ activation: 'sigmoid', weightVariance: 1 }).depthScale()).to.be.closeTo(
        -1 / Math.log(0.0557207),
        1e-6,
      );
      expect(meanField({ activation: 'relu', weightVariance: Math.SQRT2 ** 2 }).depthScale()).to.equal(Infinity);
      expect(meanField({ activation: 'tanh', weightVariance: 1 }).depthScale()).to.equal(Infinity);
    });
  });

  describe('correlationDepthScale', () => {
    it('is the depth scale of gradients if c* = 1, and infinite on the critical line (Schoenholz et al. 2017, §3)', () => {
      const ordered = meanField({ activation: 'tanh', weightVariance: 1.2, biasVariance: 0.05 });
      expect(ordered.correlationDepthScale()).to.be.closeTo(ordered.depthScale(), 1e-9);
      expect(meanField({ activation: 'relu', weightVariance: 2 }).correlationDepthScale()).to.equal(Infinity);
    });

    it('matches the approach to c* of two inputs over 40 layers of a chaotic net', () => {
      const field = meanField({ activation: 'tanh', weightVariance: 3, biasVariance: 0.05 });
      const { q } = field.fixedPoint();
      const path = [0];
      for (let l = 0; l < 90; l++) path.push(field.correlation(path[l], q));
      const end = path[90];
      const measured = -20 / Math.log((end - path[40]) / (end - path[20]));
      expect(field.correlationDepthScale()).to.be.closeTo(measured, 0.01 * measured);
    });

    it('follows from the exact slope of the correlation map of erf, with biases and without (Williams 1997)', () => {
      for (const biasVariance of [0, 0.01, 0.2]) {
        const field = meanField({ activation: 'erf', weightVariance: 4, biasVariance });
        const { q } = field.fixedPoint();
        const map = (c: number): number => (8 / Math.PI) * Math.asin((2 * q * c) / (1 + 2 * q)) + biasVariance;
        let c = 0;
        for (let layer = 0; layer < 1000; layer++) c = map(c) / q;
        const slope = (8 / Math.PI) * (2 / Math.sqrt((1 + 2 * q) ** 2 - (2 * q * c) ** 2));
        expect(field.correlationDepthScale()).to.be.closeTo(-1 / Math.log(slope), 1e-9);
      }
    });

    it('refuses a signal that vanishes', () => {
      expect(() => meanField({ activation: 'relu', weightVariance: 1 }).correlationDepthScale()).to.throw(
        RangeError,
        'goes to 0',
      );
    });
  });

  describe('correlation', () => {
    const iterate = (name: ActivationName, weightVariance: number, layers: number): number[] => {
      const field = meanField({ activation: name, weightVariance });
      const path = [0];
      for (let l = 0; l < layers; l++) path.push(field.correlation(path[l], 1));
      return path;
    };

    it('takes the values .318310, .493731, …, .735946, .871536, .948428, .987862 for ReLU (arc-cosine kernel, Cho & Saul 2009)', () => {
      const c = iterate('relu', 2, 1000);
      const digits = { 1: '.318310', 2: '.493731', 5: '.735946', 10: '.871536', 20: '.948428', 50: '.987862' };
      for (const [layer, value] of Object.entries(digits)) expectDigits(c[Number(layer)], value);
      expect(((1 - c[1000]) * 2 * 1000 ** 2) / (9 * Math.PI ** 2), '1 − c ~ 9π²/(2l²)').to.be.closeTo(1, 0.03);
    });

    const grid = [-1, -1 + 1e-9, -0.7, 0, 0.4, 0.99, 1 - 1e-6, 1 - 1e-12, 1];

    it('is asin(2qc/(1 + 2q))/asin(2q/(1 + 2q)) for erf up to c = ±1 (Williams 1997)', () => {
      for (const q of [0.01, 1, 100]) {
        const field = meanField({ activation: 'erf', weightVariance: 1.7 });
        for (const c of grid) {
          const exact = Math.asin((2 * q * c) / (1 + 2 * q)) / Math.asin((2 * q) / (1 + 2 * q));
          expect(field.correlation(c, q), `c = ${c}, q = ${q}`).to.be.closeTo(exact, 1e-12);
        }
      }
    });

    it('is (σ_w² e^−q sinh qc + σ_b²)/(σ_w² e^−q sinh q + σ_b²) for sin with biases', () => {
      const field = meanField({ activation: 'sin', weightVariance: 2, biasVariance: 0.3 });
      const joint = (q: number, c: number): number => 2 * Math.exp(-q) * Math.sinh(q * c) + 0.3;
      for (const q of [0.01, 1, 10, 100]) {
        for (const c of grid) expect(field.correlation(c, q)).to.be.closeTo(joint(q, c) / joint(q, 1), 1e-12);
      }
    });

    it('agrees between quadrature and the closed form for leaky ReLU, kinks included', () => {
      const { name, f, df, slopes } = activation('leakyRelu', { slope: -0.4 });
      const closed = meanField({ activation: { name, f, df, slopes: slopes ?? [0, 0] }, weightVariance: 1 });
      const quadrature = meanField({ activation: { name, f, df, kinks: [0] }, weightVariance: 1 });
      for (const c of grid) expect(quadrature.correlation(c, 3)).to.be.closeTo(closed.correlation(c, 3), 2e-11);
    });

    it('moves away from 1 by χ if the net is chaotic (Schoenholz et al. 2017, eq. 9)', () => {
      const field = meanField({ activation: 'tanh', weightVariance: 2 });
      const { q, chi } = field.fixedPoint();
      expect((1 - field.correlation(1 - 1e-6, q)) / 1e-6).to.be.closeTo(chi, 1e-5);
    });
  });

  describe('trajectory', () => {
    it('falls as 1/(2l) for tanh at σ_w = 1, and so do gradients (input second moment 1; Schoenholz et al. 2017)', () => {
      const layers = meanField({ activation: 'tanh', weightVariance: 1 }).trajectory(1, 50);
      const seconds = {
        1: '.39429',
        2: '.23645',
        3: '.16666',
        4: '.12790',
        5: '.10344',
        10: '.0522',
        20: '.0259',
        50: '.01022',
      };
      const gradients = { 5: '.1375', 10: '.0714', 20: '.0360', 50: '.0143' };
      for (const [layer, value] of Object.entries(seconds)) expectDigits(layers[Number(layer)].secondMoment, value);
      for (const [layer, value] of Object.entries(gradients)) expectDigits(layers[Number(layer)].gradientFactor, value);
    });

    it('keeps the second moment of a ReLU net while two inputs become alike: correlation .735946 after 5 layers (Cho & Saul 2009)', () => {
      const layers = meanField({ activation: 'relu', weightVariance: 2 }).trajectory(3, 50);
      expect(layers).to.have.length(51);
      expect(layers[0]).to.deep.equal({ layer: 0, q: 3, secondMoment: 3, gradientFactor: 1, correlation: 0 });
      expectDigits(layers[5].correlation, '.735946');
      expectDigits(layers[50].correlation, '.987862');
      expect(layers[50].q).to.be.closeTo(6, 1e-12);
      expect(layers[50].secondMoment).to.be.closeTo(3, 1e-12);
    });

    it('approaches 1 − c_l ~ 9π²/(2l²) for ReLU (Schoenholz et al. 2017; Hayou et al. 2019, prop. 2)', () => {
      const layers = meanField({ activation: 'relu', weightVariance: 2 }).trajectory(1, 100_000);
      const ratio = (l: number): number => (1 - layers[l].correlation) / ((9 * Math.PI ** 2) / (2 * l ** 2));
      expect(ratio(5000)).to.be.closeTo(1, 0.01);
      expect(ratio(100_000)).to.be.closeTo(1, 0.0005);
    });

    it('agrees with correlation, biases included', () => {
      const field = meanField({ activation: 'gelu', weightVariance: 2, biasVariance: 0.1 });
      const [, first, second] = field.trajectory(1, 2, 0.5);
      const c = (2 * 0.5 + 0.1) / 2.1;
      expect(first.q).to.be.closeTo(2.1, 1e-15);
      const c2 = (2 * first.secondMoment * first.correlation + 0.1) / second.q;
      expect(c2).to.be.closeTo(field.correlation(c, 2.1), 1e-12);
      expect(second.q).to.be.closeTo(field.next(2.1), 1e-12);
    });
  });

  it('refuses values that are not allowed, and names them', () => {
    const field = meanField({ activation: 'relu', weightVariance: 4 });
    expect(() => meanField({ activation: 'relu', weightVariance: -1 })).to.throw(RangeError, 'weightVariance is -1');
    expect(() => meanField({ activation: 'relu', weightVariance: 1, biasVariance: Number.NaN })).to.throw(
      RangeError,
      'biasVariance is NaN',
    );
    expect(() => meanField({ activation: 'relu' } as never)).to.throw(TypeError, 'weightVariance is undefined');
    expect(() => meanField({ activation: 'relu', weightVariance: 1, sigma: 1 } as never)).to.throw(
      TypeError,
      'unknown option "sigma"',
    );
    expect(() => field.next(Infinity)).to.throw(RangeError, 'q is Infinity');
    expect(() => field.chi(-1)).to.throw(RangeError, 'q is -1');
    expect(() => field.correlation(1.1, 1)).to.throw(RangeError, 'c is 1.1; it must be a number from -1 to 1');
    expect(() => field.correlation(Number.NaN, 1)).to.throw(RangeError, 'c is NaN');
    expect(() => field.correlation(0, 0)).to.throw(RangeError, 'q is 0');
    expect(() => field.trajectory(0, 5)).to.throw(RangeError, 'q0 is 0');
    expect(() => field.trajectory(1, 2.5)).to.throw(RangeError, 'depth is 2.5');
    expect(() => field.trajectory(1, 2000)).to.throw(RangeError, /of layer \d+ is Infinity/);
    expect(() => meanField({ activation: 'relu', weightVariance: 0 }).correlation(0, 1)).to.throw(
      RangeError,
      'is 0; it must',
    );
  });
});
