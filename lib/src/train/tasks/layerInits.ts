import { backend } from '@tensorflow/tfjs-core';
import type { Initializer } from '../../init/initializer.js';
import { type LayersInitializer, toLayersInitializer } from '../../model/layersInitializer.js';
import { key } from '../../random/key.js';

/** Initializers for the layers of one model: each drawn from a seed of its own, so that no two tensors share their numbers. */
export function layerInits(seed: number | bigint): (initializer: Initializer) => LayersInitializer {
  key(seed, 'seed');
  checkBackend();
  let count = 0n;
  return (initializer) => toLayersInitializer(initializer, BigInt.asUintN(64, BigInt(seed) * 8n + count++));
}

/** A model has weights from the beginning, which have to lie somewhere. */
function checkBackend(): void {
  try {
    backend();
  } catch {
    throw new Error('there is no backend of tfjs yet to hold the weights; call await useBackend() first');
  }
}
