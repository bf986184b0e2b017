import { expect } from 'chai';
import { varianceAnimation, varianceByLayer } from 'initlab/plot';

const series = [
  { name: 'he', scheme: 'he', values: [1, 2, 2.1, 1.9], theory: [1, 2, 2, 2] },
  { name: 'xavier', scheme: 'xavier', values: [1, 1, 0.5, 0.25] },
];

describe('varianceAnimation', () => {
  it('ends with the figure of varianceByLayer', () => {
    expect(varianceAnimation(series).data).to.deep.equal(varianceByLayer(series).data);
  });

  it('animates the measured values, layer by layer, and nothing else', () => {
    const { data, frames = [] } = varianceAnimation(series);
    expect(frames.map(({ name }) => name)).to.deep.equal(['layer 0', 'layer 1', 'layer 2', 'layer 3']);
    for (const { traces } of frames) expect(traces.map((i) => data[i].name)).to.deep.equal(['he', 'xavier']);
    expect(frames.map((frame) => frame.data.map(({ y }) => y))[1]).to.deep.equal([
      [1, 2],
      [1, 1],
    ]);
    expect(frames.at(-1)?.data.map(({ y }) => y)).to.deep.equal(series.map(({ values }) => values));
  });

  it('fixes the axes so that they hold every value', () => {
    const { layout } = varianceAnimation(series);
    const [low, high] = (layout.yaxis as { range: [number, number] }).range;
    expect(10 ** low).to.be.within(0.1, 0.25);
    expect(10 ** high).to.be.within(2.1, 4);
    expect((layout.xaxis as { range: number[] }).range[1]).to.be.above(3);
  });

  it('has at most 26 frames for a deep net, including the first and the last layer', () => {
    const { frames = [] } = varianceAnimation([{ name: 'deep', values: Array.from({ length: 101 }, () => 1) }]);
    expect(frames).to.have.length(26);
    expect([frames[0].name, frames[25].name]).to.deep.equal(['layer 0', 'layer 100']);
  });

  it('leaves a gap for values that a log axis cannot show, and refuses series that have only such values', () => {
    const { frames = [] } = varianceAnimation([{ name: 'a', values: [1, 0, Number.NaN] }]);
    expect(frames[2].data[0].y).to.deep.equal([1, null, null]);
    expect(() => varianceAnimation([{ name: 'a', values: [0] }])).to.throw(RangeError, 'no positive finite value');
  });
});
