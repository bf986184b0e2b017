import { expect } from 'chai';
import { deadUnits } from 'initlab/plot';
import { expectSnapshot } from '../../support/snapshot.js';
import { traced } from './traced.js';

describe('deadUnits', () => {
  it('draws the dead units in percent, and the units that are off in a sample with their range over the samples', () => {
    const [dead, off] = deadUnits(traced).data;
    expect(dead).to.deep.include({ type: 'bar', x: ['hidden', 'out'], y: [12.5, 0] });
    expect(off).to.deep.include({ x: ['hidden', 'out'], y: [50, 0], cliponaxis: false });
    expect(off.error_y).to.deep.include({ array: [25, 0], arrayminus: [25, 0] });
  });

  it('draws the saturated share of layers with a bounded activation', () => {
    expect(deadUnits(traced).data[2]).to.deep.include({ name: 'saturated', y: [null, 50] });
    expect(deadUnits({ layers: traced.layers.slice(0, 2) }).data).to.have.length(2);
  });

  it('refuses a trace in which no unit can be off', () => {
    expect(() => deadUnits({ layers: [{ name: 'x' }] })).to.throw(
      RangeError,
      'no layer of the trace has an activation',
    );
  });

  it('equals its snapshot', () => {
    expectSnapshot('deadUnits', deadUnits(traced));
  });
});
