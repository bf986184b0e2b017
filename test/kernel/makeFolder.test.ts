import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder } from 'initlab-kernel';
import { temporaryFolder } from './support/files.js';

describe('makeFolder', () => {
  it('makes a folder and those above it, and lets one be that is there', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    makeFolder(folder);
    makeFolder(folder);
    expect(statSync(folder).isDirectory()).to.equal(true);
  });

  it('says when a file is in the way', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(() => makeFolder(join(folder, 'file'))).to.throw('EEXIST');
    expect(() => makeFolder(join(folder, 'file', 'below'))).to.throw('ENOTDIR');
  });

  it('comes to an end where no folder can be made', () => {
    // Linux has such a place; elsewhere the folder is one above which none can be made either.
    const folder = existsSync('/proc/self') ? '/proc/no/such' : join(temporaryFolder(), '\0');
    expect(() => makeFolder(folder)).to.throw();
  });
});
