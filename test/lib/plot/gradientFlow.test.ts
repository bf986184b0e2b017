import { expect } from 'chai';
import { gradientFlow } from 'initlab/plot';
import { expectSnapshot } from '../../support/snapshot.js';
import { traced, withoutLoss } from './traced.js';

describe('gradientFlow', () => {
  it('draws the gradient of the loss per layer and per kernel, on a log axis', () => {
    const { data, layout } = gradientFlow(traced);
    expect(data[0]).to.deep.include({ x: ['x', 'hidden', 'flat', 'out'], y: [1e-6, 1e-5, null, 1e-4] });
    expect(data[1]).to.deep.include({ x: ['hidden', 'out'], y: [1e-3, 2e-3] });
    expect(layout.yaxis).to.have.property('type', 'log');
    expect(layout.yaxis).to.have.nested.property('title.text', 'E[gradient²] of the loss');
  });

  it('draws the gradient of ⟨v, output⟩ if there is no loss', () => {
    const { data, layout } = gradientFlow(withoutLoss);
    expect(data.map(({ y }) => y)).to.deep.equal([
      [0.02, 0.5, 0.5, 1],
      [3, 5],
    ]);
    expect(layout.yaxis).to.have.nested.property('title.text', 'E[gradient²] of ⟨v, output⟩');
  });

  it('distinguishes layers from kernels without colour', () => {
    const symbols = gradientFlow(traced).data.map(({ marker }) => (marker as { symbol: string }).symbol);
    expect(new Set(symbols).size).to.equal(2);
  });

  it('refuses a trace without gradients', () => {
    const layers = [{ name: 'x', weights: [] }];
    expect(() => gradientFlow({ layers })).to.throw(RangeError, 'the trace has no gradients');
  });

  it('equals its snapshot', () => {
    expectSnapshot('gradientFlow', gradientFlow(traced));
  });
});
