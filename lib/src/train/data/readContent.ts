import { describe } from '../../foundation/argument.js';
import { builtin } from '../../foundation/builtin.js';
import { DataError } from './dataError.js';

/** Reads a file, and unpacks it if its bytes are gzipped, whatever its name. */
export function readContent(file: string): Uint8Array {
  if (typeof file !== 'string' || file === '') {
    throw new TypeError(`file is ${describe(file)}; it must be the path of a file`);
  }
  const bytes = read(file);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return builtin('node:zlib').gunzipSync(bytes);
  } catch (error) {
    throw new DataError(file, 'notGzip', `truncated or not gzip (${(error as Error).message}).`, {
      advice: 'Restore the file, or download it again.',
    });
  }
}

function read(file: string): Uint8Array {
  const { readFileSync } = builtin('node:fs');
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new DataError(file, 'notFound', 'there is no such file.');
    if (code === 'EISDIR')
      throw new DataError(file, 'unreadable', 'is a folder, not a file.', { advice: 'Name a file in it.' });
    throw new DataError(file, 'unreadable', `cannot be read: ${message}`);
  }
}
