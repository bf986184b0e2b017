import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { type ModelTrace, trace } from 'initlab';
import type { Case } from '../../test/faults/case.js';

type Traced = ModelTrace['layers'][number];

/**
 * A rule fires for a layer of which more than the share INACTIVE_SHARE of the units are inactive. A
 * unit is inactive if it is active for less than the share ACTIVE_SHARE of the samples.
 */
const [INACTIVE_SHARE, ACTIVE_SHARE] = [0.5, 0.01];

/**
 * Functions that decide from its output whether a unit is active. A unit of tanh is active at
 * inputs between ±9.4999, and a unit of the sigmoid between −23 and 16.99999.
 */
const active: Record<string, (a: number) => boolean> = {
  relu: (a) => a > 0,
  tanh: (a) => Math.abs(a) < Math.tanh(9.4999),
  sigmoid: (a) => a > 1 / (1 + Math.exp(23)) && a < 1 / (1 + Math.exp(-16.99999)),
};

/**
 * Applies five rules of Amazon SageMaker Debugger, with the thresholds of their documentation, to
 * the state before training: DeadRelu, VanishingGradient, ExplodingTensor, PoorWeightInitialization
 * and SaturatedActivation (docs.aws.amazon.com/sagemaker/latest/dg/debugger-built-in-rules.html,
 * read in 2026). PoorWeightInitialization has three parts, of which two look at later steps. The
 * third is applied: a ratio of 10 between the variances of the inputs of ReLU layers, which its
 * default pattern selects.
 *
 * @returns the rules that fire.
 */
export function firingRules({ model, x, y, loss }: Case): string[] {
  const { layers, nonFinite } = trace(model, { x, y }, { loss });
  const inactive = (name: string): boolean =>
    layers.some(
      (layer) => layer.activationFunction === name && inactiveShare(model, layer, x, active[name]) > INACTIVE_SHARE,
    );
  const fired: Record<string, boolean> = {
    DeadRelu: inactive('relu'),
    VanishingGradient: gradients(layers).some((size) => size < 1e-7),
    ExplodingTensor: nonFinite !== undefined,
    PoorWeightInitialization: varianceRatio(layers) > 10,
    SaturatedActivation: inactive('tanh') || inactive('sigmoid'),
  };
  return Object.keys(fired).filter((name) => fired[name]);
}

/**
 * Computes the share of the units of a layer that are active in fewer than 1 % of samples and
 * positions.
 */
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
  return counts.filter((count) => (count * width) / outputs.length < ACTIVE_SHARE).length / width;
}

/**
 * Computes the root mean square of the gradient of each weight matrix. It is slightly above the
 * mean absolute value that the rule uses.
 */
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
