import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { environmentHash, lessonHash, readCached, writeCached } from '../../../site/src/lessons/cache.js';
import { notebook, prose } from '../support/lessons.js';

describe('the cache of lessons', () => {
  const home = process.cwd();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-cache-'));
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  const write = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };

  it('returns a notebook for the hash under which it was stored, and for no other hash', () => {
    const stored = notebook(prose('text'));
    writeCached('solutions/01', 'abc', stored);
    expect(readCached('solutions/01', 'abc')).to.deep.equal(stored);
    expect(readCached('solutions/01', 'abd')).to.equal(undefined);
    expect(readCached('01', 'abc')).to.equal(undefined);
  });

  it('ignores a damaged entry', () => {
    write('.cache/lessons/01.json', '{"hash": "abc", ');
    expect(readCached('01', 'abc')).to.equal(undefined);
  });

  for (const path of [
    'lib/dist/index.js',
    'lib/dist/a/b.d.ts',
    'kernel/dist/main.js',
    'data/x/y.gz',
    'package-lock.json',
  ]) {
    it(`has another environment hash after ${path} changes`, () => {
      write(path, 'one');
      const before = environmentHash();
      expect(environmentHash()).to.equal(before);
      write(path, 'two');
      expect(environmentHash()).to.not.equal(before);
    });
  }

  it('keeps the environment hash if a new build of the library gives the same files', () => {
    write('lib/dist/index.js', 'one');
    const before = environmentHash();
    write('lib/dist/.tsbuildinfo', 'other');
    expect(environmentHash()).to.equal(before);
  });

  it('has another lesson hash after the text or the environment changes', () => {
    const file = { name: '01', path: 'notebooks/01.ipynb' };
    write(file.path, 'one');
    const before = lessonHash('environment', file);
    expect(lessonHash('another', file)).to.not.equal(before);
    write(file.path, 'two');
    expect(lessonHash('environment', file)).to.not.equal(before);
  });
});
