import { expect } from 'chai';
import { criticalWeightVariance, heNormal, meanField, simulate } from 'initlab';
import { cumulative } from '../../../lib/src/activation/normalDistribution.js';

describe('criticalWeightVariance', () => {
  const tanh: [bias: number, weight: string, q: string][] = [
    [2.01e-5, '1.049996', '.0259'],
    [0.001, '1.18919', '.1073'],
    [0.01, '1.424205', '.2733'],
    [0.05, '1.760955', '.5700'],
    [0.1, '1.986073', '.8058'],
    [0.2, '2.285152', '1.1645'],
  ];
  for (const [biasVariance, weight, q] of tanh) {
    it(`is ${weight} at q = ${q} for tanh with σ_b² = ${biasVariance} (Schoenholz et al. 2017, fig. 1)`, () => {
      const weightVariance = criticalWeightVariance('tanh', biasVariance);
      expect(weightVariance).to.be.closeTo(Number(weight), 0.500001 * 10 ** -weight.split('.')[1].length);
      const point = meanField({ activation: 'tanh', weightVariance, biasVariance }).fixedPoint();
      expect(point.q).to.be.closeTo(Number(q), 0.5e-4);
      expect(point.chi).to.be.closeTo(1, 1e-12);
      expect(point.stable).to.equal(true);
    });
  }

  it('is 10.1493² at q = 45.62 for sigmoid without biases', () => {
    const weightVariance = criticalWeightVariance('sigmoid');
    expect(Math.sqrt(weightVariance)).to.be.closeTo(10.1493, 0.5e-4);
    expect(meanField({ activation: 'sigmoid', weightVariance }).fixedPoint().q).to.be.closeTo(45.62, 0.005);
  });

  it('puts 61 % of the outputs of sigmoid units above .97 or below .03, in theory and in simulation (one net of 20 × 500)', async () => {
    const { q } = meanField({ activation: 'sigmoid', weightVariance: criticalWeightVariance('sigmoid') }).fixedPoint();
    const share = 2 * cumulative(-Math.log(0.97 / 0.03) / Math.sqrt(q));
    expect(share).to.be.closeTo(0.61, 0.005);
    const init = heNormal({ gain: 10.1493 });
    const { layers } = await simulate({ widths: Array<number>(21).fill(500), activation: 'sigmoid', init, batch: 32 });
    expect(layers[20].saturatedFraction).to.be.closeTo(share, 0.03);
  });

  it('is the value for small signals if there are no biases: 2 for relu, 1 for tanh and linear, π/4 for erf (He et al. 2015)', () => {
    expect(criticalWeightVariance('relu')).to.equal(2);
    expect(criticalWeightVariance('tanh')).to.equal(1);
    expect(criticalWeightVariance('linear')).to.equal(1);
    expect(criticalWeightVariance('elu')).to.be.closeTo(1, 1e-15);
    expect(criticalWeightVariance('erf')).to.be.closeTo(Math.PI / 4, 1e-14);
  });

  it('exists for gelu only if biases make the fixed point stable', () => {
    const weightVariance = criticalWeightVariance('gelu', 0.5);
    const { q, chi, stable } = meanField({ activation: 'gelu', weightVariance, biasVariance: 0.5 }).fixedPoint();
    expect(chi).to.be.closeTo(1, 1e-10);
    expect(stable).to.equal(true);
    expect(q).to.be.within(16, 32);
    expect(() => criticalWeightVariance('gelu')).to.throw(
      RangeError,
      'activation gelu with biasVariance 0 has no critical',
    );
  });

  it('does not exist for ReLU with biases, whose second moment grows without end', () => {
    expect(() => criticalWeightVariance('relu', 0.1)).to.throw(RangeError, 'no critical weight variance');
    expect(() => criticalWeightVariance('tanh', -1)).to.throw(RangeError, 'biasVariance is -1');
    expect(() => criticalWeightVariance('tanh', Infinity)).to.throw(RangeError, 'biasVariance is Infinity');
  });
});
