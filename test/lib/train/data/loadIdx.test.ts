import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { DataError, loadIdx } from 'initlab/tasks';

const twoByTwo = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4);

describe('loadIdx', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-idx-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  function file(bytes: Uint8Array): string {
    const path = join(folder, 'some-file');
    writeFileSync(path, bytes);
    return path;
  }

  it('reads a file, gzipped or not, whatever its name', () => {
    for (const bytes of [twoByTwo, gzipSync(twoByTwo)]) {
      const { shape, data } = loadIdx(file(bytes));
      expect(shape).to.deep.equal([2, 2]);
      expect([...data]).to.deep.equal([1, 2, 3, 4]);
    }
  });

  it('names a file that is missing, is a folder, is truncated or is not IDX', () => {
    expect(() => loadIdx(join(folder, 'none'))).to.throw(DataError, /none: there is no such file/);
    expect(() => loadIdx(folder)).to.throw(DataError, /is a folder, not a file\. Name a file in it/);
    expect(() => loadIdx(file(gzipSync(twoByTwo).subarray(0, 20)))).to.throw(
      DataError,
      /some-file: truncated or not gzip/,
    );
    expect(() => loadIdx(file(twoByTwo.subarray(0, 15)))).to.throw(DataError, /needs 16 bytes, the file has 15/);
    expect(() => loadIdx(file(Uint8Array.of(1, 2, 3, 4)))).to.throw(DataError, /not an IDX file/);
  });
});
