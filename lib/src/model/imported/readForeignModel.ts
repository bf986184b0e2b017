import { FileFormatError } from '../files/fileFormatError.js';
import { isOnnx, readOnnx } from '../files/onnx/onnxFile.js';
import { openFile } from '../files/openFile.js';
import type { ImportedModel } from './importedModel.js';
import { importOnnx } from './onnx/importOnnx.js';

/** Number of bytes that tell the formats apart. */
const HEAD_BYTES = 16;

/**
 * Reads a model that another program has written. A backend must have been chosen.
 *
 * @throws FileFormatError if the file is damaged, of another format, or needs what is not known
 */
export function readForeignModel(path: string): ImportedModel {
  const file = openFile(path);
  try {
    if (isOnnx(file.read(0, Math.min(HEAD_BYTES, file.size)))) return importOnnx(path, readOnnx(file));
  } finally {
    file.close();
  }
  throw new FileFormatError(
    path,
    'it is not an ONNX model. Weights alone have no layers: for them, use initlab weights.',
  );
}
