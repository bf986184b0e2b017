import { expect } from 'chai';
import { describeFigure } from '../../../site/src/outputs/describeFigure.js';

describe('describeFigure', () => {
  const layout = {
    title: { text: 'The signal<br>by <i>layer</i>' },
    xaxis: { title: { text: 'layer' } },
    yaxis: { title: 'second moment', type: 'log' },
  };
  const line = (name: string, y: number[]) => ({ type: 'scatter', name, x: y.map((_, i) => i), y });

  it('names the title, the axes and what becomes of each series', () => {
    const data = [line('he', [1, 1.04, 0.97]), line('xavier', [1, 0.1, 2.34e-9]), line('bad', [1, 10, 250])];
    expect(describeFigure({ data, layout })).to.equal(
      'The signal by layer. x: layer; y: second moment (logarithmic). he stays between 0.97 and 1.04; xavier falls from 1 to 2.3e-9; bad rises from 1 to 250.',
    );
  });

  it('mentions a peak between the ends of a line', () => {
    expect(describeFigure({ data: [line('gelu', [1, 5, 0.2])] })).to.equal(
      'gelu falls from 1 to 0.2 with a peak of 5.',
    );
  });

  it('gives ranges where points have no order, and the values of a map', () => {
    const data = [
      { type: 'scatter', name: 'points', x: [3, 1, 2], y: [1, 2, 3] },
      { type: 'bar', name: 'bars', x: ['a', 'b'], y: [4, 5] },
      {
        type: 'heatmap',
        name: 'map',
        z: [
          [0, 1],
          [2, 30],
        ],
      },
      { type: 'scatter', name: 'limit', x: [0, 1], y: [2.3, 2.3] },
    ];
    expect(describeFigure({ data })).to.equal(
      'points, from 1 to 3; bars, from 4 to 5; map of 2 rows, from 0 to 30; limit, at 2.3.',
    );
  });

  it('counts what it leaves out, and skips traces without numbers and lines without a name of their own', () => {
    const data = [
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => line(name, [1, 2, 4])),
      { ...line('a', [9, 9, 9]), showlegend: false },
      { name: 'line: theory', x: [null], y: [null] },
    ];
    expect(describeFigure({ data })).to.match(/^a rises.*; e rises from 1 to 4; and 2 more\.$/);
  });

  it('lists the rows of a figure with a row for each layer, and the frames of an animation', () => {
    const rows = { yaxis: { title: { text: 'layer' }, ticktext: ['input', 'hidden1'] } };
    expect(describeFigure({ data: [line('input', [1, 2, 3])], layout: rows, frames: [1, 2] })).to.equal(
      'Animation of 2 frames. y: layer. one row for each of input, hidden1.',
    );
  });

  it('says what a slider changes, and from where to where', () => {
    const layout = { meta: { slider: 'learning rate', start: 0 } };
    const frames = ['0.05', '0.1', '0.5'].map((name) => ({ name }));
    expect(describeFigure({ data: [line('loss', [1, 2, 4])], layout, frames })).to.match(
      /^Slider for learning rate, from 0\.05 to 0\.5\. loss rises/,
    );
  });
});
