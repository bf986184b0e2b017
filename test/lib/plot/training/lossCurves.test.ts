import { expect } from 'chai';
import { lossCurves } from 'initlab/plot';
import { expectSnapshot } from '../../../support/snapshot.js';

const evaluations = { step: [0, 2, 3], loss: [2.3, 1.2, 0.7] };

describe('lossCurves', () => {
  it('draws a line for the batches and markers for other data, in the style of the scheme', () => {
    const { data } = lossCurves([{ name: 'he', scheme: 'he', loss: [2, 1, 0.5], evaluations }]);
    expect(data.map(({ name }) => name)).to.deep.equal(['he', 'he, other data', 'markers: other data']);
    expect(data[0]).to.deep.include({ mode: 'lines', x: [1, 2, 3], y: [2, 1, 0.5] });
    expect(data[1]).to.deep.include({ mode: 'markers', x: [0, 2, 3], y: [2.3, 1.2, 0.7] });
    expect((data[0].line as { color: string }).color).to.equal((data[1].marker as { color: string }).color);
  });

  it('averages groups of neighbouring steps of a long run', () => {
    const loss = Float64Array.from({ length: 1050 }, (_, i) => i);
    const { x, y } = lossCurves([{ name: 'long', loss }]).data[0] as { x: number[]; y: number[] };
    expect(x).to.have.length(96);
    expect([x[0], y[0]]).to.deep.equal([6, 5]);
    expect([x[95], y[95]]).to.deep.equal([1048, 1047]);
  });

  it('draws the baseline as long as the longest run', () => {
    const { data } = lossCurves(
      [
        { name: 'a', loss: [1, 1] },
        { name: 'b', loss: [1, 1, 1] },
      ],
      { baseline: { name: 'chance', loss: 2.3 } },
    );
    expect(data[2]).to.deep.include({ name: 'chance', x: [0, 3], y: [2.3, 2.3] });
  });

  it('distinguishes the baseline from every scheme without colour', () => {
    const runs = ['xavier', 'he', 'lecun', 'orthogonal', 'small', 'large'].map((scheme) => ({
      name: scheme,
      scheme,
      loss: [1, 1],
    }));
    const { data } = lossCurves(runs, { baseline: { name: 'chance', loss: 2.3 } });
    const dashes = data.map(({ line }) => (line as { dash: string }).dash);
    expect(new Set(dashes).size).to.equal(runs.length + 1);
  });

  it('says at which step a run reached NaN or infinity', () => {
    const loss = [1, 10, Number.POSITIVE_INFINITY];
    const { data, layout } = lossCurves([{ name: 'large', loss }], { type: 'log' });
    expect(data[0].y).to.deep.equal([1, 10, null]);
    expect(layout.annotations).to.have.length(1);
    expect((layout.annotations as object[])[0]).to.deep.include({ text: 'Infinity at step 3', x: 2, y: 1 });
  });

  it('draws runs with the same name as thin lines of one style with one entry in the legend', () => {
    const run = { name: 'he', loss: [2, 1], evaluations };
    const { data } = lossCurves([run, run, { name: 'xavier', loss: [2, 2] }, run]);
    const lines = data.filter(({ mode, x }) => mode === 'lines' && (x as unknown[])[0] !== null);
    expect(lines.map(({ name }) => name)).to.deep.equal(['he', 'he', 'xavier', 'he']);
    expect(lines.map(({ showlegend }) => showlegend)).to.deep.equal([true, false, undefined, false]);
    const looks = lines.map(({ line }) => line as { color: string; width: number });
    expect(looks.map(({ width }) => width)).to.deep.equal([1, 1, 2, 1]);
    expect(looks[3].color).to.equal(looks[0].color);
    expect(looks[2].color).to.not.equal(looks[0].color);
    const dots = data.filter(({ mode, name }) => mode === 'markers' && name === 'he, other data');
    expect(dots.map(({ showlegend }) => showlegend)).to.deep.equal([false, false, false]);
  });

  it('accepts a run without steps', () => {
    expect(lossCurves([{ name: 'none', loss: [] }]).data[0].y).to.deep.equal([]);
  });

  it('equals its snapshot', () => {
    const baseline = { name: 'chance, ln 10', loss: Math.LN10 };
    const runs = [
      { name: 'he', scheme: 'he', loss: [2.4, 1.5, 0.8], evaluations },
      { name: 'xavier', scheme: 'xavier', loss: [2.3, 2.3, Number.NaN] },
    ];
    expectSnapshot('lossCurves', lossCurves(runs, { baseline }));
  });
});
