import type { NumberArray, TypedNumbers } from '../../foundation/numberArray.js';
import { DataError } from './dataError.js';

/** The first bytes of a file: 0x93 and `NUMPY`. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

interface NumberType {
  bytes: number;
  make(length: number): TypedNumbers;
  read(view: DataView, offset: number): number;
}

/** Number types by NumPy's name without the byte order. Numbers are little-endian. */
const NUMBER_TYPES: Record<string, NumberType> = {
  b1: { bytes: 1, make: (length) => new Uint8Array(length), read: (view, at) => view.getUint8(at) },
  u1: { bytes: 1, make: (length) => new Uint8Array(length), read: (view, at) => view.getUint8(at) },
  i1: { bytes: 1, make: (length) => new Int8Array(length), read: (view, at) => view.getInt8(at) },
  u2: { bytes: 2, make: (length) => new Int32Array(length), read: (view, at) => view.getUint16(at, true) },
  i2: { bytes: 2, make: (length) => new Int16Array(length), read: (view, at) => view.getInt16(at, true) },
  u4: { bytes: 4, make: (length) => new Int32Array(length), read: (view, at) => view.getUint32(at, true) },
  i4: { bytes: 4, make: (length) => new Int32Array(length), read: (view, at) => view.getInt32(at, true) },
  u8: { bytes: 8, make: (length) => new Int32Array(length), read: (view, at) => Number(view.getBigUint64(at, true)) },
  i8: { bytes: 8, make: (length) => new Int32Array(length), read: (view, at) => Number(view.getBigInt64(at, true)) },
  f4: { bytes: 4, make: (length) => new Float32Array(length), read: (view, at) => view.getFloat32(at, true) },
  f8: { bytes: 8, make: (length) => new Float64Array(length), read: (view, at) => view.getFloat64(at, true) },
};

/** Checks whether a file begins as NumPy's arrays do. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Parses the NPY format of `numpy.save`: integers, truth values and floating-point numbers of 32 or
 * 64 bits, little-endian, with the last axis running fastest.
 *
 * @param file the name used in error messages
 * @throws DataError for another content, with the call of NumPy that makes a file that can be read
 * @see NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays"
 */
export function parseNpy(bytes: Uint8Array, file: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, length] = headerPlace(bytes, view, file);
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const name = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const sizes = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (sizes === undefined)
    throw new DataError(file, 'notNpy', `the header of the array has no shape: ${header.trim()}.`);
  const type = name !== undefined && /^[<|=]/.test(name) ? NUMBER_TYPES[name.slice(1)] : undefined;
  if (type === undefined) {
    const problem = `holds ${name === undefined ? 'records' : `numbers of type ${name}`}, which cannot be read.`;
    throw new DataError(file, 'notNpy', problem, { advice: "Save array.astype('<f4') with numpy.save." });
  }
  if (/'fortran_order':\s*True/.test(header)) {
    const problem = 'holds an array whose first axis runs fastest.';
    throw new DataError(file, 'notNpy', problem, { advice: 'Save numpy.ascontiguousarray(array) with numpy.save.' });
  }
  const shape = sizes.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const count = shape.reduce((product, n) => product * n, 1);
  const expected = start + length + count * type.bytes;
  if (bytes.length !== expected) {
    const what = bytes.length < expected ? 'truncated' : 'too long';
    const problem = `${what}: shape ${shape.join(' × ')} needs ${expected} bytes, the file has ${bytes.length}.`;
    throw new DataError(file, 'wrongLength', problem);
  }
  const data = type.make(count);
  for (let i = 0; i < count; i++) {
    const value = type.read(view, start + length + i * type.bytes);
    data[i] = value;
    if (data[i] === value || Number.isNaN(value)) continue;
    const problem = `has ${value} at index ${i}, which does not fit 32 bits.`;
    throw new DataError(file, 'notNpy', problem, { advice: "Save array.astype('<f8') with numpy.save." });
  }
  return { shape, data };
}

/** Finds the offset and the length of the header, which depend on the version of the format. */
function headerPlace(bytes: Uint8Array, view: DataView, file: string): [start: number, length: number] {
  const start = bytes[6] === 1 ? 10 : 12;
  if (!isNpy(bytes) || bytes.length < start)
    throw new DataError(file, 'notNpy', 'not an NPY file: it must begin with the bytes 93 4e 55 4d 50 59.');
  const length = start === 10 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (bytes.length >= start + length) return [start, length];
  throw new DataError(
    file,
    'wrongLength',
    `truncated in its header: ${start + length} bytes expected, ${bytes.length} found.`,
  );
}
