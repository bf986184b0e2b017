import type { layers } from '@tensorflow/tfjs-layers';
import { type ActivationName, activation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { rootMeanSquare } from '../foundation/statistics.js';

type Layer = layers.Layer;

/** The activation that a layer applies. */
export interface LayerActivation {
  /** As TensorFlow.js calls it. */
  name: string;
  /** Left out of what is not elementwise: softmax and logSoftmax. */
  activation?: Activation;
}

/** The parameters of the activation layers, and of the layers that have an activation of their own. */
interface Parameters {
  activation?: { getClassName(): string };
  alpha?: number | { read(): { dataSync(): Float32Array } };
  theta?: number;
  maxValue?: number | null;
  layer?: Layer;
}

/**
 * What a layer of TensorFlow.js applies to each unit, `'linear'` included; undefined for a layer that has no activation and is none. An RNN has
 * several, so that none is said.
 */
export function layerActivation(layer: Layer): LayerActivation | undefined {
  const { activation: own, alpha, theta, maxValue, layer: wrapped } = layer as Layer & Parameters;
  const elementwise = (value: Activation): LayerActivation => ({ name: value.name, activation: value });
  switch (layer.getClassName()) {
    case 'ReLU':
      return elementwise(typeof maxValue === 'number' ? cappedRelu(maxValue) : activation('relu'));
    case 'LeakyReLU':
      return elementwise(activation('leakyRelu', { slope: alpha as number }));
    case 'PReLU':
      return elementwise(activation('leakyRelu', { slope: effectiveSlope(alpha as Exclude<typeof alpha, number>) }));
    case 'ELU':
      return elementwise(activation('elu'));
    case 'ThresholdedReLU':
      return elementwise(thresholdedRelu(theta as number));
    case 'Softmax':
      return { name: 'softmax' };
    case 'TimeDistributed':
      return layerActivation(wrapped as Layer);
    default:
      return isRecurrent(layer) || own === undefined ? undefined : named(own.getClassName());
  }
}

function named(name: string): LayerActivation {
  if (name === 'softmax' || name === 'logSoftmax') return { name };
  return { name, activation: activation(name as ActivationName) };
}

function isRecurrent(layer: Layer): boolean {
  return 'cell' in layer || 'recurrentActivation' in layer || 'recurrentInitializer' in layer;
}

/** PReLU has a slope for each unit; this one slope has the same second moment in the mean over units. */
function effectiveSlope(slopes: Exclude<Parameters['alpha'], number>): number {
  return rootMeanSquare(slopes?.read().dataSync() ?? new Float32Array(1));
}

function cappedRelu(cap: number): Activation {
  return {
    name: `relu up to ${cap}`,
    f: (z) => Math.min(Math.max(z, 0), cap),
    df: (z) => (z > 0 && z <= cap ? 1 : 0),
    kinks: [0, cap],
    range: [0, cap],
  };
}

function thresholdedRelu(threshold: number): Activation {
  return {
    name: `relu above ${threshold}`,
    f: (z) => (z > threshold ? z : 0),
    df: (z) => (z > threshold ? 1 : 0),
    kinks: [threshold],
  };
}
