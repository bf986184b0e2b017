import { expect } from 'chai';
import { Project } from '../support/project.js';

describe('the command line of npm start', function () {
  this.timeout(120_000);

  let project: Project;
  afterEach(() => project.remove());

  it('shows its usage, and ends with 2 for an unknown option or port', async () => {
    project = new Project({});
    const cases: [string[], number, RegExp][] = [
      [['--help'], 0, /^Usage: npm start/],
      [['--prot', '1'], 2, /--prot[\s\S]*Usage: npm start/],
      [['extra'], 2, /extra[\s\S]*Usage: npm start/],
      [['--port', '70000'], 2, /--port must be a number from 0 to 65535, not "70000"/],
      [['--port', 'x'], 2, /not "x"/],
    ];
    for (const [args, exit, text] of cases) {
      const run = project.start(...args);
      expect((await run.ended).code, args.join(' ')).to.equal(exit);
      expect(run.output()).to.match(text);
    }
  });

  it('reports that there are no notebooks', async () => {
    project = new Project({});
    const run = project.start('--port', '0');
    expect((await run.ended).code).to.equal(1);
    expect(run.output()).to.include('There are no notebooks in');
  });
});
