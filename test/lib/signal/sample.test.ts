import { expect } from 'chai';
import { sampleMoments } from '../../../lib/src/signal/sample.js';

describe('sample', () => {
  it('computes moments over all elements', () => {
    expect(sampleMoments(Float32Array.of(1, 2, 3, 6))).to.deep.equal({ mean: 3, variance: 3.5, secondMoment: 12.5 });
  });

  it('keeps the precision of a variance that is small compared with the mean', () => {
    const { variance } = sampleMoments(Float32Array.of(8388607, 8388609, 8388607, 8388609));
    expect(variance).to.equal(1);
  });

  it('reports an overflow of the second moment as Infinity, and the second moment of NaN as NaN', () => {
    expect(sampleMoments(Float32Array.of(1, -Infinity, Infinity)).secondMoment).to.equal(Infinity);
    expect(sampleMoments(Float32Array.of(1, -Infinity, Infinity)).variance).to.be.NaN;
    expect(sampleMoments(Float32Array.of(1, Number.NaN)).secondMoment).to.be.NaN;
  });
});
