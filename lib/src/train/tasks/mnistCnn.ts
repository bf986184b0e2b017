import { layers } from '#tfjs-layers';
import { knownOptions } from '../../foundation/argument.js';
import { heNormal } from '../../init/he.js';
import { mnistData } from './mnistData.js';
import type { MnistOptions } from './mnistMlp.js';
import { plainNet } from './plainNet.js';
import { NET_OPTION_NAMES, type Task } from './task.js';

/**
 * Makes the task of handwritten digits for a plain convolutional net. The net takes images of 28 ×
 * 28 × 1. It has `depth` (default 2) convolutions of 3 × 3 with `width` (16) filters and zero
 * padding ('relu', `heNormal()`), max pooling by 2 after the first two convolutions, and 10 logits.
 * The loss is the cross entropy.
 *
 * @throws DataError as {@link loadMnist} does
 * @throws RangeError or TypeError that names the option that does not fit
 * @example
 * ```ts
 * import { mnistCnn } from 'initlab/tasks';
 * const { model } = mnistCnn({ depth: 2, width: 8 });
 * const names = model.layers.map(({ name }) => name);
 * names; // ['conv1', 'pool1', 'conv2', 'pool2', 'flatten', 'output']
 * ```
 */
export function mnistCnn(options: MnistOptions = {}): Task {
  knownOptions(options, [...NET_OPTION_NAMES, 'folder'], 'mnistCnn');
  const net = { depth: 2, width: 16, activation: 'relu', init: heNormal(), seed: 0, ...options } as const;
  const model = plainNet(
    {
      inputShape: [28, 28, 1],
      outputs: 10,
      hidden: (layer, { units: filters, ...common }) =>
        layers.conv2d({ name: `conv${layer}`, filters, kernelSize: 3, padding: 'same', ...common }),
      after: (layer) => (layer <= 2 ? [layers.maxPooling2d({ name: `pool${layer}`, poolSize: 2 })] : []),
    },
    net,
  );
  return { model, ...mnistData(false, options.folder) };
}
