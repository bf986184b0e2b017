import type * as tfl from '@tensorflow/tfjs-layers';
import { layers } from '#tfjs-layers';
import { oneOf } from '../../foundation/argument.js';

/** Names that tfjs gives to activations of this library. */
const TFJS_NAMES = {
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

/** Activation of a task's hidden layers. 'leakyRelu' has slope 0.01. */
export type HiddenActivation = keyof typeof TFJS_NAMES | 'leakyRelu';

const ACTIVATION_NAMES = [...Object.keys(TFJS_NAMES), 'leakyRelu'] as HiddenActivation[];

type TfjsName = (typeof TFJS_NAMES)[keyof typeof TFJS_NAMES];

/**
 * Returns the activation for a layer's configuration. Leaky ReLU, which tfjs has only as a layer,
 * comes from {@link leakyLayer}.
 */
export function layerActivation(activation: HiddenActivation): TfjsName {
  oneOf(activation, ACTIVATION_NAMES, 'activation');
  return activation === 'leakyRelu' ? 'linear' : TFJS_NAMES[activation];
}

/** Makes the leaky ReLU layer that must follow, if that is the activation. */
export function leakyLayer(activation: HiddenActivation, name: string): tfl.layers.Layer[] {
  return activation === 'leakyRelu' ? [layers.leakyReLU({ alpha: 0.01, name })] : [];
}
