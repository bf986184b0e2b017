import type { layers } from '@tensorflow/tfjs-layers';
import { decidingLayer } from '../../network/view/layerFacts.js';
import type { ModelView } from '../../network/view/modelView.js';
import { withModelRestored } from '../../signal/trace/passes/patches.js';

type Layer = layers.Layer;

/** Settings of layers that repairs can change. */
interface Settings {
  activation?: unknown;
  momentum?: number;
  rate?: number;
}

/**
 * Runs `body`, and then takes back what it changed in the model: the weights, and the settings that
 * repairs change.
 */
export function withRepairsUndone<T>(view: ModelView, body: () => T): T {
  const { model } = view;
  const isTrained = model.trainable;
  const before = view.distinctLayers
    .flatMap((layer) => [...new Set([layer, decidingLayer(layer)])])
    .map((layer) => ({
      layer,
      trainable: layer.trainable,
      weights: layer.weights.map((weight) => ({ weight, trainable: weight.trainable })),
      losses: [...layer.losses],
      settings: settingsOf(layer),
    }));
  try {
    return withModelRestored(view, body);
  } finally {
    if (model.trainable !== isTrained) model.trainable = isTrained;
    for (const { layer, trainable, weights, losses, settings } of before) {
      if (layer.trainable !== trainable) layer.trainable = trainable;
      layer.losses.splice(0, layer.losses.length, ...losses);
      Object.assign(layer, settings);
      // A single weight can be frozen in a layer that trains.
      for (const own of weights) own.weight.trainable = own.trainable;
    }
  }
}

/** Reads the settings that a layer has itself. */
function settingsOf(layer: Layer): Settings {
  const own = layer as Layer & Settings;
  const names = ['activation', 'momentum', 'rate'] as const;
  return Object.fromEntries(names.filter((name) => Object.hasOwn(own, name)).map((name) => [name, own[name]]));
}
