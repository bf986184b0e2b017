import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { builtin } from '../foundation/builtin.js';

/**
 * Saves a layers model into a folder, as `model.save('file://…')` does where tfjs-node is installed: `model.json`, and the weights in a file
 * beside it. A compiled model is saved with its loss and optimizer. The folder is made; what it holds under these names is replaced.
 *
 * The command `initlab diagnose` reads such a folder, and so does `tf.loadLayersModel` wherever it can read files.
 *
 * @throws Error without Node.js, and where the folder cannot be made or written
 * @example
 * ```ts
 * import { mkdtempSync, readdirSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { saveModel } from 'initlab';
 * import { mnistMlp } from 'initlab/tasks';
 * const folder = mkdtempSync(`${tmpdir()}/initlab-`);
 * await saveModel(mnistMlp().model, folder);
 * readdirSync(folder).sort(); // ['model.json', 'weights.bin']
 * ```
 */
export async function saveModel(model: LayersModel, folder: string): Promise<void> {
  builtin('node:fs').mkdirSync(folder, { recursive: true });
  await model.save(
    io.withSaveHandler(async (artifacts) => saveArtifacts(artifacts, folder)),
    { includeOptimizer: model.optimizer !== undefined },
  );
}

/** Writes into a folder that is there. The weights first: without model.json a folder is no model, should the writing be stopped. */
export function saveArtifacts(artifacts: io.ModelArtifacts, folder: string): io.SaveResult {
  const { writeFileSync } = builtin('node:fs');
  const { weightData = new ArrayBuffer(0), weightSpecs = [], ...description } = artifacts;
  const parts = Array.isArray(weightData) ? weightData : [weightData];
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  writeFileSync(`${folder}/weights.bin`, Buffer.concat(parts.map((part) => new Uint8Array(part))));
  writeFileSync(`${folder}/model.json`, JSON.stringify({ ...description, weightsManifest }));
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}
