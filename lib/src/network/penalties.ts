import type { Scalar } from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

/**
 * Computes the penalties of a model's regularizers, which are part of every loss. The method
 * `calculateLosses` of tfjs finds none in a sequential model that has not been built yet.
 */
export function penaltiesOf(model: LayersModel): Scalar[] {
  return [...new Set(layersWithin(model))].flatMap((layer) => layer.calculateLosses());
}

function layersWithin(model: LayersModel): layers.Layer[] {
  return model.layers.flatMap((layer) => ('layers' in layer ? layersWithin(layer as LayersModel) : [layer]));
}
