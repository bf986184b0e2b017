import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { initlab } from '../support.js';

describe('initlab install-kernel and uninstall-kernel', () => {
  it('say what they wrote, replaced and removed', async () => {
    const prefix = temporaryFolder();
    const spec = join(prefix, 'share', 'jupyter', 'kernels', 'initlab', 'kernel.json');
    const first = await initlab(['install-kernel', '--prefix', prefix]);
    expect(first).to.include({ code: 0, stderr: '' });
    expect(first.stdout).to.contain('Wrote the kernel "TypeScript (initlab)"').and.to.contain(spec);
    expect(existsSync(spec)).to.equal(true);
    expect((await initlab(['install-kernel', '--prefix', prefix])).stdout).to.contain('Replaced the kernel');
    const removed = await initlab(['uninstall-kernel', '--prefix', prefix]);
    expect(removed).to.deep.equal({ code: 0, stdout: `Removed ${join(spec, '..')}\n`, stderr: '' });
    const again = await initlab(['uninstall-kernel', '--prefix', prefix]);
    expect(again.stdout).to.equal(`Nothing to remove: there is no ${join(spec, '..')}\n`);
  });

  it('print the JUPYTER_PATH that a project needs', async () => {
    const project = temporaryFolder();
    const { code, stdout } = await initlab(['install-kernel', '--project'], { cwd: project });
    expect(code).to.equal(0);
    expect(stdout)
      .to.contain('JUPYTER_PATH')
      .and.to.contain(`'${join(project, '.jupyter')}'`);
  });

  it('exit with 1 if the folder cannot be written to, and say why without a stack trace', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { code, stdout, stderr } = await initlab(['install-kernel', '--prefix', file]);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' });
    expect(stderr)
      .to.match(/^initlab: .* cannot be written to: a part of the path is a file/)
      .and.not.to.contain('    at ');
  });

  it('exit with 2 for two places, for an empty --prefix and for an unknown option', async () => {
    const two = await initlab(['install-kernel', '--user', '--project']);
    expect(two.code).to.equal(2);
    expect(two.stderr).to.contain('--user and --project name different places');
    expect((await initlab(['install-kernel', '--prefix', ''])).code).to.equal(2);
    expect((await initlab(['uninstall-kernel', '--sys-prefix'])).code).to.equal(2);
  });
});
