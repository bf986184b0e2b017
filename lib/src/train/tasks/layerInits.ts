import type { Initializer } from '../../init/initializer.js';
import { type LayersInitializer, toLayersInitializer } from '../../model/layersInitializer.js';

/** Initializers for the layers of one model: each drawn from a seed of its own, so that no two tensors share their numbers. */
export function layerInits(seed: number | bigint): (initializer: Initializer) => LayersInitializer {
  let count = 0n;
  return (initializer) => toLayersInitializer(initializer, BigInt.asUintN(64, BigInt(seed) * 8n + count++));
}
