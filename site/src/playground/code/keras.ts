import type { Settings } from '../settings.js';
import { GAINS, number } from './gains.js';

const ACTIVATIONS: Record<Settings['activation'], string> = {
  relu: "Activation('relu')",
  leakyRelu: 'LeakyReLU(negative_slope=0.01)',
  tanh: "Activation('tanh')",
  sigmoid: "Activation('sigmoid')",
  gelu: "Activation('gelu')",
  silu: "Activation('silu')",
  elu: "Activation('elu')",
  selu: "Activation('selu')",
  linear: "Activation('linear')",
};

const NORMALIZATIONS: Record<Exclude<Settings['normalization'], 'none'>, string> = {
  layerNorm: 'LayerNormalization()',
  rmsNorm: 'RMSNormalization()',
  batchNorm: 'BatchNormalization()',
};

/** Writes the net of the page, and its initialization, for Keras. */
export function writeKeras(settings: Settings): string {
  const { depth, width, activation, normalization, residual, bias } = settings;
  const biases = bias > 0 ? `bias_initializer=initializers.RandomNormal(stddev=${number(bias)})` : 'use_bias=False';
  const norm = normalization === 'none' ? '' : `    x = layers.${NORMALIZATIONS[normalization]}(x)\n`;
  const isResidual = residual === 'yes';
  // A layer needs an initializer of its own, because one that is shared repeats its numbers.
  return `from keras import Input, Model, initializers, layers

inputs = x = Input((${width},))
for _ in range(${depth}):
${isResidual ? '    shortcut = x\n' : ''}    x = layers.Dense(
        ${width},
        kernel_initializer=initializers.${initializer(settings)},
        ${biases},
    )(x)
${norm}    x = layers.${ACTIVATIONS[activation]}(x)
${isResidual ? '    x = layers.Add()([shortcut, x])\n' : ''}model = Model(inputs, x)
`;
}

/** Writes the initializer of the weights of a layer. */
function initializer({ init, scale }: Settings): string {
  const factor = number((GAINS[init] * scale) ** 2);
  switch (init) {
    case 'xavierUniform':
      return scale === 1
        ? 'GlorotUniform()'
        : `VarianceScaling(scale=${factor}, mode='fan_avg', distribution='uniform')`;
    case 'orthogonal':
      return `Orthogonal(${scale === 1 ? '' : `gain=${number(scale)}`})`;
    default:
      if (scale !== 1) return `VarianceScaling(scale=${factor}, mode='fan_in')`;
      return init === 'heNormal' ? 'HeNormal()' : 'LecunNormal()';
  }
}
