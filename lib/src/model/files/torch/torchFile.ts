import { FileFormatError } from '../fileFormatError.js';
import { NUMBER_TYPES } from '../numberType.js';
import type { OpenFile } from '../openFile.js';
import type { WeightFile } from '../weightFile.js';
import type { ZipPart } from '../zipArchive.js';
import { namedTensors } from './namedTensors.js';
import type { PickledStorage } from './pickled.js';
import { type StoragePlace, storedTensors } from './storedTensors.js';
import { type Unpickled, unpickle } from './unpickle.js';

/** The largest description of the tensors, without their numbers, that is read. */
const LARGEST_PICKLE = 2 ** 28;

/** The first bytes of the format before PyTorch 1.6: the pickled number 0x1950a86a20f9469cfc6c. */
const LEGACY_MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

/** Checks whether the parts of an archive are those that `torch.save` writes. */
export function torchPickle(parts: ReadonlyMap<string, ZipPart>): ZipPart | undefined {
  return [...parts.values()].find(({ name }) => /(^|\/)data\.pkl$/.test(name));
}

/** Reads the tensors of an archive that `torch.save` wrote, without running anything in it. */
export async function readTorchArchive(
  file: OpenFile,
  parts: ReadonlyMap<string, ZipPart>,
  pickle: ZipPart,
): Promise<WeightFile> {
  const { path } = file;
  const folder = pickle.name.slice(0, -'data.pkl'.length);
  await checkByteOrder(path, parts.get(`${folder}byteorder`));
  if (pickle.size > LARGEST_PICKLE)
    throw new FileFormatError(path, `its description has ${pickle.size} bytes, which is too much.`);
  const root = inFile(path, await pickle.read(), 0).value;
  const tensors = namedTensors(root);
  const packed = await unpackedParts(
    [...tensors.values()].map(({ storage }) => parts.get(`${folder}data/${storage.key}`)),
  );
  const placeOf = (key: string): StoragePlace | undefined => {
    const part = parts.get(`${folder}data/${key}`);
    if (part === undefined) return undefined;
    const { start, size } = part;
    const bytes = packed.get(part.name);
    if (start !== undefined) return { size, read: (from, length) => file.read(start + from, length) };
    return { size, read: (from, length) => (bytes as Uint8Array<ArrayBuffer>).slice(from, from + length) };
  };
  return { format: 'PyTorch', layout: 'torch', tensors: storedTensors(path, tensors, placeOf), close: file.close };
}

/** `torch.save` stores numbers as they are; other programs may have packed them. */
async function unpackedParts(parts: readonly (ZipPart | undefined)[]): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const packed = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const part of parts) {
    if (part !== undefined && part.start === undefined && !packed.has(part.name))
      packed.set(part.name, await part.read());
  }
  return packed;
}

async function checkByteOrder(path: string, part: ZipPart | undefined): Promise<void> {
  if (part === undefined || part.size > 16) return;
  if (new TextDecoder().decode(await part.read()) === 'big')
    throw new FileFormatError(path, 'its numbers are big-endian. Save it on a usual computer.');
}

/** Checks whether a file begins as `torch.save` of PyTorch before 1.6 began it. */
export function isLegacyTorch(head: Uint8Array): boolean {
  return LEGACY_MAGIC.every((byte, i) => head[i] === byte);
}

/**
 * Reads the format before PyTorch 1.6: five pickles (a magic number, the version, the machine, the
 * object, the names of the storages), then the length and the numbers of each storage.
 */
export function readLegacyTorch(file: OpenFile): WeightFile {
  const { path } = file;
  const head = file.read(0, Math.min(file.size, LARGEST_PICKLE));
  let end = LEGACY_MAGIC.length;
  const next = (): Unpickled => {
    const unpickled = inFile(path, head, end);
    end = unpickled.end;
    return unpickled;
  };
  next();
  next();
  const { value, storages } = next();
  const places = legacyPlaces(file, next().value, end, storages);
  const tensors = storedTensors(path, namedTensors(value), (key) => places.get(key));
  return { format: 'PyTorch before 1.6', layout: 'torch', tensors, close: file.close };
}

function legacyPlaces(
  file: OpenFile,
  keys: unknown,
  begin: number,
  storages: readonly PickledStorage[],
): Map<string, StoragePlace> {
  const sizes = new Map(storages.map(({ key, dtype = 'uint8' }) => [key, NUMBER_TYPES[dtype].bytes]));
  const places = new Map<string, StoragePlace>();
  let place = begin;
  for (const key of Array.isArray(keys) ? keys : []) {
    const bytes = sizes.get(key);
    if (bytes === undefined) throw new FileFormatError(file.path, 'it lists numbers that no tensor has.');
    const count = Number(new DataView(file.read(place, 8).buffer).getBigUint64(0, true));
    const [start, size] = [place + 8, count * bytes];
    place = start + size;
    if (place > file.size)
      throw new FileFormatError(file.path, 'it ends within the numbers of a tensor. It is incomplete.');
    places.set(key, { size, read: (from, length) => file.read(start + from, length) });
  }
  return places;
}

function inFile(path: string, bytes: Uint8Array, start: number): Unpickled {
  try {
    return unpickle(bytes, start);
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    throw new FileFormatError(path, `its description of the tensors cannot be read: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}
