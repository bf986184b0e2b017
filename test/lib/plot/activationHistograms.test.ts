import { expect } from 'chai';
import { activationHistograms } from 'initlab/plot';
import { expectSnapshot } from '../../support/snapshot.js';
import { traced } from './traced.js';

const namesOf = (figure: { layout: Record<string, unknown> }) =>
  (figure.layout.yaxis as { ticktext: string[] }).ticktext;

describe('activationHistograms', () => {
  it('draws the input and the layers that apply an activation function, from top to bottom', () => {
    const figure = activationHistograms(traced);
    expect(namesOf(figure)).to.deep.equal(['x', 'hidden', 'out']);
    expect(figure.layout.yaxis).to.deep.include({ tickvals: [0, -1, -2] });
  });

  it('draws each bin as a step whose height is the root of its density', () => {
    const [, , , hidden] = activationHistograms(traced).data;
    expect(hidden.x).to.deep.equal([0, 1, 2]);
    expect(hidden.y).to.deep.equal([-0.1, -0.4803848, -1]);
    expect(-1 + 0.9 * Math.sqrt(0.25 / 0.75)).to.be.closeTo(-0.4803848, 1e-7);
  });

  it('draws pre-activations on request, without the layers that have none', () => {
    const figure = activationHistograms(traced, { signal: 'preActivation' });
    expect(namesOf(figure)).to.deep.equal(['hidden']);
    expect(figure.layout.xaxis).to.have.nested.property('title.text', 'pre-activation z');
  });

  it('draws the magnitudes of values other than 0 on a log axis', () => {
    const magnitudes = { centers: [-9.5, -8.5], density: [0.75, 0.25], width: 1 };
    const layers = [{ name: 'x', inputs: [], activation: { magnitudes } }, traced.layers[1]];
    const { data, layout } = activationHistograms({ layers }, { axis: 'log' });
    expect(data[1].x).to.deep.equal([1e-10, 1e-9, 1e-8]);
    expect(data[1].y).to.deep.equal([0.9, 0.5196152, 0]);
    expect(layout.yaxis).to.have.property('ticktext').that.deep.equals(['x']);
    expect(layout.xaxis).to.have.property('type', 'log');
    expect(layout.xaxis).to.have.nested.property('title.text', 'size |a|, zeros left out');
    expect(() => activationHistograms(traced, { axis: 'log' })).to.throw(
      RangeError,
      'finite values of its activation but 0',
    );
    expect(() => activationHistograms(traced, { axis: 'Log' as 'log' })).to.throw(RangeError, "'linear' or 'log'");
  });

  it('draws all layers if none applies an activation function', () => {
    const layers = traced.layers.map(({ name, inputs, activation }) => ({ name, inputs, activation }));
    expect(namesOf(activationHistograms({ layers }))).to.deep.equal(['x', 'hidden', 'flat', 'out']);
  });

  it('draws 12 of many layers, including the first and the last', () => {
    const layers = Array.from({ length: 50 }, (_, i) => ({ ...traced.layers[1], name: `${i}` }));
    const names = namesOf(activationHistograms({ layers }));
    expect(names).to.have.length(12);
    expect([names[0], names[11]]).to.deep.equal(['0', '49']);
  });

  it('refuses a trace without finite values', () => {
    const layers = [{ name: 'x', inputs: [], activation: {} }];
    expect(() => activationHistograms({ layers })).to.throw(RangeError, 'no layer of the trace has finite values');
  });

  it('equals its snapshot', () => {
    expectSnapshot('activationHistograms', activationHistograms(traced));
  });
});
