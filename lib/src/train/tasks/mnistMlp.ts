import { knownOptions } from '../../foundation/argument.js';
import { heNormal } from '../../init/he.js';
import { mnistData } from './mnistData.js';
import { denseNet } from './plainNet.js';
import { NET_OPTION_NAMES, type NetOptions, type Task } from './task.js';

export interface MnistOptions extends NetOptions {
  /** Folder of the files, see {@link loadMnist}. */
  folder?: string;
}

/**
 * Makes the task of handwritten digits for a dense net. The net has 784 inputs of mean 0 and second
 * moment 1, `depth` (default 2) hidden layers of `width` (256) units ('relu', `heNormal()`), and 10
 * logits. The loss is the cross entropy, which is ln 10 = 2.303 for guessing.
 *
 * @throws DataError as {@link loadMnist} does
 * @throws RangeError or TypeError that names the option that does not fit
 * @example
 * ```ts
 * import { train, useBackend, xavierNormal } from 'initlab';
 * import { mnistMlp } from 'initlab/tasks';
 * await useBackend('cpu');
 * const task = mnistMlp({ depth: 3, width: 16, init: xavierNormal() });
 * task.model.outputs[0].shape; // [null, 10]
 * await train(task.model, task.train, { steps: 5, learningRate: 0.01, progress: false });
 * ```
 */
export function mnistMlp(options: MnistOptions = {}): Task {
  knownOptions(options, [...NET_OPTION_NAMES, 'folder'], 'mnistMlp');
  const net = { depth: 2, width: 256, activation: 'relu', init: heNormal(), seed: 0, ...options } as const;
  return { model: denseNet(784, 10, net), ...mnistData(true, options.folder) };
}
