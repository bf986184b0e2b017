import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { temporaryFolder, untilExists } from '../../../kernel/support/files.js';
import { ended, start } from '../support.js';

/** Creates a folder with programs that record in the file `started` how they were started. */
function programs(names: readonly string[], then: string): string {
  const folder = temporaryFolder();
  for (const name of names) {
    const program = `#!${process.execPath}
if (process.argv[2] === '--version') process.exit(0);
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = process.env.JUPYTER_PATH;
const spec = JSON.parse(readFileSync(path.split(${JSON.stringify(delimiter)})[0] + '/kernels/initlab/kernel.json', 'utf8'));
writeFileSync('new', JSON.stringify({ name: '${name}', args: process.argv.slice(2), path, spec }));
${then}
renameSync('new', 'started');`;
    writeFileSync(join(folder, name), program);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function lab(path: string, args: string[], cwd: string) {
  return start(['lab', ...args], { cwd, env: { ...process.env, PATH: path, JUPYTER_PATH: '/other' } });
}

function started(cwd: string) {
  return JSON.parse(readFileSync(join(cwd, 'started'), 'utf8'));
}

describe('initlab lab', () => {
  it('starts JupyterLab on the notebooks, on this machine only, and returns its exit code', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'notebooks'));
    const path = programs(['jupyter-notebook', 'jupyter-lab'], 'process.exitCode = 3;');
    expect((await ended(lab(path, [], cwd))).code).to.equal(3);
    const { name, args, path: jupyterPath, spec } = started(cwd);
    expect({ name, args }).to.deep.equal({ name: 'jupyter-lab', args: ['notebooks', '--ip=127.0.0.1'] });
    expect(spec.display_name).to.equal('TypeScript (initlab)');
    const [generated, ...others] = jupyterPath.split(delimiter);
    expect(others).to.deep.equal(['/other']);
    expect(existsSync(generated), 'the generated folder is gone').to.equal(false);
  });

  it('starts Notebook if there is no JupyterLab, with the given folder and options', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'mine'));
    const child = lab(programs(['jupyter-notebook'], ''), ['mine', '--', '--no-browser'], cwd);
    expect((await ended(child)).code).to.equal(0);
    const { name, args } = started(cwd);
    expect({ name, args }).to.deep.equal({
      name: 'jupyter-notebook',
      args: ['mine', '--ip=127.0.0.1', '--no-browser'],
    });
  });

  it('stops the server on Ctrl-C', async () => {
    const cwd = temporaryFolder();
    const child = lab(programs(['jupyter-lab'], 'setInterval(() => {}, 1000);'), [], cwd);
    await untilExists(join(cwd, 'started'));
    child.kill('SIGINT');
    expect((await ended(child)).code).to.equal(130);
  });

  it('says how to install Jupyter if there is none', async () => {
    const { code, stderr } = await ended(lab(temporaryFolder(), [], temporaryFolder()));
    expect(code).to.equal(1);
    expect(stderr).to.contain('Neither JupyterLab nor Notebook was found').and.to.contain('install jupyterlab');
  });

  it('exits with 2 for a folder that does not exist', async () => {
    const { code, stderr } = await ended(lab('', ['nowhere'], temporaryFolder()));
    expect(code).to.equal(2);
    expect(stderr).to.contain('There is no folder nowhere');
  });
});
