import { expect } from 'chai';
import type { Notebook, TextCell } from 'initlab-kernel';
import { PLOTLY, plotBundles } from '../../../site/src/figures/plotBundles.js';
import { preparePublication } from '../../../site/src/figures/preparePublication.js';
import { StillDrawer } from '../../../site/src/figures/stills.js';
import { code, notebook, prose } from '../support/lessons.js';

const figure = { layout: { title: { text: 'A line' } }, data: [{ type: 'scatter', y: [1, 2, 3] }] };
const growing = { ...figure, frames: [1, 2, 3].map((end) => ({ data: [{ y: [1, end, 2 * end] }], traces: [0] })) };

function shown(data: Record<string, unknown>, metadata: Record<string, unknown> = {}): Notebook {
  return notebook(code('show()', { output_type: 'display_data', data, metadata }));
}

describe('preparePublication', function () {
  this.timeout(60_000);

  const drawer = new StillDrawer();
  after(() => drawer.close());

  it('replaces the script that draws a plot with a picture as wide as a page', async () => {
    const live = shown({ [PLOTLY]: figure, 'text/html': '<script></script>', 'text/plain': '[plot] A line' });
    const [bundle] = plotBundles((await preparePublication(live, drawer)).cells);
    expect(Object.keys(bundle)).to.have.members([PLOTLY, 'text/plain', 'image/png']);
    const png = Buffer.from(bundle['image/png'] as string, 'base64');
    expect(png.subarray(1, 4).toString()).to.equal('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([660, 420]);
  });

  it('draws the same bytes every time, in the same browser and in another one', async () => {
    const other = new StillDrawer();
    try {
      const drawers = [drawer, drawer, other];
      const pictures = await Promise.all(
        drawers.map((browser) => preparePublication(shown({ [PLOTLY]: figure }), browser)),
      );
      expect(pictures[1]).to.deep.equal(pictures[0]);
      expect(pictures[2]).to.deep.equal(pictures[0]);
    } finally {
      await other.close();
    }
  });

  it('draws the last frame of a figure as a picture, and all frames as a GIF', async () => {
    const [bundle] = plotBundles((await preparePublication(shown({ [PLOTLY]: growing }), drawer)).cells);
    const gif = Buffer.from(bundle['image/gif'] as string, 'base64');
    expect(gif.subarray(0, 6).toString()).to.equal('GIF89a');
    expect(gif.toString('latin1').split('\x21\xf9\x04').length - 1, 'frames').to.equal(3);
    const last = { ...figure, data: [{ type: 'scatter', y: [1, 3, 6] }] };
    const [still] = plotBundles((await preparePublication(shown({ [PLOTLY]: last }), drawer)).cells);
    expect(bundle['image/png']).to.equal(still['image/png']);
  });

  it('attaches the GIF to the Markdown cell that shows it', async () => {
    const [grows] = shown({ [PLOTLY]: growing }).cells;
    const text = prose('So it grows.\n\n![The line grows](attachment:animation.gif)');
    const { cells } = await preparePublication(notebook(grows, text, prose('On.')), drawer);
    const [bundle] = plotBundles(cells);
    expect(Object.keys(bundle)).to.include('image/png').and.not.include('image/gif');
    const { attachments } = cells[1] as TextCell;
    const gif = Buffer.from(attachments?.['animation.gif']['image/gif'] as string, 'base64');
    expect(gif.subarray(0, 6).toString()).to.equal('GIF89a');
    expect(cells[2]).to.not.have.property('attachments');
    const again = await preparePublication(notebook(grows, cells[1], prose('On.')), drawer);
    expect(again.cells).to.deep.equal(cells);
  });

  it('removes progress bars, and nothing else', async () => {
    const bar = shown({ 'text/html': '<progress>', 'text/plain': '[##]' }, { initlab: { progress: true } });
    expect((await preparePublication(bar, drawer)).cells[0])
      .to.have.property('outputs')
      .that.deep.equals([]);
    const table = shown({ 'text/html': '<table>', 'text/plain': 'a  b' });
    expect(await preparePublication(table, drawer)).to.deep.equal(table);
  });
});
