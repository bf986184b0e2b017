import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import { type LayerCall, modelGraph } from '../network/view/modelGraph.js';
import { type Dataset, toTensor } from './data/dataset.js';

/** The first quantity that became NaN or infinite. */
export interface NonFinite {
  /** Kind: a layer's output, the loss, a gradient with respect to a weight, or a weight. */
  quantity: 'output' | 'loss' | 'gradient' | 'weight';
  /** Name of the layer; absent for the loss. */
  layer?: string;
  /** Name of the weight, for a gradient or a weight. */
  weight?: string;
  value: number;
}

/** Finds the first weight, in the order of the layers, that is NaN or infinite. */
export function nonFiniteWeight(model: LayersModel): NonFinite | undefined {
  return firstOf(weightsOf(model), 'weight', ({ variable }) => variable);
}

/**
 * Finds the last layer with a non-finite gradient, because gradients flow backward from the output.
 */
export function nonFiniteGradient(model: LayersModel, gradients: NamedTensorMap): NonFinite | undefined {
  const known = weightsOf(model).filter(({ variable }) => variable.name in gradients);
  return firstOf(known.reverse(), 'gradient', ({ variable }) => gradients[variable.name]);
}

/** Finds the first layer whose output is NaN or infinite on this batch, or else names the loss. */
export function nonFiniteOutput(model: LayersModel, { x }: Dataset, loss: number): NonFinite {
  let found: NonFinite = { quantity: 'loss', value: loss };
  tf.tidy(() => {
    const outputs: Tensor[][] = [];
    for (const { name, layer, inputs, outputIndices } of modelGraph(model).calls) {
      const given = inputs.map((call, i) => outputs[call][outputIndices[i]]);
      const output = given.length === 0 ? toTensor(x) : layer.apply(given, { training: true });
      outputs.push([output].flat() as Tensor[]);
      const value = outputs[outputs.length - 1].map(wrongNumber).find((wrong) => wrong !== undefined);
      if (value === undefined) continue;
      found = { quantity: 'output', layer: name, value };
      return;
    }
  });
  return found;
}

interface NamedWeight {
  layer: string;
  weight: string;
  variable: Variable;
}

function weightsOf(model: LayersModel): NamedWeight[] {
  const names = new Map<LayerCall['layer'], string>();
  for (const { layer, name } of modelGraph(model).calls) if (!names.has(layer)) names.set(layer, name);
  return [...names].flatMap(([layer, name]) =>
    layer.weights.map((weight) => ({
      layer: name,
      weight: weight.originalName.split('/').at(-1) as string,
      variable: weight.read() as Variable,
    })),
  );
}

function firstOf(
  weights: NamedWeight[],
  quantity: 'gradient' | 'weight',
  numbersOf: (weight: NamedWeight) => Tensor,
): NonFinite | undefined {
  for (const named of weights) {
    const value = wrongNumber(numbersOf(named));
    if (value !== undefined) return { quantity, layer: named.layer, weight: named.weight, value };
  }
  return undefined;
}

function wrongNumber(tensor: Tensor): number | undefined {
  return (tensor.dataSync() as Float32Array).find((number) => !Number.isFinite(number));
}
