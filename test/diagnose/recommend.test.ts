import { expect } from 'chai';
import { type Initializer, lecunNormal, predict, type RecommendOptions, recommend } from 'initlab';

describe('recommend', () => {
  it('gives what theory asks for: a signal that is kept over 10 layers, from unit pre-activations on', () => {
    for (const name of ['relu', 'leakyRelu', 'selu', 'gelu', 'silu', 'elu'] as const) {
      const { initializer } = recommend({ activation: name, depth: 10 });
      const widths = Array<number>(11).fill(256);
      const last = predict({
        widths,
        activation: name,
        init: [lecunNormal(), ...Array<Initializer>(9).fill(initializer)],
      })[10];
      expect(last.activation.secondMoment, name).to.be.within(0.3, 2);
    }
  });

  it('says for each case what it is, and where it is from', () => {
    const cases: [RecommendOptions, string][] = [
      [{ layer: 'conv' }, 'heNormal()'],
      [{ layer: 'conv', depth: 50 }, 'deltaOrthogonal({ gain: Math.SQRT2 })'],
      [{ activation: 'tanh' }, 'xavierUniform()'],
      [{ activation: 'tanh', depth: 50 }, 'orthogonal()'],
      [{ activation: 'selu' }, 'lecunNormal()'],
      [{ layer: 'rnn' }, 'orthogonal()'],
      [{ layer: 'embedding' }, 'normal({ std: 0.02 })'],
      [{ layer: 'attention', residual: 'last', depth: 12 }, 'normal({ std: 0.02 / Math.sqrt(24) })'],
      [{ layer: 'attention', normalization: 'postNorm' }, 'xavierUniform()'],
      [{ residual: 'last' }, 'zeros()'],
      [{ layer: 'output', activation: 'softmax' }, 'lecunNormal()'],
    ];
    for (const [options, code] of cases) {
      const found = recommend(options);
      expect(found.code, JSON.stringify(options)).to.equal(code);
      expect(found.source).to.match(/\d{4}/);
    }
  });

  it('refuses what it does not know', () => {
    expect(() => recommend({ layer: 'capsule' as 'dense' })).to.throw(RangeError, 'layer is "capsule"');
    expect(() => recommend({ depth: 0 })).to.throw(RangeError, 'depth is 0');
  });
});
