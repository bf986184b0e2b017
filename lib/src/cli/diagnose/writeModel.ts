import { mkdirSync } from 'node:fs';
import { io } from '#tfjs-core';
import { saveArtifacts } from '../../model/saveModel.js';
import { UsageError } from '../command.js';
import type { SavedModel } from './savedModel.js';

/**
 * Writes a layers model in the form in which it was read. Leaves out the optimizer's state, because
 * it belongs to the old weights.
 */
export async function writeModel({ model, trainingConfig }: SavedModel, folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${folder}: the folder cannot be created (${(error as Error).message}). Name another folder.`);
  }
  await model.save(
    io.withSaveHandler(async (artifacts) =>
      saveArtifacts({ ...artifacts, ...(trainingConfig && { trainingConfig }) }, folder),
    ),
  );
}
