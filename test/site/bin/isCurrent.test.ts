import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isCurrent } from '../../../site/bin/isCurrent.js';
import { temporaryFolder } from '../../kernel/support/files.js';

/** Makes a package of one source, and a mark of its build a minute later. */
function builtPackage(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'src/deep'), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  const [source, built] = [join(folder, 'src/deep/a.ts'), join(folder, 'dist/.tsbuildinfo')];
  for (const file of [source, built]) writeFileSync(file, '');
  const now = Date.now() / 1000;
  utimesSync(source, now - 120, now - 120);
  utimesSync(built, now - 60, now - 60);
  return folder;
}

describe('isCurrent', () => {
  it('accepts a package that was built after its last change', () => {
    expect(isCurrent(builtPackage())).to.equal(true);
  });

  it('refuses a package that was never built', () => {
    const folder = builtPackage();
    rmSync(join(folder, 'dist/.tsbuildinfo'));
    expect(isCurrent(folder)).to.equal(false);
  });

  it('refuses a package with a source that changed after the build', () => {
    const folder = builtPackage();
    writeFileSync(join(folder, 'src/deep/a.ts'), '// changed');
    expect(isCurrent(folder)).to.equal(false);
  });

  it('accepts a package in which a file was made and removed after the build', () => {
    const folder = builtPackage();
    writeFileSync(join(folder, 'src/deep/leftover.ts'), '');
    rmSync(join(folder, 'src/deep/leftover.ts'));
    expect(isCurrent(folder)).to.equal(true);
  });
});
