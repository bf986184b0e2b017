import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { expect } from 'chai';
import { InstallError, installKernel, KERNEL_MAIN, uninstallKernel } from 'initlab-kernel';
import { temporaryFolder } from '../support/files.js';

const files = ['logo-32x32.png', 'logo-64x64.png', 'logo-svg.svg', 'kernel.json'];

function linuxUser(home: string) {
  return { platform: 'linux', env: {}, home } as const;
}

describe('installKernel', () => {
  it('writes the kernel with its logos into the folder of the user', () => {
    const home = temporaryFolder();
    const folder = join(home, '.local', 'share', 'jupyter', 'kernels', 'initlab');
    const installed = installKernel({ kind: 'user' }, linuxUser(home));
    expect(installed).to.deep.equal({ folder, files, replaced: false, jupyterPath: undefined });
    expect(readdirSync(folder)).to.have.members(files);
    for (const size of [32, 64]) {
      const png = readFileSync(join(folder, `logo-${size}x${size}.png`));
      expect(png.toString('latin1', 1, 4)).to.equal('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([size, size]);
    }
  });

  it('gives the kernel the name that notebooks use, and starts it from any folder', () => {
    const { folder } = installKernel({ kind: 'prefix', prefix: temporaryFolder() });
    const spec = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'));
    expect(spec).to.include({
      display_name: 'TypeScript (initlab)',
      language: 'typescript',
      interrupt_mode: 'message',
    });
    const [node, flag, main, file] = spec.argv;
    expect([node, main].every(isAbsolute)).to.equal(true);
    expect([flag, main, file]).to.deep.equal(['--no-force-async-hooks-checks', KERNEL_MAIN, '{connection_file}']);
    const { status, stdout } = spawnSync(node, [flag, '-p', 'process.execPath'], { encoding: 'utf8' });
    expect({ status, stdout: realpathSync(stdout.trim()) }).to.deep.equal({ status: 0, stdout: realpathSync(node) });
  });

  it('writes into share/jupyter of a prefix, and reports when it replaces a kernel', () => {
    const prefix = temporaryFolder();
    const folder = join(prefix, 'share', 'jupyter', 'kernels', 'initlab');
    expect(installKernel({ kind: 'prefix', prefix })).to.include({ folder, replaced: false });
    writeFileSync(join(folder, 'kernel.json'), 'old');
    expect(installKernel({ kind: 'prefix', prefix })).to.include({ folder, replaced: true });
    expect(JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8'))).to.have.property('argv');
    expect(readdirSync(folder)).to.have.members(files);
  });

  it('writes into .jupyter of the project around a folder, and returns the JUPYTER_PATH that is needed', () => {
    const project = temporaryFolder();
    writeFileSync(join(project, 'package.json'), '{}');
    const inside = join(project, 'notebooks', 'more');
    mkdirSync(inside, { recursive: true });
    const installed = installKernel({ kind: 'project', folder: inside });
    expect(installed.folder).to.equal(join(project, '.jupyter', 'kernels', 'initlab'));
    expect(installed.jupyterPath).to.equal(join(project, '.jupyter'));
  });

  it('writes into the virtual environment of a project that has one', () => {
    const project = temporaryFolder();
    writeFileSync(join(project, 'package.json'), '{}');
    mkdirSync(join(project, '.venv'));
    writeFileSync(join(project, '.venv', 'pyvenv.cfg'), '');
    const installed = installKernel({ kind: 'project', folder: project });
    expect(installed.folder).to.equal(join(project, '.venv', 'share', 'jupyter', 'kernels', 'initlab'));
    expect(installed.jupyterPath).to.equal(undefined);
  });

  it('names a folder that cannot be written to, gives the reason, and suggests other places', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const error = catchError(() => installKernel({ kind: 'prefix', prefix: file }));
    expect(error).to.be.instanceOf(InstallError);
    expect(error?.message)
      .to.contain(join(file, 'share', 'jupyter', 'kernels', 'initlab'))
      .and.to.contain('cannot be written to: a part of the path is a file')
      .and.to.contain('--user, --prefix DIR or --project');
  });
});

describe('uninstallKernel', () => {
  it('removes the installed kernel and nothing else', () => {
    const prefix = temporaryFolder();
    const { folder } = installKernel({ kind: 'prefix', prefix });
    const other = join(prefix, 'share', 'jupyter', 'kernels', 'other');
    mkdirSync(other);
    expect(uninstallKernel({ kind: 'prefix', prefix })).to.deep.equal({ removed: [folder], searched: [folder] });
    expect(readdirSync(join(prefix, 'share', 'jupyter', 'kernels'))).to.deep.equal(['other']);
    expect(uninstallKernel({ kind: 'prefix', prefix })).to.deep.equal({ removed: [], searched: [folder] });
  });

  it('finds a kernel that was installed before the project had a virtual environment', () => {
    const project = temporaryFolder();
    const { folder } = installKernel({ kind: 'project', folder: project });
    mkdirSync(join(project, '.venv'));
    writeFileSync(join(project, '.venv', 'pyvenv.cfg'), '');
    expect(uninstallKernel({ kind: 'project', folder: project }).removed).to.deep.equal([folder]);
  });
});

function catchError(act: () => void): Error | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
