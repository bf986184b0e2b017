import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { knownOptions, positiveInteger } from '../../argument.js';
import { zeros } from '../../init/constant.js';
import { heNormal } from '../../init/he.js';
import { inLayer, leakyLayer } from './hiddenActivation.js';
import { layerInits } from './layerInits.js';
import { mnistData } from './mnistData.js';
import type { MnistOptions } from './mnistMlp.js';
import { type NetOptions, netOptionNames, type Task } from './task.js';

/**
 * Handwritten digits for a plain convolutional net: images of 28 × 28 × 1, `depth` (default 2) convolutions of 3 × 3 with `width` (16) filters
 * and zero padding ('relu', `heNormal()`), max pooling by 2 after the first and the second, then 10 logits. The loss is the
 * cross entropy.
 *
 * @throws as {@link loadMnist}; RangeError or TypeError for options that do not fit, naming them
 * @example
 * ```ts
 * import { mnistCnn } from 'initlab';
 * const { model } = mnistCnn({ depth: 3, width: 8 });
 * model.layers.map(({ name }) => name); // ['conv1', 'pool1', 'conv2', 'pool2', 'conv3', 'flatten', 'output']
 * ```
 */
export function mnistCnn(options: MnistOptions = {}): Task {
  knownOptions(options, [...netOptionNames, 'folder'], 'mnistCnn');
  return { model: convolutionalNet(options), ...mnistData(false, options.folder) };
}

function convolutionalNet({
  depth = 2,
  width = 16,
  activation = 'relu',
  init = heNormal(),
  outputInit = init,
  biasInit = zeros(),
  seed = 0,
}: NetOptions): LayersModel {
  positiveInteger(depth, 'depth');
  positiveInteger(width, 'width');
  const initializer = layerInits(seed);
  const [kernelInitializer, biasInitializer] = [initializer(init), initializer(biasInit)];
  const model = sequential();
  for (let layer = 1; layer <= depth; layer++) {
    model.add(
      layers.conv2d({
        name: `conv${layer}`,
        filters: width,
        kernelSize: 3,
        padding: 'same',
        activation: inLayer(activation),
        kernelInitializer,
        biasInitializer,
        ...(layer === 1 && { inputShape: [28, 28, 1] }),
      }),
    );
    for (const leaky of leakyLayer(activation, `leaky${layer}`)) model.add(leaky);
    if (layer <= 2) model.add(layers.maxPooling2d({ name: `pool${layer}`, poolSize: 2 }));
  }
  model.add(layers.flatten({ name: 'flatten' }));
  model.add(layers.dense({ name: 'output', units: 10, kernelInitializer: initializer(outputInit) }));
  return model;
}
