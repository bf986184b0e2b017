import type { NamedTensor } from '../files/writeSafetensors.js';
import type { ImportedModel } from './importedModel.js';
import { permuted } from './permuted.js';

/**
 * Reads the present weights of an imported model, in the names and the order of axes of its file.
 */
export function fileWeights({ model, weights }: ImportedModel): NamedTensor[] {
  const tensors = weights.map(({ layer, index, tensor: name, shape, axes }): NamedTensor => {
    const data = Float32Array.from(model.getLayer(layer).weights[index].read().dataSync());
    return { name, shape: axes.map((axis) => shape[axis]), data: permuted(data, shape, axes) };
  });
  // A tensor that two layers share is written once.
  return [...new Map(tensors.map((tensor) => [tensor.name, tensor])).values()];
}
