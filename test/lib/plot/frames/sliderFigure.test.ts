import { expect } from 'chai';
import { figure, line, sliderFigure, varianceByLayer } from 'initlab/plot';

const growth = (factor: number) => varianceByLayer([{ name: 'signal', values: [1, factor, factor ** 2] }]);
const steps = [0.5, 1, 10].map((factor) => ({ name: `× ${factor}`, figure: growth(factor) }));

describe('sliderFigure', () => {
  it('shows the figure of the start, and has all figures as frames', () => {
    const joined = sliderFigure(steps, { label: 'factor', start: 1 });
    expect(joined.data).to.deep.equal(growth(1).data);
    expect(joined.layout.meta).to.deep.equal({ slider: 'factor', start: 1 });
    expect(joined.frames?.map(({ name }) => name)).to.deep.equal(['× 0.5', '× 1', '× 10']);
    for (const [i, frame] of (joined.frames ?? []).entries()) {
      expect(frame.data).to.deep.equal(steps[i].figure.data);
      expect(frame.traces).to.deep.equal(frame.data.map((_, trace) => trace));
    }
  });

  it('has room on the axes for the values of all figures', () => {
    const { layout } = sliderFigure(steps, { label: 'factor' });
    const [low, high] = (layout.yaxis as { range: [number, number] }).range;
    expect(low).to.be.within(-0.8, Math.log10(0.25));
    expect(high).to.be.within(2, 2.2);
    expect((layout.xaxis as { range: number[] }).range).to.deep.equal([-0.1, 2.1]);
  });

  it('keeps a range that an axis has, and the title and the notes of each figure', () => {
    const y = { title: 'y', range: [0, 9] };
    const plain = (height: number) =>
      figure({ title: `height ${height}`, x: { title: 'x' }, y, data: [line('y', [0, 1], [height, height])] });
    const { layout, frames = [] } = sliderFigure(
      [1, 2].map((height) => ({ name: String(height), figure: plain(height) })),
      { label: 'height' },
    );
    expect((layout.yaxis as { range: number[] }).range).to.deep.equal([0, 9]);
    expect(frames.map((frame) => (frame.layout as { title: { text: string } }).title.text)).to.deep.equal([
      'height 1',
      'height 2',
    ]);
    const gone = sliderFigure([{ name: 'gone', figure: varianceByLayer([{ name: 'a', values: [1, 0] }]) }], {
      label: 'x',
    });
    const [{ layout: ofGone }] = gone.frames ?? [];
    expect(ofGone?.annotations).to.have.length(1);
  });

  it('refuses what it cannot join', () => {
    const call = sliderFigure as (...args: unknown[]) => unknown;
    expect(() => call([growth(1)], { label: 'x' })).to.throw(TypeError, 'sliderFigure: steps');
    expect(() => call([], { label: 'x' })).to.throw(TypeError);
    expect(() => call(steps, {})).to.throw(TypeError, 'pass a label');
    expect(() => call(steps, { label: 'x', start: 3 })).to.throw(RangeError, 'from 0 to 2');
    const two = { name: 'two', figure: varianceByLayer([{ name: 'a', values: [1], theory: [1] }]) };
    expect(() => call([...steps, two], { label: 'x' })).to.throw(RangeError, 'the figure of step two');
  });
});
