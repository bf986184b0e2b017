import { expect } from 'chai';
import { code, notebook } from '../support/lessons.js';
import { Project } from '../support/project.js';

describe('npm run lessons', function () {
  this.timeout(60_000);

  let project: Project;
  before(() => {
    project = new Project({
      '01-fine': notebook(code('console.log(1)')),
      '02-broken': notebook(code('let fine = 1;'), code("throw new Error('not today')")),
    });
  });
  after(() => project.remove());

  const lessons = async (...args: string[]) => {
    const run = project.lessons(...args);
    const { code } = await run.ended;
    return { code, output: run.output() };
  };

  it('ends with 1 if a lesson failed, and reports which one', async () => {
    const { code, output } = await lessons();
    expect(code).to.equal(1);
    expect(output).to.include('1 lesson failed:');
    expect(output).to.include('notebooks/02-broken.ipynb, cell In [2], line 1: Error: not today');
  });

  it('runs a failed lesson again, but not one that succeeded', async () => {
    expect((await lessons()).output).to.include('2 lessons, 1 unchanged, 1 to run');
  });

  it('ends with 0 if the named lessons succeeded', async () => {
    expect(await lessons('01')).to.deep.include({ code: 0, output: '1 lesson, 1 unchanged, 0 to run\n' });
  });

  it('runs an unchanged lesson with --force', async () => {
    const { code, output } = await lessons('01', '--force');
    expect(code).to.equal(0);
    expect(output).to.include('1 lesson, 0 unchanged, 1 to run');
  });

  it('ends with 2 for an unknown lesson and for an unknown option', async () => {
    const unknown = await lessons('07');
    expect(unknown.code).to.equal(2);
    expect(unknown.output).to.include('There is no lesson "07"').and.include('  02-broken');
    expect((await lessons('--froce')).code).to.equal(2);
  });
});
