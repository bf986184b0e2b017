import { expect } from 'chai';
import { parseNpy } from '../../../../lib/dist/train/data/parseNpy.js';
import { npy } from './npy.js';

describe('parseNpy', () => {
  const read = (bytes: Uint8Array): { shape: readonly number[]; data: number[]; type: string } => {
    const { shape, data } = parseNpy(bytes, 'a.npy');
    return { shape, data: [...data], type: data.constructor.name };
  };

  it('reads floating-point numbers of 32 and 64 bits with their shape', () => {
    const numbers = Float32Array.of(1, -2.5, 3, 0, Number.NaN, Number.POSITIVE_INFINITY);
    expect(read(npy('<f4', '(2, 3)', numbers))).to.deep.equal({
      shape: [2, 3],
      data: [...numbers],
      type: 'Float32Array',
    });
    expect(read(npy('<f8', '(2,)', Float64Array.of(0.1, 1e300)))).to.deep.equal({
      shape: [2],
      data: [0.1, 1e300],
      type: 'Float64Array',
    });
  });

  it('reads integers and truth values as integers', () => {
    expect(read(npy('<i8', '(3,)', BigInt64Array.of(1n, -2n, 3n)))).to.deep.equal({
      shape: [3],
      data: [1, -2, 3],
      type: 'Int32Array',
    });
    expect(read(npy('|b1', '(2, 1)', Uint8Array.of(1, 0)))).to.deep.equal({
      shape: [2, 1],
      data: [1, 0],
      type: 'Uint8Array',
    });
    expect(read(npy('<u2', '(1,)', Uint16Array.of(65_535))).data).to.deep.equal([65_535]);
  });

  it('reads the second version of the format, whose header can be longer', () => {
    expect(read(npy('<f4', '(1,)', Float32Array.of(7), 2)).data).to.deep.equal([7]);
  });

  it('rejects what it cannot read, and says how to save the array', () => {
    const refused = (bytes: Uint8Array, message: string | RegExp) => expect(() => read(bytes)).to.throw(message);
    refused(
      npy('<f2', '(1,)', Uint16Array.of(0)),
      "a.npy: holds numbers of type <f2, which cannot be read. Save array.astype('<f4')",
    );
    refused(npy('>f4', '(1,)', Float32Array.of(0)), 'numbers of type >f4');
    refused(
      npy('<i8', '(1,)', BigInt64Array.of(2n ** 40n)),
      'has 1099511627776 at index 0, which does not fit 32 bits',
    );
    refused(npy('<f4', '(2,)', Float32Array.of(0, 1), 1, 'True'), 'numpy.ascontiguousarray(array)');
    refused(npy('<f4', '(3,)', Float32Array.of(0)), /truncated: shape 3 needs \d+ bytes, the file has \d+/);
    refused(npy('<f4', '(1,)', Float32Array.of(0)).subarray(0, 30), /truncated in its header/);
    refused(Uint8Array.of(1, 2, 3), 'not an NPY file');
  });
});
