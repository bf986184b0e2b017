import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder } from 'initlab-kernel';
import { temporaryFolder } from './support/files.js';

describe('makeFolder', () => {
  it('makes a folder and those above it, and keeps one that exists', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    makeFolder(folder);
    makeFolder(folder);
    expect(statSync(folder).isDirectory()).to.equal(true);
  });

  it('throws if a file is in the way', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file'))).to.throw('EEXIST');
    expect(() => makeFolder(join(folder, 'file', 'below'))).to.throw('ENOTDIR');
  });

  it('throws if no folder can be made', () => {
    // Linux has such a place. On other systems, the folder above cannot be made either.
    const folder = existsSync('/proc/self') ? '/proc/no/such' : join(temporaryFolder(), '\0');
    expect(() => makeFolder(folder)).to.throw();
  });
});
