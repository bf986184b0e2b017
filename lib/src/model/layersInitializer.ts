import { type LayersInitializer, registerInitializer, StreamInitializer } from '../backend/streamInitializer.js';
import { describe } from '../foundation/argument.js';
import type { Initializer } from '../init/initializer.js';

export type { LayersInitializer };

/**
 * An initializer of this library for the layers of TensorFlow.js: pass it as `kernelInitializer`, `recurrentInitializer`, and so on. One
 * instance may serve any number of layers: weight tensor number i that it makes is drawn from stream i of the seed, so all differ, and the
 * same construction gives the same model.
 *
 * The initializer is saved with a model (`model.save`, `model.toJSON`). It can be loaded again once `useBackend` or this function
 * has been called. A model made from JSON without its weights is initialized again: the layers that shared an instance share one
 * again, whose count starts at 0. The weights equal those of the first model if its layers were built in the order in which they
 * are listed.
 *
 * @param initializer - one of this library, or a function of your own, which cannot be saved.
 * @param seed - a safe integer from 0, or a bigint from 0 to 2⁶⁴ − 1.
 * @throws TypeError for an initializer that is not a function; RangeError or TypeError for any other seed. When a model with a function of your own
 * is saved, or copied as `bidirectional` does: TypeError. When weights are made: TypeError for a type other than float32, and what the initializer throws
 * for the shape.
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
    throw new TypeError(`initializer is ${describe(initializer)}; it must be a function, as heNormal() gives`);
  registerInitializer();
  return new StreamInitializer(initializer, seed);
}
