import { expect } from 'chai';
import { describeFigure } from '../../../site/src/outputs/describeFigure.js';
import { readFigure } from '../../../site/src/outputs/readFigure.js';

describe('readFigure', () => {
  it('returns a figure as it is', () => {
    const figure = {
      data: [{ type: 'scatter', name: 'a', y: [1, 2] }],
      layout: { title: { text: 'T' }, height: 300, xaxis: { title: 'x' }, yaxis: { ticktext: ['a'] } },
      frames: [{ name: '1' }],
      config: { responsive: true },
    };
    expect(readFigure(figure)).to.deep.equal(figure);
    expect(readFigure({ data: [{ y: [1] }] })).to.deep.equal({ data: [{ y: [1] }], layout: {} });
  });

  it('leaves out what has a wrong type, and can describe the rest', () => {
    for (const [layout, rest] of [
      [null, {}],
      ['y', {}],
      [{ title: 5 }, {}],
      [{ title: { text: 7 }, height: -5 }, {}],
      [{ height: '100%;background:url(//x)', width: 3 }, { width: 3 }],
      [{ height: 1e9, xaxis: { title: 4 }, yaxis: null }, {}],
    ]) {
      const figure = readFigure({ data: [null, 5, { name: 7, y: [1, 2] }], layout, frames: null });
      expect(figure).to.deep.equal({ data: [{ y: [1, 2] }], layout: rest });
      expect(describeFigure(figure as object)).to.be.a('string');
    }
    expect(readFigure({ data: [], frames: [null, { name: 'a' }] })?.frames).to.deep.equal([{ name: 'a' }]);
  });

  it('finds no figure in other values', () => {
    for (const value of [null, 5, 'x', [], {}, { data: null }, { data: 'x' }, { layout: {} }])
      expect(readFigure(value)).to.equal(undefined);
  });
});
