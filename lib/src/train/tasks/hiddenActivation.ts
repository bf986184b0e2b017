import { layers } from '@tensorflow/tfjs-layers';
import { oneOf } from '../../foundation/argument.js';

/** The activations of this library that tfjs has as well, by their names here, and tfjs's own names for them. */
const namesInTfjs = {
  linear: 'linear',
  relu: 'relu',
  relu6: 'relu6',
  elu: 'elu',
  selu: 'selu',
  softplus: 'softplus',
  softsign: 'softsign',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  hardSigmoid: 'hardSigmoid',
  gelu: 'gelu',
  geluTanh: 'gelu_new',
  silu: 'swish',
  mish: 'mish',
} as const;

/** What the hidden layers of a task may have; 'leakyRelu' has slope .01. */
export type HiddenActivation = keyof typeof namesInTfjs | 'leakyRelu';

const names = [...Object.keys(namesInTfjs), 'leakyRelu'] as HiddenActivation[];

type TfjsName = (typeof namesInTfjs)[keyof typeof namesInTfjs];

/** The activation for a layer's own configuration; leaky relu, which tfjs has as a layer only, is made by {@link leakyLayer}. */
export function inLayer(activation: HiddenActivation): TfjsName {
  oneOf(activation, names, 'activation');
  return activation === 'leakyRelu' ? 'linear' : namesInTfjs[activation];
}

/** The layer that has to follow, if the activation is not within the layer before. */
export function leakyLayer(activation: HiddenActivation, name: string): layers.Layer[] {
  return activation === 'leakyRelu' ? [layers.leakyReLU({ alpha: 0.01, name })] : [];
}
