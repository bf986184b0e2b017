import { expect } from 'chai';
import { heNormal, meanField, type PredictDenseOptions, predict, random, simulate } from 'initlab';

const square = (width: number, depth: number): number[] => Array<number>(depth + 1).fill(width);

describe('predict', () => {
  it('has the second moments of infinite width: those of meanField, layer by layer (Poole et al. 2016)', () => {
    const layers = predict({ widths: square(100, 20), activation: 'tanh', weightVariance: 1.3 });
    const path = meanField({ activation: 'tanh', weightVariance: 1.3 }).trajectory(1, 20);
    for (const { layer, q, secondMoment } of path) {
      expect(layers[layer].preActivation.secondMoment).to.be.closeTo(q, 1e-12);
      expect(layers[layer].activation.secondMoment).to.be.closeTo(secondMoment, 1e-12);
    }
    expect(layers[0].gradient.secondMoment).to.be.closeTo(path[20].gradientFactor, 1e-12);
  });

  it('multiplies gradients by n_out/n_in where widths differ (Glorot & Bengio 2010)', () => {
    const layers = predict({ widths: [40, 80, 20, 60], activation: 'linear', weightVariance: 1 });
    layers.forEach(({ width, gradient }) => {
      expect(gradient.secondMoment).to.be.closeTo(60 / width, 1e-12);
    });
  });

  it('has factors of variance 5/n for one input of a ReLU net (Hanin & Rolnick 2018): median .604, spread 1.01', () => {
    const { activation: a } = predict({ widths: square(100, 20), activation: 'relu', weightVariance: 2, batch: 1 })[20];
    expect(a.secondMoment).to.be.closeTo(1, 1e-12);
    expect(a.median).to.be.closeTo(0.604, 0.01);
    expect(Math.log(a.high / a.low) / (2 * 1.96)).to.be.closeTo(1.01, 0.02);
  });

  it('has a band narrower by √B for uncorrelated samples of one linear layer, and not for equal ones', () => {
    const width = (options: Partial<PredictDenseOptions>): number => {
      const { low, high } = predict({ widths: [1000, 100], activation: 'linear', weightVariance: 1, ...options })[1]
        .preActivation;
      return Math.log(high / low);
    };
    const row = random(1).normal(new Float32Array(1000));
    const equal = Float32Array.from({ length: 16000 }, (_, i) => row[i % 1000]);
    const one = width({ input: row });
    expect(one).to.be.closeTo(2 * 1.96 * Math.sqrt(2 / 100), 0.01);
    expect(width({ input: equal })).to.be.closeTo(one, 1e-6);
    expect(width({ batch: 16 })).to.be.closeTo(one / 4, 0.02 * one);
  });

  it('takes the second moment of the input given', async () => {
    const input = random(1).normal(new Float32Array(32 * 8), 0, 3);
    const { layers } = await simulate({ widths: [32, 32], activation: 'relu', init: heNormal(), input });
    const predicted = predict({ widths: [32, 32], activation: 'relu', weightVariance: 2, input });
    expect(predicted[0].preActivation.secondMoment).to.be.closeTo(layers[0].preActivation.secondMoment, 1e-4);
    expect(predicted[0].preActivation.low).to.equal(predicted[0].preActivation.high);
  });

  it('contains 95 % of single nets within 4 standard errors, forward and backward: tanh and relu mixed, 300 nets', async () => {
    const widths = [64, 48, 64, 96, 64, 40];
    const phis = ['tanh', 'relu', 'gelu', 'linear', 'relu'] as const;
    const input = random(3).normal(new Float32Array(4 * 64));
    const { layers } = await simulate({
      widths,
      activation: phis,
      init: heNormal(),
      input,
      trials: 300,
      backward: true,
      seed: 4,
    });
    const predicted = predict({ widths, activation: phis, weightVariance: 2, input });
    for (const { layer, preActivation, activation: a, gradient } of layers.slice(1)) {
      const { preActivation: z, activation: b, gradient: g } = predicted[layer];
      for (const [measured, { low, high }] of [
        [preActivation, z],
        [a, b],
        [gradient, g],
      ] as const) {
        const inside = (measured?.trials ?? new Float64Array()).filter((q) => q >= low && q <= high).length / 300;
        expect(inside, `layer ${layer}`).to.be.within(0.92 - 4 * 0.0126, 0.98 + 4 * 0.0126);
      }
    }
  });

  it('refuses what does not fit, naming it', () => {
    const net: PredictDenseOptions = { widths: [4, 4, 4], activation: 'relu', weightVariance: 2 };
    expect(() => predict({ ...net, widths: [4] })).to.throw(
      RangeError,
      'widths is [4]; it must list the inputs and the units',
    );
    expect(() => predict({ ...net, widths: [4, 0] })).to.throw(RangeError, 'widths[1] is 0');
    expect(() => predict({ ...net, activation: ['relu'] })).to.throw(
      RangeError,
      'activation lists 1 entries for 2 layers',
    );
    expect(() => predict({ ...net, weightVariance: [1, 0] })).to.throw(RangeError, 'weightVariance of layer 2 is 0');
    expect(() => predict({ ...net, weightVariance: Number.NaN })).to.throw(
      RangeError,
      'weightVariance of layer 1 is NaN',
    );
    expect(() => predict({ ...net, input: new Float32Array(6) })).to.throw(RangeError, 'input has 6 numbers');
    expect(() => predict({ ...net, input: new Float32Array(8) })).to.throw(RangeError, 'input has second moment 0');
    expect(() => predict({ ...net, input: new Float32Array(4).fill(Number.NaN) })).to.throw(RangeError, 'NaN');
    expect(() => predict({ ...net, input: [1] as never })).to.throw(TypeError, 'it must be a Float32Array');
    expect(() => predict({ ...net, batch: 0 })).to.throw(RangeError, 'batch is 0');
    expect(() => predict({ ...net, init: heNormal() })).to.throw(
      TypeError,
      'either weightVariance, fanIn·Var(w), or init',
    );
    expect(() => predict({ ...net, seed: 1 } as never)).to.throw(TypeError, 'predict: unknown option "seed"');
  });
});
