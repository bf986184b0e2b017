import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { UsageError } from './command.js';

/** Reads a layers model from model.json and the files of weights beside it, without the native package. */
export async function loadSavedModel(path: string): Promise<LayersModel> {
  const file = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'model.json') : path;
  const json = readJson(file);
  if (json.modelTopology === undefined)
    throw new UsageError(`${file} is no layers model: it has no modelTopology. Save one with model.save('file://…').`);
  const manifest = json.weightsManifest ?? [];
  const parts = manifest.flatMap(({ paths }) => paths.map((name) => readPart(join(dirname(file), name))));
  const weights = Buffer.concat(parts);
  const weightData = weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength) as ArrayBuffer;
  return loadLayersModel(
    io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: manifest.flatMap((group) => group.weights),
      weightData,
      ...(json.trainingConfig && { trainingConfig: json.trainingConfig }),
    }),
  );
}

function readJson(file: string): io.ModelJSON {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as io.ModelJSON;
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as Error).message}).`);
  }
}

function readPart(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file}, a file of weights of the model, cannot be read (${(error as Error).message}).`);
  }
}
