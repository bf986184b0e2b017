import { FileFormatError } from './fileFormatError.js';
import { type OpenFile, openFile } from './openFile.js';
import { isSafetensors, readSafetensors } from './safetensors.js';
import { isLegacyTorch, readLegacyTorch, readTorchArchive, torchPickle } from './torch/torchFile.js';
import type { WeightFile } from './weightFile.js';
import { isZip, zipParts } from './zipArchive.js';

/** Number of bytes that tell the formats apart. */
const HEAD_BYTES = 16;

/**
 * Opens a file of weights and lists its tensors. The content decides what it is, not the name:
 * safetensors, or a file of `torch.save`. Nothing in the file is run.
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
    throw new FileFormatError(file.path, 'it is a zip archive, but not one of torch.save.');
  }
  if (isLegacyTorch(head)) return readLegacyTorch(file);
  if (isSafetensors(head)) return readSafetensors(file);
  throw new FileFormatError(file.path, 'it is neither a safetensors file nor one of torch.save.');
}
