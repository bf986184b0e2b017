import type * as tfc from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { io } from '#tfjs-core';
import { describe } from '../foundation/argument.js';
import { builtin } from '../foundation/builtin.js';

/**
 * Saves a layers model to a folder, as `model.save('file://…')` does if tfjs-node is installed:
 * `model.json`, with the weights in a file beside it. A compiled model is saved with its loss and
 * optimizer. The folder is created if necessary; existing files of these names are overwritten.
 *
 * The command `initlab diagnose` reads such a folder; so does `tf.loadLayersModel` wherever it can
 * read files.
 *
 * @throws TypeError for a value that is not a model; Error outside Node.js, or if the folder cannot
 *   be created or written
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
  if (typeof (model as LayersModel | undefined)?.save !== 'function')
    throw new TypeError(`model is ${describe(model)}; it must be a layers model: saveModel(model, 'folder')`);
  if (typeof folder !== 'string' || folder === '')
    throw new TypeError(`folder is ${describe(folder)}; it must be the path of a folder: saveModel(model, 'folder')`);
  builtin('node:fs').mkdirSync(folder, { recursive: true });
  await model.save(
    io.withSaveHandler(async (artifacts) => saveArtifacts(artifacts, folder)),
    { includeOptimizer: model.optimizer !== undefined },
  );
}

/**
 * Writes to an existing folder. The weights come first: if writing stops halfway, the folder has no
 * model.json and cannot be mistaken for a model.
 */
export function saveArtifacts(artifacts: tfc.io.ModelArtifacts, folder: string): tfc.io.SaveResult {
  const { writeFileSync } = builtin('node:fs');
  const { weightData = new ArrayBuffer(0), weightSpecs = [], ...description } = artifacts;
  const parts = Array.isArray(weightData) ? weightData : [weightData];
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  writeFileSync(`${folder}/weights.bin`, Buffer.concat(parts.map((part) => new Uint8Array(part))));
  writeFileSync(`${folder}/model.json`, JSON.stringify({ ...description, weightsManifest }));
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}
