import { FileFormatError } from './fileFormatError.js';
import { NUMBER_TYPES, type NumberType } from './numberType.js';
import type { OpenFile } from './openFile.js';
import { elementCount } from './tensorShape.js';
import type { StoredTensor, WeightFile } from './weightFile.js';

/** The longest header that the format allows. */
const LONGEST_HEADER = 100_000_000;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  C64: 'complex64',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U64: 'uint64',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
  F8_E4M3: 'float8_e4m3',
  F8_E5M2: 'float8_e5m2',
};

interface Entry {
  name: string;
  shape: number[];
  type: NumberType;
  start: number;
  end: number;
}

/** Checks whether a file begins as safetensors files do: the length of a JSON object, and `{`. */
export function isSafetensors(head: Uint8Array): boolean {
  return head.length >= 9 && head[8] === 0x7b && head[6] === 0 && head[7] === 0;
}

/**
 * Reads the header of a safetensors file: eight bytes with the length of a JSON object, then the
 * object, which gives each tensor's type, shape and place, then the numbers without gaps.
 *
 * @throws FileFormatError if the header contradicts itself or the size of the file
 * @see https://github.com/huggingface/safetensors, "Format"
 */
export function readSafetensors(file: OpenFile): WeightFile {
  const { path } = file;
  const length = Number(new DataView(file.read(0, 8).buffer).getBigUint64(0, true));
  if (length > LONGEST_HEADER || 8 + length > file.size)
    throw new FileFormatError(path, `its header has ${length} bytes, which is more than the file or the format has.`);
  const entries = Object.entries(parseHeader(file.read(8, length), path))
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => checkEntry(name, entry, path));
  const start = 8 + length;
  checkPlaces(entries, file.size - start, path);
  const tensors = entries.map((entry): StoredTensor => {
    const { decode } = entry.type;
    const read = decode && (() => decode(file.read(start + entry.start, entry.end - entry.start)));
    return { name: entry.name, shape: entry.shape, dtype: entry.type.name, ...(read && { read }) };
  });
  return { format: 'safetensors', layout: 'torch', tensors, close: file.close };
}

function parseHeader(bytes: Uint8Array, path: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header))
      return header as Record<string, unknown>;
  } catch (error) {
    throw new FileFormatError(path, `its header is not valid JSON (${(error as Error).message}).`, { cause: error });
  }
  throw new FileFormatError(path, 'its header is not a JSON object.');
}

function checkEntry(name: string, entry: unknown, path: string): Entry {
  const { dtype, shape, data_offsets: places } = (entry ?? {}) as Record<string, unknown>;
  const type =
    typeof dtype === 'string' && Object.hasOwn(TYPE_NAMES, dtype) ? NUMBER_TYPES[TYPE_NAMES[dtype]] : undefined;
  if (type === undefined)
    throw new FileFormatError(path, `tensor "${name}" is of type ${JSON.stringify(dtype)}, which is not known.`);
  const count = elementCount(shape);
  const [start, end] = Array.isArray(places) ? places : [];
  if (count === undefined || !Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0)
    throw new FileFormatError(path, `tensor "${name}" has no valid shape or place.`);
  if (end - start !== count * type.bytes)
    throw new FileFormatError(
      path,
      `tensor "${name}" takes ${end - start} bytes, but its shape needs ${count * type.bytes}.`,
    );
  return { name, shape: shape as number[], type, start, end };
}

/** Checks that the tensors fill the rest of the file, so that no two of them overlap. */
function checkPlaces(entries: readonly Entry[], size: number, path: string): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (entry.start !== end)
      throw new FileFormatError(
        path,
        `tensor "${entry.name}" begins at byte ${entry.start} of the numbers, not at ${end}.`,
      );
    end = entry.end;
  }
  if (end !== size)
    throw new FileFormatError(
      path,
      `its tensors take ${end} bytes, but ${size} follow the header. It may be incomplete.`,
    );
}
