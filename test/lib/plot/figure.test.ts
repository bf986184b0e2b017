import { expect } from 'chai';
import { figure } from 'initlab/plot';

const axes = { x: { title: 'n' }, y: { title: 'E[z²]', type: 'log' } };

describe('figure', () => {
  it('puts the titles where Plotly reads them', () => {
    const { layout } = figure({ title: 'Growth', ...axes, data: [] });
    expect(layout.title).to.include({ text: 'Growth' });
    expect(layout.xaxis).to.deep.include({ title: { text: 'n' } });
    expect(layout.yaxis).to.deep.include({ title: { text: 'E[z²]' }, type: 'log' });
  });

  it('leaves the width to the page', () => {
    const { layout } = figure({ title: 'Growth', ...axes, data: [] });
    expect(layout).to.have.property('autosize', true);
    expect(layout).to.not.have.property('width');
  });

  it('survives JSON with typed arrays in its traces', () => {
    const { data } = figure({
      title: 'Growth',
      ...axes,
      data: [{ y: Float32Array.of(0.1, 2), x: Uint8Array.of(1, 2), name: 'a' }],
    });
    expect(JSON.parse(JSON.stringify(data))).to.deep.equal([{ y: [0.1, 2], x: [1, 2], name: 'a' }]);
  });

  it('lets the caller override the layout', () => {
    expect(figure({ title: 'Growth', ...axes, data: [], layout: { height: 300 } }).layout).to.have.property(
      'height',
      300,
    );
  });
});
