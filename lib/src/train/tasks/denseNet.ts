import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { nonNegativeInteger, positiveInteger } from '../../argument.js';
import { zeros } from '../../init/constant.js';
import { inLayer, leakyLayer } from './hiddenActivation.js';
import { layerInits } from './layerInits.js';
import type { NetOptions } from './task.js';

type DenseNetOptions = Required<Pick<NetOptions, 'depth' | 'width' | 'activation' | 'init' | 'seed'>> &
  Pick<NetOptions, 'outputInit' | 'biasInit'>;

/** Dense layers hidden1, hidden2 …, and a linear layer called output. */
export function denseNet(inputs: number, outputs: number, options: DenseNetOptions): LayersModel {
  const { depth, width, activation, init, outputInit = init, biasInit = zeros(), seed } = options;
  nonNegativeInteger(depth, 'depth');
  positiveInteger(width, 'width');
  const initializer = layerInits(seed);
  const [kernelInitializer, biasInitializer] = [initializer(init), initializer(biasInit)];
  const model = sequential();
  for (let layer = 1; layer <= depth; layer++) {
    model.add(
      layers.dense({
        name: `hidden${layer}`,
        units: width,
        activation: inLayer(activation),
        kernelInitializer,
        biasInitializer,
        ...(layer === 1 && { inputShape: [inputs] }),
      }),
    );
    for (const leaky of leakyLayer(activation, `leaky${layer}`)) model.add(leaky);
  }
  const output = { name: 'output', units: outputs, kernelInitializer: initializer(outputInit) };
  model.add(layers.dense({ ...output, ...(depth === 0 && { inputShape: [inputs] }) }));
  return model;
}
