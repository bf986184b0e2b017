import { DataError } from './dataError.js';

/** The content of an IDX file: unsigned bytes in row-major order. */
export interface IdxArray {
  shape: number[];
  data: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads the IDX format of the MNIST files: two zero bytes, a type byte (8: unsigned byte, the only one MNIST uses), the number of
 * dimensions, each dimension as a big-endian 32-bit integer, then the values.
 *
 * @param file the name used in error messages
 * @throws DataError with the byte offset, if the header is not IDX or the length does not fit the header
 * @see LeCun, Cortes and Burges, The MNIST database of handwritten digits, "File formats for the MNIST database"
 */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0) {
    throw new DataError(file, 'not an IDX file: it must begin with two zero bytes (offset 0).');
  }
  if (bytes[2] !== UNSIGNED_BYTE) {
    throw new DataError(
      file,
      `IDX type 0x${bytes[2].toString(16).padStart(2, '0')} at offset 2; only 0x08 (unsigned byte) is read.`,
    );
  }
  const rank = bytes[3];
  const headerLength = 4 + 4 * rank;
  if (bytes.length < headerLength) {
    throw new DataError(file, `truncated in its header: ${headerLength} bytes expected, ${bytes.length} found.`);
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = headerLength + shape.reduce((size, n) => size * n, 1);
  if (bytes.length !== expected) {
    const what = bytes.length < expected ? 'truncated' : 'too long';
    throw new DataError(
      file,
      `${what}: shape ${shape.join(' × ')} needs ${expected} bytes, the file has ${bytes.length}.`,
    );
  }
  return { shape, data: bytes.subarray(headerLength) };
}
