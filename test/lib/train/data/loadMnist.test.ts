import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { DataError, loadMnist } from 'initlab/tasks';

const shipped = join(import.meta.dirname, '../../../../data/mnist');
const trainImages = 'train-images-idx3-ubyte.gz';

describe('loadMnist', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-mnist-'));
    cpSync(shipped, folder, { recursive: true });
  });

  afterEach(() => {
    delete process.env.INITLAB_DATA;
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds the subset of the checkout', () => {
    const { train, test } = loadMnist();
    expect([train.count, train.height, train.width]).to.deep.equal([12000, 28, 28]);
    expect(train.pixels.length).to.equal(12000 * 784);
    expect(train.labels.length).to.equal(12000);
    expect(test.count).to.equal(2000);
  });

  it('starts with the published labels: 5 0 4 1 9 for training, 7 2 1 0 4 for test', () => {
    const { train, test } = loadMnist();
    expect([...train.labels.subarray(0, 5)]).to.deep.equal([5, 0, 4, 1, 9]);
    expect([...test.labels.subarray(0, 5)]).to.deep.equal([7, 2, 1, 0, 4]);
  });

  it('reads the given folder, and its sub-folder mnist', () => {
    expect(loadMnist(folder).test.count).to.equal(2000);
    expect(loadMnist(join(shipped, '..')).test.count).to.equal(2000);
  });

  it('reads the folder in INITLAB_DATA', () => {
    process.env.INITLAB_DATA = join(folder, 'nowhere');
    expect(() => loadMnist()).to.throw(DataError, /nowhere.*no MNIST files here \(INITLAB_DATA names this folder\)/);
    process.env.INITLAB_DATA = '';
    expect(loadMnist().train.count).to.equal(12000);
    process.env.INITLAB_DATA = folder;
    expect(loadMnist().train.count).to.equal(12000);
  });

  it('reads files that are not gzipped', () => {
    writeFileSync(join(folder, trainImages.replace('.gz', '')), gunzipSync(readFileSync(join(folder, trainImages))));
    rmSync(join(folder, trainImages));
    expect(loadMnist(folder).train.count).to.equal(12000);
  });

  it('gives each caller numbers of its own', () => {
    const { train } = loadMnist(folder);
    const [pixel] = train.pixels.subarray(5000);
    train.pixels.fill(7);
    train.labels.fill(7);
    const again = loadMnist(folder).train;
    expect([again.pixels[5000], ...again.labels.subarray(0, 2)]).to.deep.equal([pixel, 5, 0]);
  });

  it('reads a file again once it has changed', () => {
    expect(loadMnist(folder).train.count).to.equal(12000);
    writeFileSync(join(folder, trainImages), gzipSync(Buffer.alloc(100)));
    expect(() => loadMnist(folder)).to.throw(DataError, 'train-images-idx3-ubyte.gz');
  });

  it('rejects a folder that is not a path', () => {
    expect(() => loadMnist(5 as never)).to.throw(TypeError, 'folder is 5; it must be the path of a folder');
  });

  it('names a file that is missing', () => {
    rmSync(join(folder, trainImages));
    expect(() => loadMnist(folder)).to.throw(DataError, /train-images-idx3-ubyte\.gz: missing/);
  });

  it('names a file that is truncated', () => {
    writeFileSync(join(folder, trainImages), readFileSync(join(folder, trainImages)).subarray(0, 100_000));
    expect(() => loadMnist(folder)).to.throw(DataError, /train-images-idx3-ubyte\.gz: truncated or not gzip/);
  });

  it('names a file whose content was altered, with both checksums', () => {
    const content = gunzipSync(readFileSync(join(folder, trainImages)));
    content[5000] ^= 1;
    writeFileSync(join(folder, trainImages), gzipSync(content));
    expect(() => loadMnist(folder)).to.throw(
      DataError,
      /train-images-idx3-ubyte\.gz: altered: SHA-256 .*dcb5db4d.*ba891046/,
    );
  });
});
