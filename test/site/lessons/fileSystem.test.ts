import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { hash, hashFiles, listFiles, writeAtomically } from '../../../site/src/lessons/fileSystem.js';

describe('the file system', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('lists the files below a folder, sorted and without hidden folders', () => {
    for (const path of ['b.js', 'a/c.js', 'a/d.txt', '.git/e.js']) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    const names = listFiles(folder, (name) => name.endsWith('.js')).map((path) => path.slice(folder.length + 1));
    expect(names).to.deep.equal([join('a', 'c.js'), 'b.js']);
    expect(listFiles(join(folder, 'absent'))).to.deep.equal([]);
  });

  it('lists no symbolic links, which may lead out of the folder', () => {
    mkdirSync(join(folder, 'inside'));
    mkdirSync(join(folder, 'outside'));
    for (const path of ['inside/a.txt', 'outside/b.txt']) writeFileSync(join(folder, path), '');
    symlinkSync(join(folder, 'outside', 'b.txt'), join(folder, 'inside', 'b.txt'));
    symlinkSync(join(folder, 'outside'), join(folder, 'inside', 'c'));
    expect(listFiles(join(folder, 'inside'))).to.deep.equal([join(folder, 'inside', 'a.txt')]);
  });

  it('hashes the names and contents of files', () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    writeFileSync(a, 'one');
    const before = hashFiles([a, b]);
    expect(hashFiles([a, b])).to.equal(before);
    writeFileSync(b, '');
    expect(hashFiles([a, b]), 'a missing file counts as empty').to.equal(before);
    writeFileSync(b, 'two');
    expect(hashFiles([a, b])).to.not.equal(before);
  });

  it('gives different hashes if only the borders between pieces differ', () => {
    expect(hash(['ab', 'c'])).to.not.equal(hash(['a', 'bc']));
    expect(hash(['a', ''])).to.not.equal(hash(['a']));
  });

  it('writes complete files and leaves no temporary file behind', () => {
    writeAtomically(join(folder, 'deep/er/file.json'), '{}');
    expect(readFileSync(join(folder, 'deep/er/file.json'), 'utf8')).to.equal('{}');
    expect(readdirSync(join(folder, 'deep/er'))).to.deep.equal(['file.json']);
  });
});
