import { backend } from '#tfjs-core';
import type { Initializer } from '../../init/initializer.js';
import { type LayersInitializer, toLayersInitializer } from '../../model/layersInitializer.js';
import { key } from '../../random/key.js';

/**
 * Makes initializers for the layers of one model, each with its own seed, so no two tensors are
 * equal.
 */
export function layerInits(seed: number | bigint): (initializer: Initializer) => LayersInitializer {
  key(seed, 'seed');
  checkBackend();
  let count = 0n;
  return (initializer) => toLayersInitializer(initializer, BigInt.asUintN(64, BigInt(seed) * 8n + count++));
}

/** Checks that tfjs has a backend, because a new model stores its weights at once. */
function checkBackend(): void {
  try {
    backend();
  } catch {
    throw new Error('tfjs has no backend yet to store the weights; call await useBackend() first');
  }
}
