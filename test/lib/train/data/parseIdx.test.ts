import { expect } from 'chai';
import { DataError } from '../../../../lib/src/train/data/dataError.js';
import { parseIdx } from '../../../../lib/src/train/data/parseIdx.js';

const twoByThree = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);

describe('parseIdx', () => {
  it('reads the shape and the bytes', () => {
    const { shape, data } = parseIdx(twoByThree, 'small');
    expect(shape).to.deep.equal([2, 3]);
    expect([...data]).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it('reads bytes from the middle of a larger buffer', () => {
    const padded = Uint8Array.from([9, 9, 9, ...twoByThree]);
    expect(parseIdx(padded.subarray(3), 'small').shape).to.deep.equal([2, 3]);
  });

  it('returns plain typed arrays, even for a Buffer', () => {
    const file = Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]);
    const { data } = parseIdx(file, 'two');
    expect(data.constructor).to.equal(Uint8Array);
    expect([...data]).to.deep.equal([7, 9]);
  });

  it('names the file and the offset of a wrong first byte', () => {
    expect(() => parseIdx(Uint8Array.of(31, 139, 8, 0), 'digits.gz')).to.throw(
      DataError,
      /digits\.gz: not an IDX file.*offset 0/,
    );
  });

  it('names the offset of a type that IDX does not have', () => {
    expect(() => parseIdx(Uint8Array.of(0, 0, 10, 1, 0, 0, 0, 0), 'floats')).to.throw(
      DataError,
      /floats: type 0x0a at offset 2; IDX has 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e/,
    );
  });

  it('reads every type of number, big-endian', () => {
    const values: [number, number[], new (...args: never[]) => unknown, number][] = [
      [8, [255], Uint8Array, 255],
      [9, [255], Int8Array, -1],
      [11, [255, 254], Int16Array, -2],
      [12, [0, 1, 0, 0], Int32Array, 65536],
      [13, [0x3f, 0x80, 0, 0], Float32Array, 1],
      [14, [0xc0, 0x04, 0, 0, 0, 0, 0, 0], Float64Array, -2.5],
    ];
    for (const [type, bytes, kind, value] of values) {
      const { shape, data } = parseIdx(Uint8Array.of(0, 0, type, 1, 0, 0, 0, 1, ...bytes), 'one');
      expect(shape).to.deep.equal([1]);
      expect(data).to.be.instanceOf(kind);
      expect(data[0]).to.equal(value);
    }
  });

  it('says how many bytes a truncated file should have', () => {
    expect(() => parseIdx(twoByThree.subarray(0, 17), 'small')).to.throw(
      DataError,
      /truncated: shape 2 × 3 needs 18 bytes, the file has 17/,
    );
    expect(() => parseIdx(twoByThree.subarray(0, 9), 'small')).to.throw(
      DataError,
      /truncated in its header: 12 bytes expected, 9 found/,
    );
  });

  it('rejects bytes after the end', () => {
    expect(() => parseIdx(Uint8Array.from([...twoByThree, 7]), 'small')).to.throw(DataError, /too long/);
  });
});
