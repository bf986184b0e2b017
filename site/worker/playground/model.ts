import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { initWeights, zeros } from 'initlab';
import type { Settings } from '../../src/playground/settings.js';
import { biasOf, weightsOf } from './net.js';

/** The names that TensorFlow.js gives to the activations. Leaky ReLU is a layer of its own. */
const ACTIVATIONS = {
  relu: 'relu',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  gelu: 'gelu',
  silu: 'swish',
  elu: 'elu',
  selu: 'selu',
  linear: 'linear',
} as const satisfies Partial<Record<Settings['activation'], string>>;

const LEAKY_SLOPE = 0.01;

/** Divides each sample by the root of its mean square, which TensorFlow.js has no layer for. */
class RmsNormalization extends tfl.layers.Layer {
  static className = 'RmsNormalization';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0] : inputs;
      return tf.div(x, tf.sqrt(tf.add(tf.mean(tf.square(x), -1, true), 1e-5)));
    });
  }
}

/**
 * Makes the net of the settings as a model: its layers are called layer1, layer2, …, and the sums
 * of the shortcuts sum1, sum2, ….
 *
 * @param outputs number of units of a layer at the end, which has no activation; none for 0
 */
export function modelOf(settings: Settings, inputs: number, outputs: number): tfl.LayersModel {
  const { depth, width, residual, seed } = settings;
  const input = tfl.input({ shape: [inputs], name: 'input' });
  let x = input;
  for (let layer = 1; layer <= depth; layer++) {
    const y = block(settings, layer, x);
    // A shortcut needs as many values as the layer has.
    const hasShortcut = residual === 'yes' && x.shape[1] === width;
    x = hasShortcut ? (tfl.layers.add({ name: `sum${layer}` }).apply([x, y]) as tfl.SymbolicTensor) : y;
  }
  if (outputs > 0)
    x = tfl.layers.dense({ units: outputs, name: 'output', useBias: true }).apply(x) as tfl.SymbolicTensor;
  const model = tfl.model({ inputs: input, outputs: x });
  const [kernel, bias] = [weightsOf(settings), biasOf(settings)];
  initWeights(model, {
    seed,
    rule: ({ kind, name }) => (kind === 'dense' ? { kernel, bias: name === 'output' ? zeros() : bias } : undefined),
  });
  return model;
}

/** Applies a dense layer, a normalization and an activation. */
function block(
  { width, activation, normalization }: Settings,
  layer: number,
  x: tfl.SymbolicTensor,
): tfl.SymbolicTensor {
  const name = `layer${layer}`;
  const isLeaky = activation === 'leakyRelu';
  const isPlain = normalization === 'none' && !isLeaky;
  const dense = tfl.layers.dense({
    units: width,
    name: isPlain ? name : `dense${layer}`,
    activation: isPlain ? ACTIVATIONS[activation] : 'linear',
  });
  const z = normalize(normalization, layer, dense.apply(x) as tfl.SymbolicTensor);
  if (isPlain) return z;
  const last = isLeaky
    ? tfl.layers.leakyReLU({ alpha: LEAKY_SLOPE, name })
    : tfl.layers.activation({ activation: ACTIVATIONS[activation], name });
  return last.apply(z) as tfl.SymbolicTensor;
}

function normalize(normalization: Settings['normalization'], layer: number, z: tfl.SymbolicTensor): tfl.SymbolicTensor {
  if (normalization === 'none') return z;
  const name = `norm${layer}`;
  const norms = {
    layerNorm: () => tfl.layers.layerNormalization({ name }),
    batchNorm: () => tfl.layers.batchNormalization({ name }),
    rmsNorm: () => new RmsNormalization({ name }),
  };
  return norms[normalization]().apply(z) as tfl.SymbolicTensor;
}
