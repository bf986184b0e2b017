import { knownOptions } from '../../foundation/argument.js';
import { heNormal } from '../../init/he.js';
import { mnistData } from './mnistData.js';
import { denseNet } from './plainNet.js';
import { type NetOptions, netOptionNames, type Task } from './task.js';

export interface MnistOptions extends NetOptions {
  /** Where the files are, see {@link loadMnist}. */
  folder?: string;
}

/**
 * Handwritten digits for a dense net: 784 inputs of mean 0 and second moment 1, `depth` (default 2) hidden layers of `width` (256)
 * units ('relu', `heNormal()`), 10 logits. The loss is the cross entropy, ln 10 = 2.303 for one who knows nothing.
 *
 * @throws as {@link loadMnist}; RangeError or TypeError for options that do not fit, naming them
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
  knownOptions(options, [...netOptionNames, 'folder'], 'mnistMlp');
  const net = { depth: 2, width: 256, activation: 'relu', init: heNormal(), seed: 0, ...options } as const;
  return { model: denseNet(784, 10, net), ...mnistData(true, options.folder) };
}
