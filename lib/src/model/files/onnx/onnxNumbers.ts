import { builtin } from '../../../foundation/builtin.js';
import { FileFormatError } from '../fileFormatError.js';
import { NUMBER_TYPES, type NumberType } from '../numberType.js';
import { openFile } from '../openFile.js';
import { elementCount } from '../tensorShape.js';
import type { OnnxTensor } from './onnxModel.js';

/** Types of numbers by their codes in the format. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
};

/** Functions that read whole numbers, by the names of their types. */
const READ_INTEGER: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => view.getUint8(at),
  int8: (view, at) => view.getInt8(at),
  uint16: (view, at) => view.getUint16(at, true),
  int16: (view, at) => view.getInt16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  uint64: (view, at) => Number(view.getBigUint64(at, true)),
};

/** @throws FileFormatError if the type is not known */
export function numberTypeOf(path: string, { type, name }: Pick<OnnxTensor, 'type' | 'name'>): NumberType {
  const found = Object.hasOwn(TYPES, type) ? NUMBER_TYPES[TYPES[type]] : undefined;
  if (found !== undefined) return found;
  throw new FileFormatError(path, `tensor "${name}" has numbers of type ${type}, which is not known.`);
}

/**
 * Reads the numbers of a constant, wherever the file keeps them.
 *
 * @throws FileFormatError if there are more or fewer than its shape says
 */
export function onnxNumbers(path: string, tensor: OnnxTensor): Float32Array | Float64Array {
  const { name, shape } = tensor;
  const type = numberTypeOf(path, tensor);
  const count = elementCount(shape);
  if (count === undefined) throw new FileFormatError(path, `tensor "${name}" has no valid shape.`);
  const bytes = bytesOf(path, tensor, count * type.bytes);
  if (bytes !== undefined) {
    if (bytes.length !== count * type.bytes)
      throw new FileFormatError(
        path,
        `tensor "${name}" has ${bytes.length} bytes; its shape needs ${count * type.bytes}.`,
      );
    // A copy, because typed arrays must begin at a multiple of their size.
    return type.decode ? type.decode(bytes.slice() as Uint8Array<ArrayBuffer>) : integers(bytes, type, count);
  }
  const numbers = listedNumbers(tensor, type);
  if (numbers.length !== count)
    throw new FileFormatError(path, `tensor "${name}" has ${numbers.length} numbers; its shape needs ${count}.`);
  return numbers;
}

function listedNumbers({ floats, integers }: OnnxTensor, { name, decode }: NumberType): Float32Array | Float64Array {
  // Numbers of 16 bits are listed as whole numbers with the same bits.
  if (decode && name !== 'float32' && name !== 'float64')
    return decode(new Uint8Array(Uint16Array.from(integers).buffer));
  if (name === 'float32') return Float32Array.from(floats);
  return Float64Array.from(name === 'float64' ? floats : integers);
}

function integers(bytes: Uint8Array, { name, bytes: size }: NumberType, count: number): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = READ_INTEGER[name];
  return Float64Array.from({ length: count }, (_, i) => read(view, i * size));
}

function bytesOf(path: string, { raw, name, external }: OnnxTensor, needed: number): Uint8Array | undefined {
  const location = external.get('location');
  if (location === undefined) return raw;
  const { isAbsolute, join, dirname } = builtin('node:path');
  if (isAbsolute(location) || location.split(/[/\\]/).includes('..'))
    throw new FileFormatError(
      path,
      `the numbers of tensor "${name}" are outside the folder of the model, in ${location}.`,
    );
  const [offset, length] = [Number(external.get('offset') ?? 0), Number(external.get('length') ?? needed)];
  if (length !== needed)
    throw new FileFormatError(path, `tensor "${name}" has ${length} bytes in ${location}; its shape needs ${needed}.`);
  const file = openFile(join(dirname(path), location));
  try {
    return file.read(offset, length);
  } finally {
    file.close();
  }
}
