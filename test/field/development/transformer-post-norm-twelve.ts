import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { seeded } from '../build.js';
import { labels, matrix } from '../data.js';
import { LETTERS, letters } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { information } from '../skill.js';

const [BLOCKS, LENGTH, WIDTH] = [12, 4, 16];
const { windows, next } = letters(400, LENGTH);

/** Mixes the values of a sequence with a softmax over the products of its queries and keys. */
class AttentionMix extends tfl.layers.Layer {
  static readonly className = 'AttentionMix';

  override computeOutputShape([first]: tfl.Shape[]): tfl.Shape {
    return first;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [queries, keys, values] = inputs as tf.Tensor3D[];
    const scores = tf.div(tf.matMul(queries, keys, false, true), Math.sqrt(WIDTH));
    return tf.matMul(tf.softmax(scores) as tf.Tensor3D, values);
  }
}

/** The attention with its three projections and the one after it. */
function attend(value: tfl.SymbolicTensor, block: number): tfl.SymbolicTensor {
  const project = (name: string, input: tfl.SymbolicTensor) =>
    tfl.layers.dense({ units: WIDTH, name: `attention_${name}_${block}` }).apply(input) as tfl.SymbolicTensor;
  const parts = ['query', 'key', 'value'].map((name) => project(name, value));
  return project('output', new AttentionMix({ name: `attention_mix_${block}` }).apply(parts) as tfl.SymbolicTensor);
}

function feedForward(value: tfl.SymbolicTensor): tfl.SymbolicTensor {
  const wide = tfl.layers.dense({ units: 2 * WIDTH, activation: 'relu' }).apply(value);
  return tfl.layers.dense({ units: WIDTH }).apply(wide) as tfl.SymbolicTensor;
}

function languageModel(seed: number, isNormalizedFirst: boolean): tfl.LayersModel {
  return seeded(seed, () => {
    const normalize = (value: tfl.SymbolicTensor) =>
      tfl.layers.layerNormalization({}).apply(value) as tfl.SymbolicTensor;
    const add = (stream: tfl.SymbolicTensor, branch: tfl.SymbolicTensor) =>
      tfl.layers.add().apply([stream, branch]) as tfl.SymbolicTensor;
    const input = tfl.input({ shape: [LENGTH] });
    let stream = tfl.layers
      .embedding({ inputDim: LETTERS, outputDim: WIDTH, embeddingsInitializer: 'randomNormal' })
      .apply(input) as tfl.SymbolicTensor;
    for (let block = 0; block < BLOCKS; block++) {
      for (const branch of [(value: tfl.SymbolicTensor) => attend(value, block), feedForward]) {
        stream = isNormalizedFirst ? add(stream, branch(normalize(stream))) : normalize(add(stream, branch(stream)));
      }
    }
    const all = tfl.layers.flatten().apply(isNormalizedFirst ? normalize(stream) : stream);
    const outputs = tfl.layers.dense({ units: LETTERS }).apply(all) as tfl.SymbolicTensor;
    return tfl.model({ inputs: input, outputs });
  });
}

function training(seed: number, isNormalizedFirst: boolean): Training {
  return {
    model: languageModel(seed, isNormalizedFirst),
    x: matrix(windows),
    y: labels(next),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 16,
    steps: 150,
    skill: information(next, LETTERS, true),
  };
}

export const network: FieldNetwork = {
  id: 'transformer-post-norm-twelve',
  changes:
    'Windows of 4 letters of a story, width 16 with one head; all places of the window give the next letter; Adam with 0.003 and 150 steps are ours.',
  learnsFrom: 0.08,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
