import { expect } from 'chai';
import {
  type Distribution,
  type FanMode,
  fans,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  kaimingNormal,
  kaimingUniform,
  lecunNormal,
  lecunUniform,
  type ModeOption,
  random,
  type ScaledOptions,
  type VarianceScalingOptions,
  varianceScaling,
  xavierNormal,
  xavierUniform,
} from 'initlab';
import { ksPValue, moment, normalCdf } from '../random/statistics.js';

const modes: FanMode[] = ['fanIn', 'fanOut', 'fanAvg', 'fanGeoAvg'];
const distributions = ['uniform', 'normal', 'truncatedNormal'] as const satisfies Distribution[];
type Continuous = (typeof distributions)[number];
const TRUNCATED_STD = 0.8796256610342398;

/** Distribution functions with mean 0 and variance 1, and their fourth moments. */
const standard: Record<Continuous, { cdf(x: number): number; kurtosis: number }> = {
  uniform: { cdf: (x) => (x / Math.sqrt(3) + 1) / 2, kurtosis: 9 / 5 },
  normal: { cdf: normalCdf, kurtosis: 3 },
  truncatedNormal: {
    cdf: (x) => (normalCdf(x * TRUNCATED_STD) - normalCdf(-2)) / (1 - 2 * normalCdf(-2)),
    kurtosis: 2.3654,
  },
};

function expectDistribution(w: Float32Array, variance: number, distribution: Continuous): void {
  const { cdf, kurtosis } = standard[distribution];
  const error = Math.sqrt((kurtosis - 1) / w.length);
  expect(moment(w, 2) / variance, 'variance').to.be.closeTo(1, 4 * error);
  expect(error, 'a variance of .774 would fail').to.be.below((1 - 0.774) / 8);
  expect(
    ksPValue(w, (x) => cdf(x / Math.sqrt(variance))),
    'KS',
  ).to.be.above(1e-4);
}

function divisor(shape: number[], mode: FanMode, options: object): number {
  const { fanIn, fanOut } = fans(shape, options);
  return { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2, fanGeoAvg: Math.sqrt(fanIn * fanOut) }[mode];
}

const kernels: [number[], Omit<VarianceScalingOptions, 'scale' | 'mode' | 'distribution'>][] = [
  [[256, 128], {}],
  [[40, 900], {}],
  [[3, 3, 32, 64], {}],
  [[3, 3, 16, 64], { groups: 4, strides: 2 }],
  [[5, 5, 256, 2], { layer: 'depthwise' }],
  [[4, 4, 32, 16], { layer: 'convTranspose', strides: [2, 2] }],
];

describe('varianceScaling', () => {
  let seed = 1000;
  for (const distribution of distributions) {
    for (const mode of modes) {
      for (const [shape, options] of kernels) {
        const stream = random(seed++);
        const name = `${distribution} ${mode} [${shape}] ${options.layer ?? ''}`;
        it(`draws ${name} with the right variance (4 standard errors) and distribution (KS p > 1e-4)`, () => {
          const w = varianceScaling({ scale: 3, mode, distribution, ...options })(stream, shape);
          expectDistribution(w, 3 / divisor(shape, mode, options), distribution);
        });
      }
    }
  }

  it('draws no weight beyond the bounds of the truncated normal or of the uniform distribution', () => {
    const truncated = varianceScaling()(random(1), [100, 1000]);
    const bound = (2 * 0.1) / TRUNCATED_STD;
    expect(truncated.reduce((most, w) => Math.max(most, Math.abs(w)), 0)).to.be.within(0.99 * bound, bound);
    const uniform = varianceScaling({ distribution: 'uniform' })(random(1), [100, 1000]);
    expect(uniform.reduce((most, w) => Math.max(most, Math.abs(w)), 0)).to.be.within(
      0.999 * Math.sqrt(0.03),
      Math.sqrt(0.03),
    );
  });

  it('draws zeros for scale 0 in every distribution', () => {
    for (const distribution of distributions) {
      expect([...varianceScaling({ scale: 0, distribution })(random(1), [2, 2])]).to.deep.equal([0, 0, 0, 0]);
    }
  });

  it('refuses unknown options and values', () => {
    expect(() => varianceScaling({ scale: -1 })).to.throw(RangeError, 'scale is -1');
    expect(() => varianceScaling({ scale: Number.NaN })).to.throw(RangeError, 'scale is NaN');
    expect(() => varianceScaling({ mode: 'fan_in' as FanMode })).to.throw(
      RangeError,
      'mode is "fan_in"; allowed: fanIn, fanOut, fanAvg, fanGeoAvg',
    );
    expect(() => varianceScaling({ distribution: 'cauchy' as Distribution })).to.throw(
      RangeError,
      'allowed: uniform, normal, truncatedNormal',
    );
    expect(() => varianceScaling({ gain: 2 } as object)).to.throw(TypeError, 'varianceScaling: unknown option "gain"');
    expect(() => varianceScaling()(random(1), [10])).to.throw(RangeError, 'a bias has no fans');
  });
});

