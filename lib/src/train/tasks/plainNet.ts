import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { nonNegativeInteger, positiveInteger } from '../../foundation/argument.js';
import { zeros } from '../../init/constant.js';
import { inLayer, leakyLayer } from './hiddenActivation.js';
import { layerInits } from './layerInits.js';
import type { NetOptions } from './task.js';

export type PlainNetOptions = Required<Pick<NetOptions, 'depth' | 'width' | 'activation' | 'init' | 'seed'>> &
  Pick<NetOptions, 'outputInit' | 'biasInit'>;

/** What all hidden layers have in common; the first one is told the shape of the input. */
type Common = Pick<Parameters<typeof layers.dense>[0], 'activation' | 'kernelInitializer' | 'biasInitializer'> & {
  units: number;
  inputShape?: number[];
};

/** How one net differs from another. */
interface Plan {
  inputShape: number[];
  outputs: number;
  /** Hidden layer number 1, 2 … */
  hidden(layer: number, common: Common): layers.Layer;
  /** What stands behind its activation. */
  behind?(layer: number): layers.Layer[];
}

/** Hidden layers one after the other, and a linear dense layer called output. */
export function plainNet({ inputShape, outputs, hidden, behind }: Plan, options: PlainNetOptions): LayersModel {
  const { depth, width, activation, init, outputInit = init, biasInit = zeros(), seed } = options;
  nonNegativeInteger(depth, 'depth');
  positiveInteger(width, 'width');
  const initializer = layerInits(seed);
  const common = {
    units: width,
    activation: inLayer(activation),
    kernelInitializer: initializer(init),
    biasInitializer: initializer(biasInit),
  };
  const model = sequential();
  const first = (): { inputShape?: number[] } => (model.layers.length === 0 ? { inputShape } : {});
  for (let layer = 1; layer <= depth; layer++) {
    model.add(hidden(layer, { ...common, ...first() }));
    for (const next of [...leakyLayer(activation, `leaky${layer}`), ...(behind?.(layer) ?? [])]) model.add(next);
  }
  if (inputShape.length > 1) model.add(layers.flatten({ name: 'flatten', ...first() }));
  model.add(layers.dense({ name: 'output', units: outputs, kernelInitializer: initializer(outputInit), ...first() }));
  return model;
}

/** Hidden layers hidden1, hidden2 … of dense units. */
export function denseNet(inputs: number, outputs: number, options: PlainNetOptions): LayersModel {
  const hidden: Plan['hidden'] = (layer, common) => layers.dense({ name: `hidden${layer}`, ...common });
  return plainNet({ inputShape: [inputs], outputs, hidden }, options);
}
