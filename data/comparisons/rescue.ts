import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { constant, heNormal, initWeights, lecunNormal, lsuv, type ModelLayer, normal, xavierNormal } from 'initlab';
import { type CompareOptions, mnistMlp, type Start } from 'initlab/tasks';

/** Weights and biases of the hidden layers. */
export const WEIGHTS = {
  He: { kernel: heNormal(), bias: constant(0) },
  Xavier: { kernel: xavierNormal(), bias: constant(0) },
  small: { kernel: normal({ std: 0.01 }), bias: constant(0) },
  large: { kernel: normal({ std: 0.5 }), bias: constant(0) },
  equal: { kernel: constant(0.05), bias: constant(0) },
  'bias −5': { kernel: heNormal(), bias: constant(-5) },
};

export type Remedy = 'nothing' | 'LSUV' | 'LayerNorm' | 'BatchNorm' | 'skips';

type Task = ReturnType<typeof mnistMlp>;
let loaded: Task | undefined;

/** Loads the digits once, when a backend is ready. */
function digits(): Pick<Task, 'train' | 'test'> {
  loaded ??= mnistMlp({ depth: 0 });
  return loaded;
}

/** Makes eight ReLU layers of 64 units and an output layer, which is the same for all. */
export const deep =
  (weights: keyof typeof WEIGHTS, remedy: Remedy): Start =>
  (seed) => {
    const { activation, add, batchNormalization, dense, layerNormalization } = tfl.layers;
    const apply = (layer: tfl.layers.Layer, ...inputs: SymbolicTensor[]) =>
      layer.apply(inputs.length === 1 ? inputs[0] : inputs) as SymbolicTensor;
    const pixels = tfl.input({ shape: [784] });
    let signal = pixels;
    for (let i = 1; i <= 8; i++) {
      let z = apply(dense({ name: `hidden${i}`, units: 64 }), signal);
      if (remedy === 'LayerNorm') z = apply(layerNormalization({}), z);
      if (remedy === 'BatchNorm') z = apply(batchNormalization({ momentum: 0.9 }), z);
      const a = apply(activation({ activation: 'relu' }), z);
      signal = remedy === 'skips' && i > 1 ? apply(add(), signal, a) : a;
    }
    const outputs = apply(dense({ name: 'output', units: 10 }), signal);
    const model = tfl.model({ inputs: pixels, outputs });
    const rule = ({ kind, isOutput }: ModelLayer) => {
      if (kind !== 'dense') return undefined;
      return isOutput ? lecunNormal() : WEIGHTS[weights];
    };
    initWeights(model, { rule, seed });
    const { train, test } = digits();
    if (remedy === 'LSUV') lsuv(model, { x: train.x.data.slice(0, 128 * 784) as Float32Array }, { seed });
    return { model, train, test };
  };

export const NAMES: (keyof typeof WEIGHTS)[] = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[];
const REMEDIES: readonly Remedy[] = ['nothing', 'LSUV', 'LayerNorm', 'BatchNorm', 'skips'];

/** The starts of lesson 9: every choice of weights with every remedy. */
export const starts: Record<string, Start> = Object.fromEntries(
  NAMES.flatMap((weights) => REMEDIES.map((remedy) => [`${weights}, ${remedy}`, deep(weights, remedy)])),
);

export const options: CompareOptions = { steps: 150, optimizer: 'sgd', learningRate: 0.05 };
