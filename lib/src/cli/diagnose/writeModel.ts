import { mkdirSync } from 'node:fs';
import { io } from '@tensorflow/tfjs-core';
import { saveArtifacts } from '../../model/saveModel.js';
import { UsageError } from '../command.js';
import type { SavedModel } from './savedModel.js';

/**
 * Writes a layers model as it was read. What an optimizer remembers of earlier steps is left out, as it belongs to other weights.
 */
export async function writeModel({ model, trainingConfig }: SavedModel, folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${folder}: the folder cannot be made (${(error as Error).message}).`);
  }
  await model.save(
    io.withSaveHandler(async (artifacts) =>
      saveArtifacts({ ...artifacts, ...(trainingConfig && { trainingConfig }) }, folder),
    ),
  );
}
