import { expect } from 'chai';
import {
  heNormal,
  type LayerSpec,
  lecunNormal,
  meanField,
  normal,
  orthogonal,
  type PredictDenseOptions,
  predict,
  random,
  simulate,
  varianceScaling,
  xavierUniform,
} from 'initlab';

const square = (width: number, depth: number): number[] => Array<number>(depth + 1).fill(width);

describe('predict', () => {
  it('gives each layer the second moment of meanField, for infinite width (Poole et al. 2016)', () => {
    const layers = predict({ widths: square(100, 20), activation: 'tanh', weightVariance: 1.3 });
    const path = meanField({ activation: 'tanh', weightVariance: 1.3 }).trajectory(1, 20);
    for (const { layer, q, secondMoment } of path) {
      expect(layers[layer].preActivation.secondMoment).to.be.closeTo(q, 1e-12);
      expect(layers[layer].activation.secondMoment).to.be.closeTo(secondMoment, 1e-12);
    }
    expect(layers[0].gradient.secondMoment).to.be.closeTo(path[20].gradientFactor, 1e-12);
  });

  it('multiplies gradients by n_out/n_in if widths differ (Glorot & Bengio 2010)', () => {
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

  it('has a band that is narrower by √B for B uncorrelated samples of one linear layer, but not for equal samples', () => {
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

  it('uses the second moment of the given input', async () => {
    const input = random(1).normal(new Float32Array(32 * 8), 0, 3);
    const { layers } = await simulate({ widths: [32, 32], activation: 'relu', init: heNormal(), input });
    const predicted = predict({ widths: [32, 32], activation: 'relu', weightVariance: 2, input });
    expect(predicted[0].preActivation.secondMoment).to.be.closeTo(layers[0].preActivation.secondMoment, 1e-4);
    expect(predicted[0].preActivation.low).to.equal(predicted[0].preActivation.high);
  });

  it('has bands that contain 95 % of 300 nets of tanh and relu, forward and backward, within 4 standard errors', async () => {
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

  it('follows zero padding to the edges, where a 3 × 3 kernel sums 4 of 9 terms in a corner', () => {
    const conv = { type: 'conv', filters: 4, kernel: 3, padding: 'same', init: lecunNormal() } as const;
    const layers = predict({ inputShape: [4, 4, 2], layers: [conv, conv], batch: 2 });
    // Along one axis of 4, the first layer has 2, 3, 3, 2 terms of 3, and the second sums them to
    // 5, 8, 8, 5 of 9.
    const along = (2 + 3 + 3 + 2) / 12;
    expect(layers[1].preActivation.secondMoment).to.be.closeTo(along ** 2, 1e-12);
    expect(layers[2].preActivation.secondMoment).to.be.closeTo(((5 + 8 + 8 + 5) / 36) ** 2, 1e-12);
    expect(layers[2].gradient.secondMoment).to.equal(1);
  });

  it('keeps second moments and gradients for He’s convolutions with circular padding (Xiao et al. 2018)', () => {
    const conv = {
      type: 'conv',
      filters: 8,
      kernel: 3,
      padding: 'circular',
      activation: 'relu',
      init: heNormal(),
    } as const;
    for (const { activation: a, activationGradient } of predict({
      inputShape: [6, 6, 8],
      layers: Array(10).fill(conv),
    })) {
      expect(a.secondMoment).to.be.closeTo(1, 1e-12);
      expect(activationGradient.secondMoment).to.be.closeTo(1, 1e-9);
    }
  });

  it('includes biases, and agrees with meanField (Schoenholz et al. 2017)', () => {
    const net = { widths: square(50, 8), activation: 'tanh', weightVariance: 1.5, biasVariance: 0.1 } as const;
    const path = meanField({ activation: 'tanh', weightVariance: 1.5, biasVariance: 0.1 }).trajectory(1, 8);
    predict(net).forEach(({ preActivation }, layer) => {
      expect(preActivation.secondMoment).to.be.closeTo(path[layer].q, 1e-9);
    });
  });

  it('accepts an initializer instead of a variance', () => {
    const widths = [40, 80, 20];
    const byVariance = predict({ widths, activation: 'relu', weightVariance: [(2 * 40) / 120, (2 * 80) / 100] });
    const byInit = predict({ widths, activation: 'relu', init: xavierUniform() });
    expect(byInit[2].gradient.high).to.be.closeTo(byVariance[2].gradient.high, 1e-12);
    expect(byInit[2].activation.high).to.be.closeTo(byVariance[2].activation.high, 1e-12);
    expect(() => predict({ widths, activation: 'relu', init: normal({ mean: 1 }) })).to.throw(
      RangeError,
      'have mean 1',
    );
  });

  it('keeps the norm through linear orthogonal layers to a thousandth, at any depth (Saxe et al. 2014)', () => {
    const net = { widths: square(32, 30), activation: 'linear', init: orthogonal(), batch: 4 } as const;
    const { low, high } = predict(net)[30].preActivation;
    expect(low).to.be.closeTo(1, 1e-3);
    expect(high).to.be.closeTo(1, 1e-3);
  });

  it('adds a variance of 1 for each branch of a residual stream: 1 + 2N for N blocks of two', () => {
    const branch = [
      { type: 'layerNorm', epsilon: 0 },
      { type: 'dense', units: 64, init: lecunNormal() },
    ] as const;
    const layers = Array.from({ length: 12 }, () => ({ type: 'residual', branch }) as const);
    const all = predict({ inputShape: [64], layers: [...layers, ...layers] });
    expect(all[all.length - 1].activation.secondMoment).to.be.closeTo(25, 1e-9);
  });

  it('predicts a second moment of 1 after a norm for inputs of any scale, and gradients divided by that scale', () => {
    for (const type of ['layerNorm', 'rmsNorm', 'batchNorm'] as const) {
      const net = (scale: number) =>
        predict({
          inputShape: [64],
          layers: [
            { type: 'dense', units: 64, init: varianceScaling({ scale }) },
            { type, epsilon: 0 },
          ],
          batch: 32,
        });
      const [one, four] = [net(1), net(4)];
      expect(four[2].preActivation.secondMoment).to.be.closeTo(1, 1e-9);
      expect(four[1].gradient.secondMoment * 4).to.be.closeTo(one[1].gradient.secondMoment, 1e-9);
      expect(four[0].gradient.secondMoment).to.be.closeTo(one[0].gradient.secondMoment, 1e-9);
    }
  });

  it('refuses arguments that do not fit, and names them', () => {
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

describe('the time that predict takes', () => {
  it('depends on the number of layers, not on the number of weights: 50 layers of 4096 units need no matrix', () => {
    const layers: LayerSpec[] = Array.from({ length: 50 }, () => ({
      type: 'dense',
      units: 4096,
      activation: 'relu',
      init: heNormal(),
    }));
    expect(predict({ inputShape: [4096], layers }).length).to.equal(51);
  });
});
