import { type LayersInitializer, registerInitializer, StreamInitializer } from '../backend/streamInitializer.js';
import { describe } from '../foundation/argument.js';
import type { Initializer } from '../init/initializer.js';

export type { LayersInitializer };

/**
 * Wraps an initializer of this library for the layers of TensorFlow.js: pass the result as
 * `kernelInitializer`, `recurrentInitializer`, and so on. One instance can serve any number of
 * layers. It draws its i-th weight tensor from stream i of the seed, so all tensors differ, and
 * building the same model again gives the same weights.
 *
 * The initializer is saved with a model (`model.save`, `model.toJSON`). It can be loaded again
 * after a call of `useBackend` or of this function. A model loaded from JSON without its weights is
 * initialized again: layers that shared an instance share a new one, whose count starts at 0. The
 * weights equal those of the original model if its layers were built in the order in which they are
 * listed.
 *
 * @param initializer - one of this library, or a function of your own, which cannot be saved
 * @param seed - a safe integer of at least 0, or a bigint from 0 to 2⁶⁴ − 1
 * @throws TypeError for an initializer that is not a function; RangeError or TypeError for an
 * invalid seed. Saving a model with a function of your own, or copying it as `bidirectional` does,
 * throws a TypeError. Making weights throws a TypeError for a type other than float32, and the
 * initializer's errors for the shape.
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { heNormal, toLayersInitializer } from 'initlab';
 * const kernelInitializer = toLayersInitializer(heNormal(), 1);
 * const layers = [64, 64, 10].map((units) => tfl.layers.dense({ units, kernelInitializer }));
 * ```
 */
export function toLayersInitializer(initializer: Initializer, seed: number | bigint): LayersInitializer {
  if (typeof initializer !== 'function')
    throw new TypeError(`initializer is ${describe(initializer)}; it must be an initializer, for example heNormal()`);
  registerInitializer();
  return new StreamInitializer(initializer, seed) as unknown as LayersInitializer;
}
