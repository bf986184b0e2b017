import { expect } from 'chai';
import { line, sweepFigure } from 'initlab/plot';
import { expectSnapshot } from '../../../support/snapshot.js';

const rows = ['he', 'xavier'].flatMap((scheme) =>
  [8, 2, 4].flatMap((depth) =>
    [0, 1, 2].map((seed) => ({ scheme, depth, seed, loss: (scheme === 'he' ? 1 : depth) + seed / 10 })),
  ),
);

describe('sweepFigure', () => {
  it('draws a line per value of `by`, with the 95 % interval of the mean over the seeds', () => {
    const { data } = sweepFigure(rows, { x: 'depth', value: 'loss', by: 'scheme', schemes: { he: 'he' } });
    const [low, high, curve] = data;
    expect(curve).to.deep.include({ name: 'he', x: [2, 4, 8], y: [1.1, 1.1, 1.1] });
    // Three values with standard deviation 0.1: 4.303 · 0.1 / √3 = 0.24843.
    expect(low.y).to.deep.equal([0.85157, 0.85157, 0.85157]);
    expect(high.y).to.deep.equal([1.3484, 1.3484, 1.3484]);
    expect(data[5]).to.deep.include({ name: 'xavier', y: [2.1, 4.1, 8.1] });
    expect((curve.line as { color: string }).color).to.equal('#d55e00');
  });

  it('takes the geometric mean on a log scale', () => {
    const values = [1, 100].map((loss, seed) => ({ depth: 1, seed, loss }));
    const { data, layout } = sweepFigure(values, { x: 'depth', value: 'loss', scales: { value: 'log' } });
    expect(data.at(-1)?.y).to.deep.equal([10]);
    expect(layout.yaxis).to.have.property('type', 'log');
  });

  it('draws a heat map of means, with gaps where there are no finite values', () => {
    const grid = [
      { depth: 2, gain: 1, loss: 1 },
      { depth: 2, gain: 1, loss: 3 },
      { depth: 1, gain: 2, loss: 5 },
      { depth: 2, gain: 2, loss: 'NaN' },
      { depth: 1, gain: 1, error: 'Error: no' },
    ];
    const theory = line('theory', [1, 2], [1, 2]);
    const { data } = sweepFigure(grid, { x: 'depth', y: 'gain', value: 'loss', range: [0, 9], over: [theory] });
    expect(data[0]).to.deep.include({ type: 'heatmap', x: [1, 2], y: [1, 2], zmin: 0, zmax: 9 });
    expect(data[0].z).to.deep.equal([
      [null, 2],
      [5, null],
    ]);
    expect(data[1].name).to.equal('theory');
  });

  it('has one value per line without a band', () => {
    const { data } = sweepFigure([{ depth: 1, loss: 2 }], { x: 'depth', value: 'loss' });
    expect(data.map(({ name, y }) => [name, y])).to.deep.equal([['loss', [2]]]);
  });

  it('takes texts as an axis of categories', () => {
    const { data, layout } = sweepFigure(rows, { x: 'scheme', value: 'loss' });
    expect(data.at(-1)?.x).to.deep.equal(['he', 'xavier']);
    expect(layout.xaxis).to.have.property('type', 'category');
  });

  it('refuses what is no table, and a column that no row has', () => {
    expect(() => sweepFigure(3 as never, { x: 'a', value: 'b' })).to.throw(TypeError, 'sweepFigure: the rows is 3');
    expect(() => sweepFigure(rows, {} as never)).to.throw(TypeError, 'sweepFigure: the options');
    expect(() => sweepFigure(rows, { x: 'deep', value: 'loss' })).to.throw(
      RangeError,
      "no row has the column 'deep'; the columns are scheme, depth, seed, loss",
    );
  });

  it('equals its snapshot', () => {
    const options = { x: 'depth', value: 'loss', by: 'scheme', schemes: { he: 'he', xavier: 'xavier' } };
    const heatMap = { x: 'depth', y: 'scheme', value: 'loss', scales: { x: 'log' } } as const;
    expectSnapshot('sweepFigure', [sweepFigure(rows, options), sweepFigure(rows, heatMap)]);
  });
});
