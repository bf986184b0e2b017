import type * as h5wasm from 'h5wasm/node';
import { isNotInstalled } from '../../foundation/notInstalled.js';
import { FileFormatError } from './fileFormatError.js';
import { elementCount } from './tensorShape.js';
import type { StoredTensor, WeightFile } from './weightFile.js';

/** The first bytes of an HDF5 file. */
const MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The largest tensor that is read. A packed one may be larger than its file. */
const MOST_NUMBERS = 2 ** 30;

/** Largest depth of groups, because a link may lead back to a group above. */
const DEEPEST = 32;

/** Types of numbers by their names in HDF5, which are those of Python's struct. */
const TYPES: Readonly<Record<string, string>> = {
  '<d': 'float64',
  '<f': 'float32',
  '<e': 'float16',
  '<q': 'int64',
  '<Q': 'uint64',
  '<i': 'int32',
  '<I': 'uint32',
  '<h': 'int16',
  '<H': 'uint16',
  '<b': 'int8',
  '<B': 'uint8',
};

/** An open HDF5 file. */
export interface Hdf5File {
  root: h5wasm.File;
  /** Lists all arrays by their paths. */
  datasets(): Map<string, h5wasm.Dataset>;
  close(): void;
}

export function isHdf5(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

/**
 * Opens an HDF5 file by the HDF5 library, compiled to WebAssembly, which is loaded now.
 *
 * @param path file to open
 * @param name name of the file in messages
 * @throws FileFormatError if the file is damaged or the package h5wasm is not installed
 */
export async function openHdf5(path: string, name: string = path): Promise<Hdf5File> {
  const library = await import('h5wasm/node').catch((error) => {
    if (!isNotInstalled('h5wasm', error)) throw error;
    throw new FileFormatError(name, 'HDF5 files need the package h5wasm. Run: npm install h5wasm', { cause: error });
  });
  // Otherwise the library prints what it finds wrong, and goes on.
  (await library.ready).activate_throwing_error_handler();
  const root = guarded(name, () => new library.File(path, 'r'));
  const datasets = (): Map<string, h5wasm.Dataset> => {
    const found = new Map<string, h5wasm.Dataset>();
    const visit = (group: h5wasm.Group, at: string, depth: number): void => {
      for (const key of depth < DEEPEST ? group.keys() : []) {
        const entity = group.get(key);
        if (entity instanceof library.Dataset) found.set(`${at}${key}`, entity);
        else if (entity instanceof library.Group) visit(entity, `${at}${key}/`, depth + 1);
      }
    };
    guarded(name, () => visit(root, '', 0));
    return found;
  };
  return { root, datasets, close: () => void root.close() };
}

/** Turns whatever the library throws for a damaged file into one clear error. */
function guarded<T>(name: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    throw new FileFormatError(name, `it is not an intact HDF5 file (${(error as Error).message}).`, { cause: error });
  }
}

/** Makes a tensor of an array in the file. */
export function hdf5Tensor(file: string, name: string, dataset: h5wasm.Dataset): StoredTensor {
  return guarded(file, () => {
    const shape = dataset.shape ?? [];
    const { dtype } = dataset;
    const type = typeof dtype === 'string' && Object.hasOwn(TYPES, dtype) ? TYPES[dtype] : undefined;
    if (type === undefined) return { name, shape, dtype: typeof dtype === 'string' ? dtype : 'compound' };
    const read = (): Float32Array | Float64Array => {
      if ((elementCount(shape) ?? MOST_NUMBERS) >= MOST_NUMBERS)
        throw new FileFormatError(file, `tensor "${name}" has more than ${MOST_NUMBERS} numbers.`);
      const values = guarded(file, () => dataset.value);
      if (values instanceof Float64Array || values instanceof Float32Array) return values;
      if (ArrayBuffer.isView(values)) return Float32Array.from(values as unknown as ArrayLike<number>);
      return Float32Array.of(Number(values));
    };
    return { name, shape, dtype: type, ...(type.startsWith('float') && { read }) };
  });
}

/** Lists the arrays of a file of Keras by their names. */
export async function readHdf5(path: string, name: string, format: string): Promise<WeightFile> {
  const file = await openHdf5(path, name);
  try {
    const tensors = [...file.datasets()]
      .filter(([key]) => !/^optimizer(_weights)?\//.test(key))
      .map(([key, dataset]) => hdf5Tensor(name, key.replace(/^model_weights\//, '').replace(/:0$/, ''), dataset));
    return { format, layout: 'keras', tensors, close: file.close };
  } catch (error) {
    file.close();
    throw error;
  }
}
