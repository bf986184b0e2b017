import { expect } from 'chai';
import {
  type Activation,
  type ActivationName,
  activation,
  gain,
  heNormal,
  meanField,
  moments,
  random,
  recommend,
  simulate,
} from 'initlab';
import { cases } from '../../support/seeds.js';
import { gainOfDraw, logStd, throughLayers } from './measure.js';

/** Sizes at which the numbers are far from the limits of the tests. */
const few = { trials: 3 };
const leaky = activation('leakyRelu', { slope: 0.2 });
const centred = (name: ActivationName, mean: number): Activation => ({
  name: `${name} without its mean`,
  f: (z) => activation(name).f(z) - mean,
  df: activation(name).df,
});

describe('recommend, for hidden layers,', () => {
  const gains: [ActivationName | Activation, string, number][] = [
    ['linear', 'lecunNormal()', 1],
    ['relu', 'heNormal()', Math.SQRT2],
    ['leakyRelu', 'heNormal({ slope: 0.01 })', 1.414142857],
    [leaky, 'heNormal({ slope: 0.2 })', 1.38675049056],
    ['relu6', "lecunNormal({ activation: 'relu6' })", gain('relu6')],
    ['squaredRelu', "lecunNormal({ activation: 'squaredRelu' })", Math.sqrt(2 / 3)],
    ['elu', "lecunNormal({ activation: 'elu' })", 1.2451983007],
    ['selu', 'lecunNormal()', 1],
    ['gelu', "lecunNormal({ activation: 'gelu' })", 1.5335304412],
    ['geluTanh', "lecunNormal({ activation: 'geluTanh' })", 1.53358052167],
    ['silu', "lecunNormal({ activation: 'silu' })", 1.67653247033],
    ['mish', "lecunNormal({ activation: 'mish' })", gain('mish')],
    ['tanh', 'xavierUniform()', 1],
    ['hardtanh', 'xavierUniform()', 1],
    ['softsign', 'xavierUniform()', 1],
    ['sin', 'xavierUniform()', 1],
    ['erf', `xavierUniform({ gain: ${1 / activation('erf').df(0)} })`, Math.sqrt(Math.PI) / 2],
    ['sigmoid', 'lecunNormal({ gain: 4 })', 4],
    ['hardSigmoid', 'lecunNormal({ gain: 5 })', 5],
    ['softplus', `lecunNormal({ gain: ${1 / Math.sqrt(moments('softplus').variance)} })`, 0.271514501801 ** -0.5],
  ];

  for (const [phi, code, expected] of gains) {
    const name = typeof phi === 'string' ? phi : `${phi.name} of slope .2`;
    it(`gives ${name} the gain ${expected.toPrecision(4)}, and weights that have it`, () => {
      const found = recommend({ activation: phi });
      expect(found.code).to.equal(code);
      expect(found.gain).to.be.closeTo(expected, 1e-8);
      expect(gainOfDraw(found.initializer)).to.be.closeTo(expected, 0.01 * expected);
    });
  }

  it('uses the gain of an activation with parameters, and of your own activation', () => {
    const elu = activation('elu', { alpha: 2 });
    const own: Activation = { name: 'tanhshrink', f: (z) => z - Math.tanh(z), df: (z) => Math.tanh(z) ** 2 };
    const absolute: Activation = { name: 'absolute', f: Math.abs, df: Math.sign, slopes: [-1, 1] };
    for (const phi of [elu, own]) {
      const { initializer, gain: told } = recommend({ activation: phi });
      expect(told).to.equal(gain(phi));
      expect(gainOfDraw(initializer)).to.be.closeTo(told, 0.01 * told);
    }
    expect(recommend({ activation: absolute }).code).to.equal('lecunNormal()');
  });

  for (const phi of cases(['relu', 'linear', leaky, 'relu6', 'elu', 'selu'] as const, 3)) {
    const name = typeof phi === 'string' ? phi : 'leaky relu of slope .2';
    it(`keeps the signal of ${name} over 30 layers`, async () => {
      const { forward } = await throughLayers(phi, recommend({ activation: phi }).initializer);
      expect(forward).to.be.within(0.5, 2);
    });
  }

  for (const phi of cases(['gelu', 'geluTanh', 'silu', 'mish', 'squaredRelu'] as const, 3)) {
    it(`keeps the signal of ${phi} over a few layers, and says how fast a deviation grows`, async () => {
      const { initializer, gain: told, why } = recommend({ activation: phi, depth: 10 });
      expect((await throughLayers(phi, initializer, { depth: 2, width: 512, trials: 16 })).forward).to.be.within(
        0.8,
        1.25,
      );
      const field = meanField({ activation: phi, weightVariance: told ** 2 });
      const growth = Math.log(field.next(1.001)) / Math.log(1.001);
      expect(why).to.contain(`a factor of ${Number(growth.toPrecision(3))} per layer`);
      expect(growth).to.be.above(1.05);
      expect(recommend({ activation: phi, normalization: 'batchNorm' }).why).not.to.contain('a factor of');
    });
  }

  for (const phi of cases(['tanh', 'hardtanh', 'softsign', 'erf', 'sin'] as const, 3)) {
    it(`keeps the gradients of ${phi}, which a gain for its signal would make explode`, async () => {
      const { initializer, gain: told } = recommend({ activation: phi });
      expect(meanField({ activation: phi, weightVariance: told ** 2 }).chi(1e-10)).to.be.closeTo(1, 1e-4);
      const { forward, backward } = await throughLayers(phi, initializer, few);
      expect(forward).to.be.within(1e-4, 0.2);
      expect(backward).to.be.within(1e-4, 1);
      expect((await throughLayers(phi, heNormal({ activation: phi }), few)).backward).to.be.above(20);
    });
  }

  it('recommends biases that make a sigmoid net equal to a tanh net', async () => {
    const { initializer, gain: told, bias } = recommend({ activation: 'sigmoid' });
    expect(bias).to.match(/^-0\.5 times the sum of the unit's weights/);
    const sigmoid = await throughLayers(centred('sigmoid', 0.5), initializer, few);
    const plain = await throughLayers('sigmoid', initializer, few);
    // σ(z) − ½ = ½ tanh(z/2): second moments of z are 4 times those of a tanh net.
    const doubled: Activation = {
      name: 'tanh of z/2',
      f: (z) => Math.tanh(z / 2) / 2,
      df: (z) => (1 - Math.tanh(z / 2) ** 2) / 4,
    };
    const tanh = await throughLayers(doubled, heNormal({ gain: told }), few);
    expect(sigmoid.forward).to.be.closeTo(tanh.forward, 1e-4 * tanh.forward);
    expect(sigmoid.backward).to.be.within(0.01, 1);
    expect(plain.backward).to.be.below(1e-4);
  });

  it('keeps the signal and the gradients of softplus by removing the mean, which the gain for E f² does not', async () => {
    const { initializer, bias } = recommend({ activation: 'softplus' });
    expect(bias).to.match(/^-0\.806 times the sum of the unit's weights/);
    const { forward, backward } = await throughLayers(centred('softplus', moments('softplus').mean), initializer, {
      depth: 10,
    });
    expect(forward).to.be.within(0.5, 2);
    expect(backward).to.be.within(0.5, 4);
    const usual = await throughLayers('softplus', heNormal({ activation: 'softplus' }), { depth: 10 });
    expect(usual.backward).to.be.below(1e-4);
  });

  it('gives deep plain nets orthogonal weights, with which single nets deviate less from the mean', async () => {
    const { initializer, code } = recommend({ activation: leaky, depth: 30 });
    expect(code).to.equal('orthogonal({ slope: 0.2 })');
    const options = { width: 100, trials: 32 };
    const deep = await throughLayers(leaky, initializer, options);
    const gaussian = await throughLayers(leaky, recommend({ activation: leaky }).initializer, options);
    expect(deep.forward).to.be.within(0.5, 2);
    expect(logStd(deep.nets)).to.be.below(0.85 * logStd(gaussian.nets));
    const tanh = await throughLayers('tanh', recommend({ activation: 'tanh', depth: 30 }).initializer);
    expect(tanh.backward).to.be.within(0.01, 1);
  });

  it('gives deep plain convolutions delta-orthogonal weights, which keep an image', async () => {
    const { initializer, code } = recommend({ layer: 'conv', activation: 'tanh', depth: 50 });
    expect(code).to.equal('deltaOrthogonal()');
    const conv = { type: 'conv', filters: 8, kernel: 3, padding: 'circular', init: initializer } as const;
    const { layers } = await simulate({ inputShape: [6, 6, 8], layers: Array(50).fill(conv), batch: 2 });
    expect(layers[50].activation.secondMoment).to.be.closeTo(layers[0].activation.secondMoment, 1e-4);
    expect(recommend({ layer: 'conv', depth: 50 }).code).to.equal("deltaOrthogonal({ activation: 'relu' })");
  });

  it('gives deep nets with normalization or shortcuts the same weights as shallow ones', () => {
    expect(recommend({ layer: 'conv', depth: 50, normalization: 'batchNorm' }).code).to.equal('heNormal()');
    expect(recommend({ layer: 'conv', depth: 19 }).code).to.equal('heNormal()');
    expect(recommend({ layer: 'depthwise', depth: 50 }).code).to.equal("heNormal({ layer: 'depthwise' })");
  });

  it('counts the fans of depthwise and transposed kernels by the kind of their layer', () => {
    for (const [layer, shape, fanIn] of [
      ['conv', [3, 3, 32, 64], 288],
      ['depthwise', [3, 3, 512, 1], 9],
      ['convTranspose', [3, 3, 16, 64], 576],
    ] as const) {
      const weights = recommend({ layer }).initializer(random(1), shape);
      const variance = weights.reduce((sum, w) => sum + w ** 2, 0) / weights.length;
      expect(fanIn * variance, layer).to.be.closeTo(2, 0.12);
    }
  });
});
