import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type CodeCell, type Notebook, readNotebook, type TextCell } from 'initlab-kernel';
import { withCommittedStills } from '../../../site/src/figures/committedStills.js';
import { PLOTLY, plotBundles } from '../../../site/src/figures/plotBundles.js';
import { preparePublication } from '../../../site/src/figures/preparePublication.js';
import { code, notebook, prose } from '../support/lessons.js';
import { Project } from '../support/project.js';

const figure = { layout: { title: { text: 'A line' } }, data: [{ type: 'scatter', y: [1, 2, 3] }] };
const growing = { ...figure, frames: [1, 2, 3].map((end) => ({ data: [{ y: [1, end, 2 * end] }], traces: [0] })) };

function shown(data: Record<string, unknown>, metadata: Record<string, unknown> = {}): Notebook {
  return notebook(code('show()', { output_type: 'display_data', data, metadata }));
}

describe('published', function () {
  this.timeout(60_000);

  it('gives a plot a picture at the width of a page in place of the script that draws it', async () => {
    const live = shown({ [PLOTLY]: figure, 'text/html': '<script></script>', 'text/plain': '[plot] A line' });
    const [bundle] = plotBundles((await preparePublication(live)).cells);
    expect(Object.keys(bundle)).to.have.members([PLOTLY, 'text/plain', 'image/png']);
    const png = Buffer.from(bundle['image/png'] as string, 'base64');
    expect(png.subarray(1, 4).toString()).to.equal('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([660, 420]);
  });

  it('draws the same bytes each time', async () => {
    const pictures = await Promise.all([1, 2].map(() => preparePublication(shown({ [PLOTLY]: figure }))));
    expect(pictures[0]).to.deep.equal(pictures[1]);
  });

  it('gives a figure with frames its last one as a picture, and all of them as a GIF', async () => {
    const [bundle] = plotBundles((await preparePublication(shown({ [PLOTLY]: growing }))).cells);
    const gif = Buffer.from(bundle['image/gif'] as string, 'base64');
    expect(gif.subarray(0, 6).toString()).to.equal('GIF89a');
    expect(gif.toString('latin1').split('\x21\xf9\x04').length - 1, 'frames').to.equal(3);
    const last = { ...figure, data: [{ type: 'scatter', y: [1, 3, 6] }] };
    const [still] = plotBundles((await preparePublication(shown({ [PLOTLY]: last }))).cells);
    expect(bundle['image/png']).to.equal(still['image/png']);
  });

  it('moves the GIF into the prose that shows it, since beside a PNG front-ends pass it over', async () => {
    const [grows] = shown({ [PLOTLY]: growing }).cells;
    const said = prose('So it grows.\n\n![The line grows](attachment:animation.gif)');
    const { cells } = await preparePublication(notebook(grows, said, prose('On.')));
    const [bundle] = plotBundles(cells);
    expect(Object.keys(bundle)).to.include('image/png').and.not.include('image/gif');
    const { attachments } = cells[1] as TextCell;
    const gif = Buffer.from(attachments?.['animation.gif']['image/gif'] as string, 'base64');
    expect(gif.subarray(0, 6).toString()).to.equal('GIF89a');
    expect(cells[2]).to.not.have.property('attachments');
    const again = await preparePublication(notebook(grows, cells[1], prose('On.')));
    expect(again.cells).to.deep.equal(cells);
  });

  it('leaves out bars of progress, and nothing else', async () => {
    const bar = shown({ 'text/html': '<progress>', 'text/plain': '[##]' }, { initlab: { progress: true } });
    expect((await preparePublication(bar)).cells[0])
      .to.have.property('outputs')
      .that.deep.equals([]);
    const table = shown({ 'text/html': '<table>', 'text/plain': 'a  b' });
    expect(await preparePublication(table)).to.deep.equal(table);
  });
});

describe('npm run lessons:publish', function () {
  this.timeout(120_000);

  const broken = notebook(code('1 + 1'), code("throw new Error('not today')"));
  let project: Project;
  before(() => {
    const draws = `import { progress } from 'initlab'; import { figure, show } from 'initlab/plot';
for (const y of progress.of([1, 2])) console.log(y);
show(figure({ title: 'A line', x: { title: 'x' }, y: { title: 'y' }, data: [{ x: [1, 2], y: [1, 2] }] }));`;
    project = new Project({ '01-fine': notebook(prose('# Fine'), code(draws), code('1 + 1')), '02-broken': broken });
  });
  after(() => project.remove());

  const file = (name: string) => readFileSync(project.path('notebooks', `${name}.ipynb`), 'utf8');

  it('writes outputs with pictures and counts in order, leaves what failed as it was, and ends with 1', async () => {
    const before = file('02-broken');
    const run = project.publish();
    expect((await run.ended).code).to.equal(1);
    expect(run.output()).to.include('1 lesson written').and.include('not today');
    expect(file('02-broken')).to.equal(before);
    const { cells } = readNotebook(project.path('notebooks/01-fine.ipynb'));
    const [, first, second] = cells as CodeCell[];
    expect(first.outputs.map((one) => one.output_type)).to.deep.equal(['stream', 'display_data']);
    expect(plotBundles(cells)[0]).to.include.keys(PLOTLY, 'image/png', 'text/plain').and.not.key('text/html');
    expect([first.execution_count, second.execution_count]).to.deep.equal([1, 2]);
  });

  it('changes no byte when it is run again, from the cache or in truth', async () => {
    const before = file('01-fine');
    for (const options of [[], ['--force']]) {
      expect((await project.publish('01', ...options).ended).code).to.equal(0);
      expect(file('01-fine')).to.equal(before);
    }
  });

  it('gives pages the pictures of the committed figures that are still the same', () => {
    const path = project.path('notebooks/01-fine.ipynb');
    const [committed] = plotBundles(readNotebook(path).cells);
    const same = shown({ [PLOTLY]: structuredClone(committed[PLOTLY]) });
    const other = shown({ [PLOTLY]: figure });
    expect(plotBundles(withCommittedStills(same, path).cells)[0]['image/png']).to.equal(committed['image/png']);
    expect(plotBundles(withCommittedStills(other, path).cells)[0]).to.not.have.key('image/png');
  });
});
