import { FileFormatError } from '../files/fileFormatError.js';
import { isHdf5 } from '../files/hdf5.js';
import { isOnnx, readOnnx } from '../files/onnx/onnxFile.js';
import { openFile } from '../files/openFile.js';
import type { ImportedModel } from './importedModel.js';
import { importKeras } from './importKeras.js';
import { importOnnx } from './onnx/importOnnx.js';

/** Number of bytes that tell the formats apart. */
const HEAD_BYTES = 16;

/**
 * Reads a model that another program has written. A backend must have been chosen.
 *
 * @throws FileFormatError if the file is damaged, of another format, or needs what is not known
 */
export async function readForeignModel(path: string): Promise<ImportedModel> {
  const file = openFile(path);
  try {
    const head = file.read(0, Math.min(HEAD_BYTES, file.size));
    if (isOnnx(head)) return importOnnx(path, readOnnx(file));
    if (isHdf5(head)) return await importKeras(path);
  } finally {
    file.close();
  }
  throw new FileFormatError(
    path,
    'it is neither an ONNX model nor a model.h5 of Keras. Weights alone have no layers: for them, use initlab weights.',
  );
}
