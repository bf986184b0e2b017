import { expect } from 'chai';
import { constant, normal, ones, random, uniform, zeros } from 'initlab';
import { ksPValue, normalCdf } from '../random/statistics.js';

describe('plain initializers', () => {
  it('fill any shape with zeros, ones or a constant', () => {
    expect([...zeros()(random(0), [3])]).to.deep.equal([0, 0, 0]);
    expect([...ones()(random(0), [2, 2])]).to.deep.equal([1, 1, 1, 1]);
    expect([...constant(-0.5)(random(0), [])]).to.deep.equal([-0.5]);
  });

  it('draw normals of the given mean and std (KS p > 1e-4)', () => {
    const w = normal({ mean: 1, std: 0.02 })(random(1), [300, 300]);
    expect(ksPValue(w, (x) => normalCdf((x - 1) / 0.02))).to.be.above(1e-4);
    expect(normal()(random(1), [5])).to.deep.equal(random(1).normal(new Float32Array(5)));
    expect([...normal({ std: 0 })(random(1), [2])]).to.deep.equal([0, 0]);
  });

  it('draw uniforms between the given bounds, even if low is 0 (KS p > 1e-4)', () => {
    const w = uniform({ low: 0, high: 5 })(random(2), [300, 300]);
    expect(ksPValue(w, (x) => x / 5)).to.be.above(1e-4);
    expect(uniform()(random(2), [5])).to.deep.equal(random(2).uniform(new Float32Array(5)));
  });

  it('refuse values that are not finite, bounds out of order, unknown options and bad shapes', () => {
    expect(() => constant(Number.NaN)).to.throw(RangeError, 'value is NaN');
    expect(() => normal({ std: -1 })).to.throw(RangeError, 'std is -1');
    expect(() => normal({ stddev: 1 } as object)).to.throw(
      TypeError,
      'normal: unknown option "stddev"; allowed: mean, std',
    );
    expect(() => uniform({ low: 1, high: 1 })).to.throw(RangeError, 'low must be less than high');
    expect(() => uniform({ high: Infinity })).to.throw(RangeError, 'high is Infinity');
    expect(() => uniform(3 as unknown as object)).to.throw(TypeError, 'uniform: options are 3; pass an object');
    expect(() => zeros()(random(0), [2, 0])).to.throw(RangeError, 'size of axis 1 of shape [2, 0] is 0');
  });
});
