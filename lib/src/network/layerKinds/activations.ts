import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { type ActivationName, activation } from '../../activation/activation.js';
import type { Activation } from '../../activation/elementwise.js';
import { rootMeanSquare } from '../../foundation/statistics.js';

type Layer = layers.Layer;

/** Names of the elementwise activations in tfjs. */
const TFJS_ACTIVATIONS: readonly string[] = [
  ...['linear', 'relu', 'relu6', 'elu', 'selu', 'softplus', 'softsign', 'tanh', 'sigmoid', 'hardSigmoid'],
  ...['swish', 'mish', 'gelu', 'gelu_new'],
];

/** The activation that a layer applies. */
export interface LayerActivation {
  /** Name in TensorFlow.js. */
  name: string;
  /**
   * Elementwise function. Absent for softmax, logSoftmax and functions that this library does not
   * know.
   */
  activation?: Activation;
}

/** The part of tfjs's activation objects that is used here. */
export interface LayersActivation {
  apply(z: Tensor, ...rest: unknown[]): Tensor;
  getClassName(): string;
}

/** Parameters of tfjs's activation layers. */
interface Parameters {
  alpha?: number | { read(): { dataSync(): Float32Array } };
  theta?: number;
  maxValue?: number | null;
}

/**
 * Finds the activation object of tfjs that Dense, convolutions and Activation carry. A plain
 * function in a user's own layer does not count.
 */
export function ownActivation(layer: Layer): LayersActivation | undefined {
  const { activation: own } = layer as { activation?: unknown };
  return typeof own === 'object' && own !== null && 'getClassName' in own ? (own as LayersActivation) : undefined;
}

/** Reads the activation that a layer carries, `'linear'` included. */
export function carriedActivation(layer: Layer): LayerActivation | undefined {
  const name = ownActivation(layer)?.getClassName();
  if (name === undefined) return undefined;
  const isKnown = TFJS_ACTIVATIONS.includes(name);
  return { name, ...(isKnown && { activation: activation(name as ActivationName) }) };
}

/**
 * Reads the activation of an unknown class. Returns undefined for a recurrent layer, which has
 * several.
 */
export function guessedActivation(layer: Layer): LayerActivation | undefined {
  const isRecurrent = 'cell' in layer || 'recurrentActivation' in layer || 'recurrentInitializer' in layer;
  return isRecurrent ? undefined : carriedActivation(layer);
}

export function reluOf(layer: Layer): LayerActivation {
  const { maxValue } = layer as Parameters;
  return elementwise(typeof maxValue === 'number' ? cappedRelu(maxValue) : activation('relu'));
}

export function leakyReluOf(layer: Layer): LayerActivation {
  return elementwise(activation('leakyRelu', { slope: (layer as Parameters).alpha as number }));
}

/**
 * Replaces the slopes of a PReLU, one for each unit, by one slope that gives the same second
 * moment, averaged over the units.
 */
export function preluOf(layer: Layer): LayerActivation {
  const { alpha } = layer as Parameters;
  const slopes = (alpha as Exclude<typeof alpha, number>)?.read().dataSync() ?? new Float32Array(1);
  return elementwise(activation('leakyRelu', { slope: rootMeanSquare(slopes) }));
}

export function eluOf(): LayerActivation {
  return elementwise(activation('elu'));
}

export function thresholdedReluOf(layer: Layer): LayerActivation {
  return elementwise(thresholdedRelu((layer as Parameters).theta as number));
}

export function softmaxOf(): LayerActivation {
  return { name: 'softmax' };
}

/**
 * Checks whether scaling the input of an activation by a positive factor scales its output by the
 * same factor, as ReLU and leaky ReLU do.
 */
export function isHomogeneous({ activation: phi }: LayerActivation): boolean {
  if (phi === undefined) return false;
  return [-3, -0.5, 0.5, 3].every((z) => Math.abs(phi.f(4 * z) - 4 * phi.f(z)) <= 1e-6 * Math.abs(phi.f(4 * z)));
}

function elementwise(value: Activation): LayerActivation {
  return { name: value.name, activation: value };
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
