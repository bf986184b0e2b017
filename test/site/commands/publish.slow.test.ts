import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type CodeCell, readNotebook } from 'initlab-kernel';
import { PLOTLY, plotBundles } from '../../../site/src/figures/plotBundles.js';
import { code, notebook, prose } from '../support/lessons.js';
import { Project } from '../support/project.js';

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

  it('writes outputs with pictures and execution counts, leaves the file of a failed lesson unchanged, and ends with 1', async () => {
    const before = file('02-broken');
    const run = project.publish();
    expect((await run.ended).code).to.equal(1);
    expect(run.output()).to.include('1 lesson written').and.include('not today');
    expect(file('02-broken')).to.equal(before);
    const { cells } = readNotebook(project.path('notebooks/01-fine.ipynb'));
    const [, first, second] = cells as CodeCell[];
    expect(first.outputs.map((output) => output.output_type)).to.deep.equal(['stream', 'display_data']);
    expect(plotBundles(cells)[0]).to.include.keys(PLOTLY, 'image/png', 'text/plain').and.not.key('text/html');
    expect([first.execution_count, second.execution_count]).to.deep.equal([1, 2]);
  });

  it('changes no byte when it runs again, with or without the cache', async () => {
    const before = file('01-fine');
    for (const options of [[], ['--force']]) {
      expect((await project.publish('01', ...options).ended).code).to.equal(0);
      expect(file('01-fine')).to.equal(before);
    }
  });
});
