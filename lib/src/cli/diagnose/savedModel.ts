import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { UsageError } from '../command.js';
import { statOf } from './statOf.js';

export interface SavedModel {
  model: LayersModel;
  /** What the model was compiled with. */
  trainingConfig: io.TrainingConfig | undefined;
}

/** Reads a layers model from model.json and the files of weights beside it, without the native package. */
export async function loadSavedModel(path: string): Promise<SavedModel> {
  const file = fileOf(path);
  const json = readJson(file);
  const artifacts = {
    modelTopology: json.modelTopology,
    ...readWeights(dirname(file), json.weightsManifest ?? []),
    ...(json.trainingConfig && { trainingConfig: json.trainingConfig }),
    ...(json.userDefinedMetadata && { userDefinedMetadata: json.userDefinedMetadata }),
  };
  try {
    return { model: await loadLayersModel(io.fromMemory(artifacts)), trainingConfig: json.trainingConfig };
  } catch (error) {
    throw new UsageError(
      `${file}: TensorFlow.js cannot make a model of it (${(error as Error).message.split('\n', 1)[0]}).`,
      {
        cause: error,
      },
    );
  }
}

function fileOf(path: string): string {
  const found = statOf(path);
  if (found === undefined)
    throw new UsageError(`${path}: there is no such folder or file. Give the folder of model.json.`);
  return found.isDirectory() ? join(path, 'model.json') : path;
}

function readJson(file: string): io.ModelJSON {
  const json = parsed(file);
  if (json?.modelTopology && json.format !== 'graph-model') return json;
  const what = json?.format === 'graph-model' ? 'is a graph model, which has no layers' : 'has no modelTopology';
  throw new UsageError(`${file} ${what}. Give a layers model, as saveModel(model, folder) writes it.`);
}

function parsed(file: string): io.ModelJSON | null {
  const text = read(file, 'a saved model has').toString('utf8');
  try {
    return JSON.parse(text) as io.ModelJSON | null;
  } catch (error) {
    throw new UsageError(`${file} is no JSON (${(error as Error).message}). Save the model anew.`);
  }
}

/** The files of a group follow one another, in pieces of a size that has nothing to do with the weights. */
function readWeights(
  folder: string,
  manifest: io.WeightsManifestConfig,
): Pick<io.ModelArtifacts, 'weightSpecs' | 'weightData'> {
  const groups = manifest.map(({ paths, weights }) => {
    const data = Buffer.concat(paths.map((name) => read(join(folder, name), 'model.json names')));
    const needed = weights.reduce((sum, spec) => sum + bytesOf(spec), 0);
    if (data.length === needed) return data;
    const files = paths.map((name) => join(folder, name)).join(', ');
    throw new UsageError(
      `${files}: ${data.length} bytes of weights, where model.json asks for ${needed}. Save the model anew, all its files together.`,
    );
  });
  return {
    weightSpecs: manifest.flatMap(({ weights }) => weights),
    weightData: new Uint8Array(Buffer.concat(groups)).buffer,
  };
}

const sizes: Record<string, number> = { float32: 4, int32: 4, bool: 1, complex64: 8, float16: 2, uint16: 2, uint8: 1 };

function bytesOf({ name, shape, dtype, quantization }: io.WeightsManifestEntry): number {
  const type = quantization?.dtype ?? dtype;
  if (Array.isArray(shape) && type in sizes) return shape.reduce((product, n) => product * n, sizes[type]);
  throw new UsageError(`model.json: weight "${name}" is of type ${type}; allowed: ${Object.keys(sizes).join(', ')}.`);
}

function read(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ENOENT' ? `${file}, which ${what}, is not there.` : `${file} cannot be read (${message}).`,
    );
  }
}
