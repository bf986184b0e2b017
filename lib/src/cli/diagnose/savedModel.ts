import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as tfc from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { io } from '#tfjs-core';
import { loadLayersModel } from '#tfjs-layers';
import { oneLine } from '../../foundation/oneLine.js';
import { FileFormatError } from '../../model/files/fileFormatError.js';
import type { ImportedModel } from '../../model/imported/importedModel.js';
import { readForeignModel } from '../../model/imported/readForeignModel.js';
import { UsageError } from '../command.js';
import { statOf } from './statOf.js';
import { bytesOf, checkManifest } from './weightsManifest.js';

export interface SavedModel {
  model: LayersModel;
  /** The loss and the optimizer with which the model was compiled. */
  trainingConfig: tfc.io.TrainingConfig | undefined;
  /** Origin of the weights, for a model of another program. */
  imported?: ImportedModel;
}

/**
 * Reads a layers model from model.json and its weight files, without tfjs-node, or imports a model
 * of another program.
 */
export async function loadSavedModel(path: string): Promise<SavedModel> {
  const file = fileOf(path);
  if (!file.endsWith('.json')) return importModel(file);
  const json = readJson(file);
  const artifacts = {
    modelTopology: json.modelTopology,
    ...readWeights(dirname(file), checkManifest(json.weightsManifest ?? [], file)),
    ...(json.trainingConfig && { trainingConfig: json.trainingConfig }),
    ...(json.userDefinedMetadata && { userDefinedMetadata: json.userDefinedMetadata }),
  };
  try {
    return { model: await loadLayersModel(io.fromMemory(artifacts)), trainingConfig: json.trainingConfig };
  } catch (error) {
    throw new UsageError(
      `${file}: TensorFlow.js cannot build this model (${oneLine((error as Error).message.split('\n', 1)[0])}).`,
      {
        cause: error,
      },
    );
  }
}

/** The content decides what the file is. */
async function importModel(path: string): Promise<SavedModel> {
  try {
    const imported = await readForeignModel(path);
    return { model: imported.model, trainingConfig: undefined, imported };
  } catch (error) {
    if (error instanceof FileFormatError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function fileOf(path: string): string {
  const found = statOf(path);
  if (found === undefined)
    throw new UsageError(
      `${path}: there is no such folder or file. Give the folder that contains model.json, or the file of a model.`,
    );
  return found.isDirectory() ? join(path, 'model.json') : path;
}

function readJson(file: string): tfc.io.ModelJSON {
  const json = parseJson(file);
  if (json?.modelTopology && json.format !== 'graph-model') return json;
  const what = json?.format === 'graph-model' ? 'is a graph model, which has no layers' : 'has no modelTopology';
  throw new UsageError(`${file} ${what}. Give a layers model, as written by saveModel(model, folder).`);
}

function parseJson(file: string): tfc.io.ModelJSON | null {
  const text = read(file, 'every saved model has')
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as tfc.io.ModelJSON | null;
  } catch (error) {
    throw new UsageError(`${file} is not valid JSON (${oneLine((error as Error).message)}). Save the model again.`);
  }
}

/** Joins the files of each group, because a file may end in the middle of a tensor. */
function readWeights(
  folder: string,
  manifest: tfc.io.WeightsManifestConfig,
): Pick<tfc.io.ModelArtifacts, 'weightSpecs' | 'weightData'> {
  const groups = manifest.map(({ paths, weights }) => {
    const files = paths.map((name) => join(folder, name));
    const names = oneLine(files.join(', '));
    const needed = weights.reduce((sum, spec) => sum + bytesOf(spec), 0);
    // Sizes are compared before anything is read, because a wrong file may be huge, or endless.
    const size = files.reduce((sum, file) => sum + sizeOf(file, 'model.json names'), 0);
    if (size === needed) return Buffer.concat(files.map((file) => read(file, 'model.json names')));
    throw new UsageError(
      `${names}: ${size} bytes of weights, but model.json asks for ${needed}. Save the model again and keep its files together.`,
    );
  });
  return {
    weightSpecs: manifest.flatMap(({ weights }) => weights),
    weightData: new Uint8Array(Buffer.concat(groups)).buffer,
  };
}

function sizeOf(file: string, what: string): number {
  const found = statOf(file);
  if (found === undefined) throw missing(file, what);
  if (!found.isFile()) throw new UsageError(`${oneLine(file)}, which ${what}, is not a regular file.`);
  return found.size;
}

function read(file: string, what: string): Buffer {
  sizeOf(file, what);
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? missing(file, what)
      : new UsageError(`${oneLine(file)} cannot be read (${oneLine(message)}).`);
  }
}

function missing(file: string, what: string): UsageError {
  return new UsageError(
    `${oneLine(file)}, which ${what}, does not exist. Save the model again and keep its files together.`,
  );
}
