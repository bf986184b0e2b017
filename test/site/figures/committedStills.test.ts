import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type MimeBundle, type Notebook, writeNotebook } from 'initlab-kernel';
import { withCommittedStills } from '../../../site/src/figures/committedStills.js';
import { PLOTLY, plotBundles } from '../../../site/src/figures/plotBundles.js';
import { code, notebook, PNG, shown } from '../support/lessons.js';

const figure = { layout: { title: { text: 'A line' } }, data: [{ type: 'scatter', y: [1, 2, 3] }] };

function plot(data: MimeBundle): Notebook {
  return notebook(code('show()', shown(data)));
}

describe('withCommittedStills', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-stills-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('adds the committed pictures to the figures that have not changed', () => {
    const path = join(folder, '01-fine.ipynb');
    writeNotebook(path, plot({ [PLOTLY]: figure, 'image/png': PNG, 'image/gif': 'AAAA' }));
    const same = plot({ [PLOTLY]: { data: figure.data, layout: figure.layout } });
    const other = plot({ [PLOTLY]: { ...figure, data: [] } });
    const [bundle] = plotBundles(withCommittedStills(same, path).cells);
    expect(bundle).to.include({ 'image/png': PNG, 'image/gif': 'AAAA' });
    expect(plotBundles(withCommittedStills(other, path).cells)[0]).to.not.have.key('image/png');
  });
});
