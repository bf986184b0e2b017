import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { type ModelTrace, trace } from 'initlab';
import type { Case } from '../../test/faults/case.js';

type Traced = ModelTrace['layers'][number];

/**
 * Share of the units of a layer that are inactive, and share of the samples at which a unit is
 * active at the least.
 */
const [LAYER, UNIT] = [0.5, 0.01];

/**
 * Whether an output of an activation function is of an active unit; tanh and sigmoid at inputs
 * between ±9.4999, and −23 and 16.99999.
 */
const active: Record<string, (a: number) => boolean> = {
  relu: (a) => a > 0,
  tanh: (a) => Math.abs(a) < Math.tanh(9.4999),
  sigmoid: (a) => a > 1 / (1 + Math.exp(23)) && a < 1 / (1 + Math.exp(-16.99999)),
};

/**
 * Rules of Amazon SageMaker Debugger with the thresholds of their documentation (DeadRelu,
 * VanishingGradient, ExplodingTensor, PoorWeightInitialization, SaturatedActivation;
 * docs.aws.amazon.com/sagemaker/latest/dg/debugger-built-in-rules.html, read in 2026), applied to
 * the state before training. Of PoorWeightInitialization it is the ratio 10 of variances, of the
 * inputs of ReLU layers as its default pattern says; its other two parts look at later steps.
 *
 * @returns the rules that fire.
 */
export function absoluteRules({ model, x, y, loss }: Case): string[] {
  const { layers, nonFinite } = trace(model, { x, y }, { loss });
  const inactive = (name: string): boolean =>
    layers.some((layer) => layer.activationFunction === name && inactiveShare(model, layer, x, active[name]) > LAYER);
  const fired: Record<string, boolean> = {
    DeadRelu: inactive('relu'),
    VanishingGradient: gradients(layers).some((size) => size < 1e-7),
    ExplodingTensor: nonFinite !== undefined,
    PoorWeightInitialization: varianceRatio(layers) > 10,
    SaturatedActivation: inactive('tanh') || inactive('sigmoid'),
  };
  return Object.keys(fired).filter((name) => fired[name]);
}

/** Share of the units of a layer that are active in fewer than 1 % of samples and positions. */
function inactiveShare(
  model: tfl.LayersModel,
  { name, width }: Traced,
  x: Case['x'],
  isActive: (a: number) => boolean,
): number {
  const outputs = tf.tidy(() => {
    const part = tfl.model({ inputs: model.inputs, outputs: model.getLayer(name).output as tfl.SymbolicTensor });
    return (part.predict(tf.tensor(x.data, x.shape)) as tf.Tensor).dataSync();
  });
  const counts = new Uint32Array(width);
  for (const [i, a] of outputs.entries()) if (isActive(a)) counts[i % width]++;
  return counts.filter((count) => (count * width) / outputs.length < UNIT).length / width;
}

/** Root mean squares of the gradients of the weights, a little above their mean sizes. */
function gradients(layers: readonly Traced[]): number[] {
  return layers.flatMap(({ weights }) =>
    weights.flatMap(({ lossGradientSecondMoment: g, matrix }) => (g === undefined || !matrix ? [] : [Math.sqrt(g)])),
  );
}

function varianceRatio(layers: readonly Traced[]): number {
  const variances = layers.flatMap(({ activationFunction, preActivation }) =>
    activationFunction === 'relu' && preActivation ? [preActivation.variance] : [],
  );
  return variances.length === 0 ? 1 : Math.max(...variances) / Math.min(...variances);
}
