import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { modelGraph } from './modelGraph.js';

/** Whether the (first) outputs of a model are those of a softmax or a sigmoid. */
export function hasProbabilities(model: LayersModel): boolean {
  const { calls, outputs } = modelGraph(model);
  return givesProbabilities(calls[outputs[0].call].layer);
}

/** Whether a layer ends in a softmax or a sigmoid. */
export function givesProbabilities(layer: layers.Layer): boolean {
  const { activation } = layer.getConfig();
  return layer.getClassName() === 'Softmax' || activation === 'softmax' || activation === 'sigmoid';
}
