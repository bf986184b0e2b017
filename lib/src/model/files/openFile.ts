import { builtin } from '../../foundation/builtin.js';
import { FileFormatError } from './fileFormatError.js';

/** The largest piece that is read at once; `read` of the operating system takes less than 2 GiB. */
const LARGEST_READ = 2 ** 30;

/** An open file that is read in pieces, so that a large file is never in memory as a whole. */
export interface OpenFile {
  readonly path: string;
  readonly size: number;
  readonly descriptor: number;
  /**
   * Reads bytes from a place in the file.
   *
   * @throws FileFormatError if the file is shorter, before any memory is taken
   */
  read(start: number, length: number): Uint8Array<ArrayBuffer>;
  close(): void;
}

/** @throws FileFormatError if the file cannot be opened */
export function openFile(path: string): OpenFile {
  const { closeSync, fstatSync, openSync, readSync } = builtin('node:fs');
  const descriptor = open(path, openSync);
  const stat = fstatSync(descriptor);
  if (!stat.isFile()) {
    closeSync(descriptor);
    throw new FileFormatError(path, 'this is not a file. Name the file with the weights.');
  }
  return {
    path,
    size: stat.size,
    descriptor,
    read(start, length) {
      if (!(start >= 0 && length >= 0 && start + length <= stat.size))
        throw new FileFormatError(path, `the file ends before byte ${start + length}. It is damaged or incomplete.`);
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const count = readSync(descriptor, bytes, done, Math.min(LARGEST_READ, length - done), start + done);
        if (count === 0) throw new FileFormatError(path, 'the file became shorter while it was read.');
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}

function open(path: string, openSync: (path: string, flags: string) => number): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FileFormatError(path, code === 'ENOENT' ? 'there is no such file.' : `it cannot be read (${message}).`);
  }
}
