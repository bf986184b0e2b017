import type * as tfl from '@tensorflow/tfjs-layers';
import { layers, sequential } from '#tfjs-layers';
import { nonNegativeInteger, positiveInteger } from '../../foundation/argument.js';
import { zeros } from '../../init/constant.js';
import { layerActivation, leakyLayer } from './hiddenActivation.js';
import { layerInits } from './layerInits.js';
import type { NetOptions } from './task.js';

export type PlainNetOptions = Required<Pick<NetOptions, 'depth' | 'width' | 'activation' | 'init' | 'seed'>> &
  Pick<NetOptions, 'outputInit' | 'biasInit'>;

/** Configuration that all hidden layers share. The first layer also gets the input's shape. */
type Common = Pick<Parameters<typeof tfl.layers.dense>[0], 'activation' | 'kernelInitializer' | 'biasInitializer'> & {
  units: number;
  inputShape?: number[];
};

/** The parts that differ between the nets of this kind. */
interface Plan {
  inputShape: number[];
  outputs: number;
  /** Makes hidden layer 1, 2 … */
  hidden(layer: number, common: Common): tfl.layers.Layer;
  /** Makes the layers after its activation. */
  after?(layer: number): tfl.layers.Layer[];
}

/** Builds a chain of hidden layers and a linear dense layer called `output`. */
export function plainNet({ inputShape, outputs, hidden, after }: Plan, options: PlainNetOptions): tfl.LayersModel {
  const { depth, width, activation, init, outputInit = init, biasInit = zeros(), seed } = options;
  nonNegativeInteger(depth, 'depth');
  positiveInteger(width, 'width');
  const initializer = layerInits(seed);
  const common = {
    units: width,
    activation: layerActivation(activation),
    kernelInitializer: initializer(init),
    biasInitializer: initializer(biasInit),
  };
  const model = sequential();
  const first = (): { inputShape?: number[] } => (model.layers.length === 0 ? { inputShape } : {});
  for (let layer = 1; layer <= depth; layer++) {
    model.add(hidden(layer, { ...common, ...first() }));
    for (const next of [...leakyLayer(activation, `leaky${layer}`), ...(after?.(layer) ?? [])]) model.add(next);
  }
  if (inputShape.length > 1) model.add(layers.flatten({ name: 'flatten', ...first() }));
  model.add(layers.dense({ name: 'output', units: outputs, kernelInitializer: initializer(outputInit), ...first() }));
  return model;
}

/** Builds a net of dense hidden layers called hidden1, hidden2 …. */
export function denseNet(inputs: number, outputs: number, options: PlainNetOptions): tfl.LayersModel {
  const hidden: Plan['hidden'] = (layer, common) => layers.dense({ name: `hidden${layer}`, ...common });
  return plainNet({ inputShape: [inputs], outputs, hidden }, options);
}
