import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io, type Optimizer } from '@tensorflow/tfjs-core';
import {
  model as functional,
  input,
  type LayersModel,
  layers,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { heNormal, initWeights, lecunNormal, normal, random } from 'initlab';
import { temporaryFolder } from '../../kernel/support/files.js';

/**
 * Writes a model as model.save('file://…') of tfjs-node does, in files of at most `shardBytes`, and
 * frees the model.
 */
export async function saved(model: LayersModel, shardBytes = Number.POSITIVE_INFINITY): Promise<string> {
  const folder = join(temporaryFolder(), 'model');
  mkdirSync(folder);
  await model.save(
    io.withSaveHandler((artifacts) => Promise.resolve(write(folder, artifacts, shardBytes))),
    {
      includeOptimizer: model.optimizer !== undefined,
    },
  );
  model.dispose();
  return folder;
}

function write(folder: string, artifacts: io.ModelArtifacts, shardBytes: number): io.SaveResult {
  const { weightData, weightSpecs, ...description } = artifacts;
  const bytes = Buffer.from(weightData as ArrayBuffer);
  const paths: string[] = [];
  for (let start = 0; start < bytes.length; start += shardBytes) {
    const path = `group1-shard${paths.length + 1}.bin`;
    writeFileSync(join(folder, path), bytes.subarray(start, start + shardBytes));
    paths.push(path);
  }
  const weightsManifest = [{ paths, weights: weightSpecs }];
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...description, weightsManifest }));
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}

interface MlpOptions {
  units?: number;
  activation?: 'softmax' | 'sigmoid' | 'linear';
  /** Standard deviation of the hidden weights. Default: that of He. */
  std?: number;
}

/** Builds a net of four inputs and seven hidden layers, `hidden1` to `hidden7`. */
export function mlp({ units = 3, activation = 'softmax', std }: MlpOptions = {}): LayersModel {
  const hidden = Array.from({ length: 7 }, (_, i) =>
    layers.dense({ units: 32, activation: 'relu', name: `hidden${i + 1}`, ...(i === 0 && { inputShape: [4] }) }),
  );
  const model = sequential({ layers: [...hidden, layers.dense({ units, activation, name: 'output' })] });
  initWeights(model, {
    rule: ({ isOutput }) => (isOutput ? lecunNormal() : std === undefined ? heNormal() : normal({ std })),
  });
  return model;
}

export function compiled(model: LayersModel, loss: string, optimizer: string | Optimizer): LayersModel {
  model.compile({ loss, optimizer });
  return model;
}

/** Builds a convolutional net for images of 28 × 28, with batch normalization. */
export function cnn(): LayersModel {
  const model = sequential({
    layers: [
      layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, activation: 'relu', inputShape: [28, 28, 1] }),
      layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, useBias: false }),
      layers.batchNormalization(),
      layers.activation({ activation: 'relu' }),
      layers.flatten(),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  initWeights(model);
  return model;
}

/** Builds a convolutional net for images of any size. */
export function anySize(): LayersModel {
  const model = sequential({
    layers: [
      layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [null, null, 1] }),
      layers.globalAveragePooling2d({}),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  initWeights(model);
  return model;
}

/** Builds a net for sequences of any length, with one number per step. */
export function lstm(): LayersModel {
  const recurrent = layers.lstm({ units: 8, inputShape: [null, 1] });
  const model = sequential({ layers: [recurrent, layers.dense({ units: 3, activation: 'softmax' })] });
  initWeights(model);
  return model;
}

/** Builds a graph with a shortcut. */
export function residual(): LayersModel {
  const x = input({ shape: [4] });
  const stem = layers.dense({ units: 16, activation: 'relu' }).apply(x) as SymbolicTensor;
  const branch = layers.dense({ units: 16, activation: 'relu' }).apply(stem) as SymbolicTensor;
  const sum = layers.add().apply([stem, branch]);
  const model = functional({
    inputs: x,
    outputs: layers.dense({ units: 3, activation: 'softmax' }).apply(sum) as SymbolicTensor,
  });
  initWeights(model);
  return model;
}

/**
 * Writes a table of numbers p, q, r, s, a class from `kinds`, and a number to predict. `cell`
 * replaces the first number.
 */
export function table({
  kinds = ['a', 'b', 'c'],
  cell,
  scale = 1,
}: {
  kinds?: string[];
  cell?: string;
  scale?: number;
} = {}): string {
  const x = random(1).normal(new Float32Array(4 * 120));
  const rows = Array.from({ length: 120 }, (_, i) => {
    const [first, ...rest] = x.subarray(4 * i, 4 * i + 4);
    const p = cell !== undefined && i === 0 ? cell : scale * first;
    return [p, ...rest.map((value) => scale * value), kinds[i % kinds.length], 3 * first + 2].join(',');
  });
  const file = join(temporaryFolder(), 'table.csv');
  writeFileSync(file, `p,q,r,s,kind,size\n${rows.join('\n')}\n`);
  return file;
}
