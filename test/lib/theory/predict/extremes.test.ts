import { expect } from 'chai';
import { heNormal, type Initializer, normal, predict } from 'initlab';
import { faultOfPrediction, randomNet } from './randomNets.js';

const chain = (layers: number, activation: 'relu' | 'linear' | 'leakyRelu' | 'tanh', init: Initializer) =>
  ({ widths: Array<number>(layers + 1).fill(100), activation, init }) as const;

describe('predict, at the limits of double precision,', () => {
  it('names the layer at which N(0, 1) weights let the signal overflow', () => {
    // The second moment grows by a factor of 50 per ReLU layer, and of 100 per linear layer.
    for (const [net, layer] of [
      [chain(200, 'relu', normal({ std: 1 })), 177],
      [chain(200, 'linear', normal({ std: 1 })), 151],
      [chain(250, 'leakyRelu', normal({ std: 1 })), 177],
      [chain(40, 'relu', normal({ std: 1e30 })), 5],
    ] as const)
      expect(() => predict(net)).to.throw(RangeError, `the signal overflows: the second moment of z at dense${layer} `);
  });

  it('keeps its bands for a ReLU net whose second moments exceed the root of the largest number', () => {
    const last = predict(chain(30, 'relu', normal({ std: 100 })))[30];
    expect(last.preActivation.secondMoment / (1e6 * 5e5 ** 29)).to.be.closeTo(1, 1e-9);
    const scaled = predict(chain(30, 'relu', heNormal()))[30];
    for (const quantile of ['low', 'median', 'high'] as const) {
      const relative = last.preActivation[quantile] / last.preActivation.secondMoment;
      expect(relative * (scaled.preActivation.secondMoment / scaled.preActivation[quantile])).to.be.closeTo(1, 1e-9);
    }
  });

  it('gives 0 for a signal that vanishes, and the gradient that is left', () => {
    const layers = predict(chain(40, 'tanh', normal({ std: 1e-10 })));
    expect(layers[40].activation).to.deep.equal({ secondMoment: 0, low: 0, median: 0, high: 0 });
    expect(layers[38].activationGradient.secondMoment / 1e-36).to.be.closeTo(1, 1e-9);
    expect(layers[1].gradient).to.deep.equal({ secondMoment: 0, low: 0, median: 0, high: 0 });
  });

  it('gives Infinity for a gradient that overflows, before which the signal is still predicted', () => {
    const layers = predict(chain(30, 'tanh', normal({ std: 1e30 })));
    expect(layers[30].activation.secondMoment).to.be.closeTo(1, 1e-9);
    expect(layers[1].gradient).to.deep.equal({
      secondMoment: Infinity,
      low: Infinity,
      median: Infinity,
      high: Infinity,
    });
  });

  it('gives numbers for sums whose parts cancel', () => {
    const identity = { type: 'residual', branch: [{ type: 'dropout', rate: 0 }], scale: -1 } as const;
    const net = {
      inputShape: [8],
      layers: [identity, { type: 'layerNorm' }, { type: 'batchNorm' }, { type: 'dense', units: 8 }],
    } as const;
    expect(faultOfPrediction(net)).to.equal(undefined);
  });

  it('ends with numbers or with the overflow for 24 random nets of up to 24 layers with weights from 1e-30 to 1e30', () => {
    const faults = Array.from({ length: 24 }, (_, seed) => randomNet(seed, { layers: 24, exponent: 30 })).flatMap(
      ({ label, net }) => {
        const fault = faultOfPrediction(net);
        return fault === undefined ? [] : [`${label}: ${fault}`];
      },
    );
    expect(faults).to.deep.equal([]);
  });
});
