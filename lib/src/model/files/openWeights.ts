import { builtin } from '../../foundation/builtin.js';
import { FileFormatError } from './fileFormatError.js';
import { isHdf5, readHdf5 } from './hdf5.js';
import { isOnnx } from './onnx/onnxFile.js';
import { readOnnxWeights } from './onnx/onnxWeights.js';
import { type OpenFile, openFile } from './openFile.js';
import { isSafetensors, readSafetensors } from './safetensors.js';
import { isLegacyTorch, readLegacyTorch, readTorchArchive, torchPickle } from './torch/torchFile.js';
import type { WeightFile } from './weightFile.js';
import { isZip, type ZipPart, zipParts } from './zipArchive.js';

/** Number of bytes that tell the formats apart. */
const HEAD_BYTES = 16;

/**
 * Opens a file of weights and lists its tensors. The content decides what it is, not the name:
 * safetensors, a file of `torch.save`, an ONNX model, or weights of Keras. Nothing in it is run.
 *
 * @throws FileFormatError if the file cannot be read, is damaged, or is of another format
 */
export async function openWeights(path: string): Promise<WeightFile> {
  const file = openFile(path);
  try {
    return await readWeights(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

async function readWeights(file: OpenFile): Promise<WeightFile> {
  const head = file.read(0, Math.min(HEAD_BYTES, file.size));
  if (isZip(head)) {
    const parts = await zipParts(file);
    const pickle = torchPickle(parts);
    if (pickle !== undefined) return readTorchArchive(file, parts, pickle);
    const weights = parts.get('model.weights.h5');
    if (weights !== undefined) return readKerasArchive(file, weights);
    throw new FileFormatError(file.path, 'it is a zip archive, but neither one of torch.save nor one of Keras.');
  }
  if (isLegacyTorch(head)) return readLegacyTorch(file);
  if (isSafetensors(head)) return readSafetensors(file);
  if (isOnnx(head)) return readOnnxWeights(file);
  if (isHdf5(head)) {
    const own = await readHdf5(file.path, file.path, 'HDF5');
    return { ...own, close: () => closeBoth(own, file) };
  }
  throw new FileFormatError(file.path, 'it is no file of weights of PyTorch, safetensors, ONNX or Keras.');
}

/** The HDF5 library reads files by their paths, so that the weights are unpacked into one. */
async function readKerasArchive(file: OpenFile, part: ZipPart): Promise<WeightFile> {
  const { mkdtempSync, rmSync, writeFileSync } = builtin('node:fs');
  const { join } = builtin('node:path');
  const folder = mkdtempSync(join(builtin('node:os').tmpdir(), 'initlab-weights-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'model.weights.h5');
    writeFileSync(path, await part.read());
    const own = await readHdf5(path, file.path, 'Keras');
    return {
      ...own,
      close: () => {
        closeBoth(own, file);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function closeBoth(...files: { close(): void }[]): void {
  for (const file of files) file.close();
}
