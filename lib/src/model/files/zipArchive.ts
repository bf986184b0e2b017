import type * as yauzl from 'yauzl';
import { builtin } from '../../foundation/builtin.js';
import { FileFormatError } from './fileFormatError.js';
import type { OpenFile } from './openFile.js';

/** The largest part that is unpacked in memory. */
const LARGEST_UNPACKED = 2 ** 31;

/** A part of an archive. */
export interface ZipPart {
  name: string;
  /** Number of bytes when unpacked. */
  size: number;
  /** Place of the bytes in the file, if they are stored as they are. */
  start: number | undefined;
  /** Unpacks the part. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Checks whether a file begins as zip archives do. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4;
}

/**
 * Lists the parts of a zip archive by their names.
 *
 * @throws FileFormatError if the archive is damaged
 */
export async function zipParts(file: OpenFile): Promise<Map<string, ZipPart>> {
  const { default: library } = await import('yauzl');
  try {
    const zip = await library.fromRandomAccessReaderPromise(readerOf(library, file), file.size, { autoClose: false });
    const parts = new Map<string, ZipPart>();
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('/')) parts.set(entry.fileName, await partOf(file, zip, entry));
    }
    return parts;
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    throw new FileFormatError(file.path, `it is not an intact zip archive (${(error as Error).message}).`, {
      cause: error,
    });
  }
}

/**
 * Reads for yauzl. Its own reader passes any position of a damaged archive to Node, which then
 * throws where nothing can catch it.
 */
function readerOf(
  { RandomAccessReader }: Pick<typeof yauzl, 'RandomAccessReader'>,
  file: OpenFile,
): yauzl.RandomAccessReader {
  return new (class extends RandomAccessReader {
    override read(
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
      callback: (error: Error | null, count?: number) => void,
    ): void {
      let outcome: [Error | null, number?];
      try {
        buffer.set(file.read(position, length), offset);
        outcome = [null, length];
      } catch (error) {
        outcome = [error as Error];
      }
      setImmediate(() => callback(...outcome));
    }
  })();
}

async function partOf(file: OpenFile, zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<ZipPart> {
  const { fileName: name, uncompressedSize: size, compressionMethod: method } = entry;
  const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  if (method === 0) return { name, size, start, read: async () => file.read(start, size) };
  const packed = entry.compressedSize;
  const read = async (): Promise<Uint8Array<ArrayBuffer>> => inflate(file, name, { start, packed, size, method });
  return { name, size, start: undefined, read };
}

interface PackedPlace {
  start: number;
  packed: number;
  size: number;
  method: number;
}

function inflate(file: OpenFile, name: string, { start, packed, size, method }: PackedPlace): Uint8Array<ArrayBuffer> {
  if (method !== 8) throw new FileFormatError(file.path, `${name} in it is packed by a method other than deflate.`);
  if (size > LARGEST_UNPACKED)
    throw new FileFormatError(file.path, `${name} in it has ${size} bytes, which is too much.`);
  try {
    // The limit stops a part that would become larger than the archive says.
    const bytes = builtin('node:zlib').inflateRawSync(file.read(start, packed), { maxOutputLength: Math.max(size, 1) });
    if (bytes.length === size) return new Uint8Array(bytes);
  } catch (error) {
    throw new FileFormatError(file.path, `${name} in it cannot be unpacked (${(error as Error).message}).`, {
      cause: error,
    });
  }
  throw new FileFormatError(file.path, `${name} in it is not as long as the archive says.`);
}
