import { FileFormatError } from '../fileFormatError.js';
import { NUMBER_TYPES } from '../numberType.js';
import { elementCount } from '../tensorShape.js';
import type { StoredTensor } from '../weightFile.js';
import type { PickledTensor } from './pickled.js';

/** Reads bytes of a storage. */
export type ReadStorage = (start: number, length: number) => Uint8Array<ArrayBuffer>;

/** A storage in a file. */
export interface StoragePlace {
  /** Number of bytes. */
  size: number;
  read: ReadStorage;
}

/**
 * Makes tensors that read their numbers when they are needed.
 *
 * @throws FileFormatError if a tensor reaches beyond its storage, or would need more memory than it
 */
export function storedTensors(
  path: string,
  tensors: ReadonlyMap<string, PickledTensor>,
  placeOf: (key: string) => StoragePlace | undefined,
): StoredTensor[] {
  return [...tensors].map(([name, tensor]) => {
    const place = placeOf(tensor.storage.key);
    if (place === undefined)
      throw new FileFormatError(path, `the numbers of tensor "${name}" are missing. The file is incomplete.`);
    return storedTensor(path, name, tensor, place);
  });
}

function storedTensor(path: string, name: string, tensor: PickledTensor, { size, read }: StoragePlace): StoredTensor {
  const { shape, strides, offset, dtype } = tensor;
  const { bytes, decode } = NUMBER_TYPES[dtype];
  const count = elementCount(shape) as number;
  const extent = count === 0 ? 0 : 1 + shape.reduce((last, n, axis) => last + (n - 1) * strides[axis], 0);
  if ((offset + extent) * bytes > size)
    throw new FileFormatError(path, `tensor "${name}" reaches beyond its numbers. The file is damaged.`);
  if (count * bytes > size)
    throw new FileFormatError(
      path,
      `tensor "${name}" has more elements than its storage; it was saved as an expanded view.`,
    );
  const readNumbers = decode && (() => inRowMajorOrder(decode(read(offset * bytes, extent * bytes)), shape, strides));
  return { name, shape, dtype, ...(readNumbers && { read: readNumbers }) };
}

/** Brings a view such as a transposed matrix into row-major order. */
function inRowMajorOrder<T extends Float32Array | Float64Array>(
  numbers: T,
  shape: readonly number[],
  strides: readonly number[],
): T {
  const count = elementCount(shape) as number;
  if (count === 0 || isRowMajor(shape, strides)) return numbers;
  const Numbers = numbers.constructor as new (length: number) => T;
  const ordered = new Numbers(count);
  const index = shape.map(() => 0);
  let place = 0;
  for (let i = 0; i < count; i++) {
    ordered[i] = numbers[place];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += strides[axis];
      if (++index[axis] < shape[axis]) break;
      place -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return ordered;
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis];
  }
  return true;
}
