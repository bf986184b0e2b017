import type { NumberArray, TypedNumbers } from '../../foundation/numberArray.js';
import { DataError } from './dataError.js';

interface NumberType {
  bytes: number;
  make(length: number): TypedNumbers;
  read(view: DataView, offset: number): number;
}

/** Number types by type byte, as the format defines them. Numbers are big-endian. */
const NUMBER_TYPES: Record<number, NumberType> = {
  8: { bytes: 1, make: (length) => new Uint8Array(length), read: (view, offset) => view.getUint8(offset) },
  9: { bytes: 1, make: (length) => new Int8Array(length), read: (view, offset) => view.getInt8(offset) },
  11: { bytes: 2, make: (length) => new Int16Array(length), read: (view, offset) => view.getInt16(offset) },
  12: { bytes: 4, make: (length) => new Int32Array(length), read: (view, offset) => view.getInt32(offset) },
  13: { bytes: 4, make: (length) => new Float32Array(length), read: (view, offset) => view.getFloat32(offset) },
  14: { bytes: 8, make: (length) => new Float64Array(length), read: (view, offset) => view.getFloat64(offset) },
};

/**
 * Parses the IDX format of the MNIST files: two zero bytes, a type byte (8 unsigned byte, 9 signed
 * byte, 11 int16, 12 int32, 13 float32, 14 float64), the number of dimensions, each dimension as a
 * big-endian 32-bit integer, then the values.
 *
 * @param file the name used in error messages
 * @throws DataError with the byte offset if the header is not IDX or the length does not match the
 *   header
 * @see LeCun, Cortes and Burges, The MNIST database of handwritten digits, "File formats for the
 *   MNIST database"
 */
export function parseIdx(bytes: Uint8Array, file: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0) {
    throw new DataError(file, 'notIdx', 'not an IDX file: it must begin with two zero bytes (offset 0).');
  }
  const type = NUMBER_TYPES[bytes[2]];
  if (type === undefined) {
    throw new DataError(
      file,
      'notIdx',
      `type ${hex(bytes[2])} at offset 2; IDX has ${Object.keys(NUMBER_TYPES).map(hex).join(', ')}.`,
    );
  }
  const rank = bytes[3];
  const headerLength = 4 + 4 * rank;
  if (bytes.length < headerLength) {
    throw new DataError(
      file,
      'wrongLength',
      `truncated in its header: ${headerLength} bytes expected, ${bytes.length} found.`,
    );
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.reduce((size, n) => size * n, 1);
  const expected = headerLength + count * type.bytes;
  if (bytes.length !== expected) {
    const what = bytes.length < expected ? 'truncated' : 'too long';
    throw new DataError(
      file,
      'wrongLength',
      `${what}: shape ${shape.join(' × ')} needs ${expected} bytes, the file has ${bytes.length}.`,
    );
  }
  // A new view, because a part of a Buffer is a Buffer, whose methods differ from those of typed
  // arrays.
  if (bytes[2] === 8) return { shape, data: new Uint8Array(bytes.buffer, bytes.byteOffset + headerLength, count) };
  const data = type.make(count);
  for (let i = 0; i < count; i++) data[i] = type.read(view, headerLength + i * type.bytes);
  return { shape, data };
}

function hex(type: number | string): string {
  return `0x${Number(type).toString(16).padStart(2, '0')}`;
}