describe('an initializer of Xavier, He or LeCun', () => {
  const schemes: Record<
    string,
    { init: (options?: ScaledOptions & ModeOption) => Initializer; gain2: number; distribution: Continuous }
  > = {
    xavierUniform: { init: xavierUniform, gain2: 1, distribution: 'uniform' },
    xavierNormal: { init: xavierNormal, gain2: 1, distribution: 'normal' },
    heUniform: { init: heUniform, gain2: 2, distribution: 'uniform' },
    heNormal: { init: heNormal, gain2: 2, distribution: 'normal' },
    lecunUniform: { init: lecunUniform, gain2: 1, distribution: 'uniform' },
    lecunNormal: { init: lecunNormal, gain2: 1, distribution: 'normal' },
  };
  const shape = [300, 100];
  let seed = 2000;
  for (const [name, { init, gain2, distribution }] of Object.entries(schemes)) {
    const fan = name.startsWith('xavier') ? 200 : 300;

    for (const mode of name.startsWith('xavier') ? [undefined] : modes) {
      for (const [shape, options] of kernels) {
        const stream = random(seed++);
        const each = `${name} ${mode ?? ''} [${shape}] ${options.layer ?? ''}`;
        it(`draws weights of the right variance (4 standard errors) and distribution (KS p > 1e-4): ${each}`, () => {
          const w = init({ ...(mode && { mode }), ...options })(stream, shape);
          const fan = divisor(shape, mode ?? (name.startsWith('xavier') ? 'fanAvg' : 'fanIn'), options);
          expectDistribution(w, gain2 / fan, distribution);
        });
      }
    }

    it(`draws variance ${gain2}/${fan} for shape [300, 100] by default: ${name}`, () => {
      expectDistribution(init()(random(seed++), shape), gain2 / fan, distribution);
    });

    it(`takes its gain from the options gain, activation or slope: ${name}`, () => {
      const unit = init({ gain: 1 })(random(1), shape);
      const gains: [ScaledOptions, number][] = [
        [{ gain: 5 / 3 }, 5 / 3],
        [{ gain: 5 / 3, activation: 'tanh' }, 5 / 3],
        [{ activation: 'linear' }, 1],
        [{ activation: 'relu' }, Math.SQRT2],
        [{ activation: 'leakyRelu' }, 1.4141428569978354],
        [{ activation: 'leakyRelu', slope: 0.2 }, Math.sqrt(2 / 1.04)],
        [{ slope: 10 }, 0.14071950894605836],
        [{ activation: { name: 'absolute', f: Math.abs, df: Math.sign, slopes: [-1, 1] } }, 1],
        [{ activation: 'tanh' }, 1.59253741972],
        [{ activation: 'gelu' }, 1.5335304412],
        [{ activation: { name: 'tripled', f: (z) => 3 * Math.sin(z), df: (z) => 3 * Math.cos(z) } }, 1.52086662318 / 3],
        [{ gain: 0 }, 0],
      ];
      for (const [options, gain] of gains) {
        const w = init(options)(random(1), shape);
        for (const i of [0, 17, 29999]) expect(w[i]).to.be.closeTo(gain * unit[i], 1e-6 * Math.abs(unit[i]));
      }
    });

    it(`refuses an invalid gain, slope or activation: ${name}`, () => {
      expect(() => init({ activation: 'rleu' as 'relu' })).to.throw(
        RangeError,
        'activation is "rleu"; allowed: linear',
      );
      expect(() => init({ activation: 'relu', slope: 0.1 })).to.throw(
        RangeError,
        "slope is 0.1; it is only allowed with activation 'leakyRelu'",
      );
      expect(() => init({ slope: Number.NaN })).to.throw(RangeError, 'slope is NaN');
      expect(() => init({ gain: Number.NaN })).to.throw(RangeError, 'gain is NaN');
      expect(() => init({ gian: 1 } as ScaledOptions)).to.throw(
        TypeError,
        `${name}: unknown option "gian"; allowed: activation`,
      );
    });
  }

  it('has r = .176777 or σ = .102062 for Xavier on 128 → 64 (Glorot & Bengio 2010)', () => {
    const uniform = xavierUniform()(random(1), [128, 64]);
    const largest = uniform.reduce((max, w) => Math.max(max, Math.abs(w)), 0);
    expect(largest).to.be.within(0.1767, 0.176777);
    const [sigma, z] = [xavierNormal()(random(1), [128, 64]), random(1).normal(new Float32Array(1))];
    expect(sigma[0] / z[0]).to.be.closeTo(0.102062, 1e-6);
  });

  it('accepts the option mode for He and LeCun, but not for Xavier', () => {
    const z = random(3).normal(new Float32Array(1))[0];
    const std = (init: Initializer): number => init(random(3), shape)[0] / z;
    expect(std(heNormal({ mode: 'fanOut' }))).to.be.closeTo(Math.sqrt(2 / 100), 1e-6);
    expect(std(heNormal({ mode: 'fanAvg' }))).to.be.closeTo(Math.sqrt(2 / 200), 1e-6);
    expect(std(lecunNormal({ mode: 'fanOut' }))).to.be.closeTo(Math.sqrt(1 / 100), 1e-6);
    expect(() => xavierNormal({ mode: 'fanIn' } as ScaledOptions)).to.throw(TypeError, 'unknown option "mode"');
    expect(() => heNormal({ mode: 'both' as FanMode })).to.throw(
      RangeError,
      'allowed: fanIn, fanOut, fanAvg, fanGeoAvg',
    );
  });

  it('accepts a truncated normal, of the same variance, in the normal form only', () => {
    for (const init of [xavierNormal, heNormal, lecunNormal]) {
      const w = init({ distribution: 'truncatedNormal', gain: 1 })(random(4), [200, 200]);
      expectDistribution(w, 1 / 200, 'truncatedNormal');
      expect(() => init({ distribution: 'uniform' as 'normal' })).to.throw(
        RangeError,
        'allowed: normal, truncatedNormal',
      );
    }
    expect(() => heUniform({ distribution: 'normal' } as ScaledOptions)).to.throw(
      TypeError,
      'unknown option "distribution"',
    );
  });

  it('uses the fans of the given axes', () => {
    const z = random(5).normal(new Float32Array(1))[0];
    const w = lecunNormal({ inAxes: [0, 1], outAxes: [2] })(random(5), [4, 25, 9]);
    expect((w[0] / z) ** 2).to.be.closeTo(1 / 100, 1e-7);
  });

  it('uses the fans of the named layer', () => {
    const z = random(5).normal(new Float32Array(1))[0];
    const w = heNormal({ layer: 'depthwise' })(random(5), [3, 3, 256, 1]);
    expect((w[0] / z) ** 2).to.be.closeTo(2 / 9, 1e-6);
  });

  it('is also available under the other names of the field', () => {
    expect([glorotNormal, glorotUniform]).to.deep.equal([xavierNormal, xavierUniform]);
    expect([kaimingNormal, kaimingUniform]).to.deep.equal([heNormal, heUniform]);
  });
});
