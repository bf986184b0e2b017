import type { LayersModel } from '@tensorflow/tfjs-layers';
import { tensor } from '#tfjs-core';
import { constant, zeros } from '../../init/constant.js';
import { heNormal } from '../../init/he.js';
import type { Initializer } from '../../init/initializer.js';
import { lecunNormal } from '../../init/lecun.js';
import { normal } from '../../init/normal.js';
import { uniform } from '../../init/uniform.js';
import { xavierNormal } from '../../init/xavier.js';
import { random } from '../../random/random.js';
import type { Dataset } from '../data/dataset.js';
import { type ImageSet, loadMnist } from '../data/loadMnist.js';
import { mnistData } from '../tasks/mnistData.js';
import { denseNet, type PlainNetOptions } from '../tasks/plainNet.js';
import type { Task } from '../tasks/task.js';

/** Name of a network of lesson 10. */
export type BrokenName = 'sound' | 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H';

const SOUND = { depth: 5, width: 32, activation: 'relu', init: heNormal(), outputInit: lecunNormal() } as const;
const LARGE_OUTPUT = { outputInit: normal({ std: 3 }) };

/** Makes each network with the weights of a seed. This says what is wrong with it. */
const MODELS: Record<BrokenName, (seed: number) => LayersModel> = {
  sound: (seed) => net(seed),
  A: (seed) => net(seed, LARGE_OUTPUT),
  B: (seed) => net(seed, { activation: 'sigmoid', init: xavierNormal() }),
  C: (seed) => net(seed, { init: normal({ std: 0.01 }) }),
  D: (seed) => withKernel(net(seed), 'hidden3', uniform({ low: -0.5, high: 0 }), seed),
  E: (seed) => net(seed, { init: constant(1 / 32) }),
  F: (seed) => net(seed),
  G: (seed) => net(seed, { init: normal() }),
  H: (seed) => withKernel(net(seed, LARGE_OUTPUT), 'hidden4', zeros(), seed),
};

/**
 * Makes the networks of lesson 10 for handwritten digits, as functions of the seed for their
 * weights: a sound one, and variants A to H of it, which do not learn. To find out what is wrong
 * with them is the exercise, so this text does not say it. Each has five dense hidden layers of 32
 * units, called hidden1 to hidden5, and ten logits. The networks of one call share their data.
 *
 * @throws DataError as {@link loadMnist} does
 * @example
 * ```ts
 * import { evaluate, useBackend } from 'initlab';
 * import { brokenNetworks } from 'initlab/tasks';
 * await useBackend('cpu');
 * const { model, test } = brokenNetworks().A(1);
 * evaluate(model, test).loss > 10; // true
 * ```
 */
export function brokenNetworks(): Record<BrokenName, (seed: number) => Task> {
  const scaled = mnistData(true);
  const { train, test } = loadMnist();
  const greyLevels = { train: unscaled(train), test: unscaled(test) };
  const starts = Object.entries(MODELS).map(([name, model]): [string, (seed: number) => Task] => [
    name,
    (seed) => ({ model: model(seed), ...(name === 'F' ? greyLevels : scaled) }),
  ]);
  return Object.fromEntries(starts) as Record<BrokenName, (seed: number) => Task>;
}

function net(seed: number, options: Partial<PlainNetOptions> = {}): LayersModel {
  return denseNet(784, 10, { ...SOUND, ...options, seed });
}

/** Draws the kernel of one layer again. */
function withKernel(model: LayersModel, name: string, init: Initializer, seed: number): LayersModel {
  const layer = model.getLayer(name);
  const [kernel, ...others] = layer.getWeights();
  const drawn = tensor(init(random(seed).split(1), kernel.shape), kernel.shape);
  layer.setWeights([drawn, ...others]);
  drawn.dispose();
  return model;
}

function unscaled({ count, height, width, pixels, labels }: ImageSet): Dataset {
  return {
    x: { shape: [count, height * width], data: Float32Array.from(pixels) },
    y: { shape: [count], data: labels },
  };
}
