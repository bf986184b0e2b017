import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import { UsageError } from './command.js';
import type { SavedModel } from './savedModel.js';

/**
 * Writes a layers model as model.save('file://…') of the native package does: model.json, and the weights beside it. What an optimizer
 * remembers of earlier steps is left out, as it belongs to other weights.
 */
export async function writeModel({ model, trainingConfig }: SavedModel, folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${folder}: the folder cannot be made (${(error as Error).message}).`);
  }
  await model.save(
    io.withSaveHandler((artifacts) => write({ ...artifacts, ...(trainingConfig && { trainingConfig }) }, folder)),
  );
}

async function write(artifacts: io.ModelArtifacts, folder: string): Promise<io.SaveResult> {
  const { weightData = new ArrayBuffer(0), weightSpecs = [], ...description } = artifacts;
  const parts = Array.isArray(weightData) ? weightData : [weightData];
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  // The weights first: without model.json a folder is no model, should the writing be stopped.
  writeFileSync(join(folder, 'weights.bin'), Buffer.concat(parts.map((part) => new Uint8Array(part))));
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...description, weightsManifest }));
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}
