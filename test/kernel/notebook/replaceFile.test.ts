import {
  chmodSync,
  linkSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { replaceFile } from '../../../kernel/src/notebook/replaceFile.js';
import { temporaryFolder } from '../support/files.js';

describe('replaceFile', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder, 'a.ipynb');
    writeFileSync(file, 'old and longer');
  });

  it('keeps the mode of the file', () => {
    for (const mode of [0o600, 0o640, 0o755, 0o444]) {
      chmodSync(file, mode);
      replaceFile(file, `${mode}`);
      expect(statSync(file).mode & 0o7777).to.equal(mode);
      expect(readFileSync(file, 'utf8')).to.equal(`${mode}`);
    }
  });

  it('keeps other names of the file, and links to it', () => {
    linkSync(file, join(folder, 'other'));
    symlinkSync('a.ipynb', join(folder, 'link'));
    replaceFile(join(folder, 'link'), 'new');
    expect(readFileSync(join(folder, 'other'), 'utf8')).to.equal('new');
    expect(readlinkSync(join(folder, 'link'))).to.equal('a.ipynb');
    expect(readdirSync(folder).sort()).to.deep.equal(['a.ipynb', 'link', 'other']);
  });

  if (process.platform === 'linux' && process.getuid?.() === 0)
    it('keeps the owner and the group of the file', async () => {
      const { chownSync } = await import('node:fs');
      chownSync(file, 1234, 2345);
      replaceFile(file, 'new');
      const { uid, gid } = statSync(file);
      expect([uid, gid, readFileSync(file, 'utf8')]).to.deep.equal([1234, 2345, 'new']);
    });

  it('writes a file whose name is as long as the system allows', () => {
    const long = join(folder, `${'n'.repeat(249)}.ipynb`);
    replaceFile(long, 'first');
    replaceFile(long, 'second');
    expect(readFileSync(long, 'utf8')).to.equal('second');
  });

  it('follows no link that was laid where a temporary file could be', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    for (const name of [`.a.ipynb.${process.pid}.tmp`, 'a.ipynb.tmp', '.a.ipynb.tmp', 'a.ipynb~'])
      symlinkSync(victim, join(folder, name));
    replaceFile(file, 'new');
    expect(readFileSync(victim, 'utf8')).to.equal('precious');
    expect(readFileSync(file, 'utf8')).to.equal('new');
  });

  it('throws the error of the system if the folder is gone, and leaves nothing behind', () => {
    expect(() => replaceFile(join(folder, 'none', 'a.ipynb'), 'new')).to.throw(/ENOENT/);
    expect(readdirSync(folder)).to.deep.equal(['a.ipynb']);
  });

  if (process.platform === 'linux')
    it('keeps the old text if the disk is full', () => {
      const full = join(folder, 'full');
      symlinkSync('/dev/full', full);
      expect(() => replaceFile(full, 'new')).to.throw(/ENOSPC/);
      expect(readFileSync(file, 'utf8')).to.equal('old and longer');
    });
});
