import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { temporaryFolder } from '../../kernel/support/files.js';
import { notebookFile } from '../../kernel/support/notebooks.js';
import { initlab } from './support.js';

const lib = fileURLToPath(new URL('../../../lib', import.meta.url));

/** Copies the package to a place where Node finds no other package. */
function loneCopy(...parts: string[]): { folder: string; bin: string } {
  const folder = temporaryFolder();
  for (const part of ['package.json', 'bin', ...parts])
    cpSync(join(lib, part), join(folder, part), { recursive: true });
  return { folder, bin: join(folder, 'bin', 'initlab.cjs') };
}

describe('initlab', () => {
  it('lists its commands under --help', async () => {
    const { code, stdout, stderr } = await initlab(['--help']);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout)
      .to.contain('Usage: initlab COMMAND')
      .and.to.match(/^ {2}run +run notebooks/m);
  });

  it('explains a command under COMMAND --help', async () => {
    const { code, stdout } = await initlab(['run', '--help']);
    expect(code).to.equal(0);
    for (const option of ['--out', '--timeout', '--jobs', '--allow-errors']) expect(stdout).to.contain(option);
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(join(lib, 'package.json'), 'utf8'));
    expect(await initlab(['--version'])).to.deep.equal({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('exits with 2 and lists the commands if none is given', async () => {
    const { code, stdout, stderr } = await initlab([]);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
    expect(stderr).to.contain('No command was given').and.to.contain('run notebooks');
  });

  it('exits with 2 for an unknown command and suggests the nearest', async () => {
    const near = await initlab(['rnu']);
    expect(near).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: 'initlab: There is no command "rnu". Did you mean "run"?\n',
    });
    const far = await initlab(['toString']);
    expect(far.code).to.equal(2);
    expect(far.stderr).to.contain('There is no command "toString". See: initlab --help');
  });

  it('suggests the nearest option for one that a command lacks', async () => {
    const { code, stderr } = await initlab(['diagnose', 'model', '--lable', 'species']);
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr: 'initlab: There is no option "--lable". Did you mean "--label"?\nSee: initlab diagnose --help\n',
    });
    expect((await initlab(['weights', 'file', '-x'])).stderr).to.match(/^initlab: There is no option "-x"\.\nSee/);
  });

  it('refuses an old Node.js and says what was found, what is needed and what to do', async () => {
    const old = join(temporaryFolder(), 'old.cjs');
    writeFileSync(
      old,
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } });",
    );
    const { code, stderr } = await initlab(['--version'], { node: ['--require', old] });
    expect(code).to.equal(1);
    expect(stderr).to.contain('needs Node.js 20.19 or newer').and.to.contain('20.18.3').and.to.contain('nodejs.org');
  });

  it('says what to do if the package is not built', async () => {
    const { code, stderr } = await initlab(['--version'], { bin: loneCopy().bin });
    expect(code).to.equal(1);
    expect(stderr).to.contain('not built yet').and.to.contain('npm run build');
  });

  it('says how to install the kernel package if a command needs it', async () => {
    const { code, stderr } = await initlab(['run', notebookFile('1')], { bin: loneCopy('dist').bin });
    expect(code).to.equal(2);
    expect(stderr)
      .to.contain('needs the package initlab-kernel')
      .and.to.match(/npm install \S+initlab-kernel-\d+\.\d+\.\d+\.tgz/);
  });
});
