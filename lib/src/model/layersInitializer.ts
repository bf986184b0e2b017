import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe } from '../foundation/argument.js';
import { drawn } from '../init/drawn.js';
import type { Initializer } from '../init/initializer.js';
import { initializerOf } from '../init/initializerOf.js';
import { type Random, random } from '../random/random.js';

/** An initializer of TensorFlow.js layers, as `kernelInitializer` takes it. */
export type LayersInitializer = ReturnType<typeof tfl.initializers.ones>;

/** The base class of TensorFlow.js, which takes nothing else for an initializer and does not export it. */
const Base = Object.getPrototypeOf(tfl.initializers.zeros().constructor) as new () => LayersInitializer;

/**
 * An initializer of this library for the layers of TensorFlow.js: pass it as `kernelInitializer`, `recurrentInitializer`, and so on. One
 * instance may serve any number of layers: weight tensor number i that it makes is drawn from stream i of the seed, so all differ, and the
 * same construction gives the same model.
 *
 * It is saved with a model (`model.save`, `model.toJSON`) and read again where this library is imported. A model made
 * from JSON without its weights is built anew: the layers that shared an instance share one again, whose count starts at 0. (The weights are those of the first
 * model if its layers were also built in the order in which they are listed.)
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
  return new StreamInitializer(initializer, seed);
}

interface Config {
  name: string;
  seed: string;
}

/** Instances by the very configuration that they gave: `bidirectional` copies its layer by handing that on. */
const givers = new WeakMap<Config, StreamInitializer>();

/** Instances by content, while one model is being read, which happens in one go. */
const readers = new Map<string, StreamInitializer>();

class StreamInitializer extends Base {
  static readonly className = 'InitlabInitializer';
  readonly #initializer: Initializer;
  readonly #seed: number | bigint;
  readonly #stream: Random;
  #count = 0;

  constructor(initializer: Initializer, seed: number | bigint) {
    super();
    this.#initializer = initializer;
    this.#seed = seed;
    this.#stream = random(seed);
  }

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    if (dtype !== 'float32') throw new TypeError(`weights of type ${dtype}; initializers make float32`);
    return tf.tensor(drawn(this.#initializer, this.#stream.split(this.#count++), shape, 'initializer'), shape, dtype);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { description } = this.#initializer;
    if (description === undefined) {
      throw new TypeError(
        'the initializer is a function of your own, which cannot be saved or copied with its layer; use one that initlab makes',
      );
    }
    // TensorFlow.js changes the case of every string that it saves, but for those called `name`.
    const config: Config = { name: JSON.stringify(description), seed: String(this.#seed) };
    givers.set(config, this);
    return config as unknown as tf.serialization.ConfigDict;
  }

  static fromConfig(_class: unknown, config: Config): StreamInitializer {
    const key = `${config.seed} ${config.name}`;
    const known = givers.get(config) ?? readers.get(key);
    if (known !== undefined) return known;
    const made = new StreamInitializer(initializerOf(JSON.parse(config.name)), BigInt(config.seed));
    if (readers.size === 0) queueMicrotask(() => readers.clear());
    readers.set(key, made);
    return made;
  }
}

// Where the library is loaded twice the first copy stays.
if (!('InitlabInitializer' in tf.serialization.SerializationMap.getMap().classNameMap))
  tf.serialization.registerClass(
    StreamInitializer as unknown as tf.serialization.SerializableConstructor<LayersInitializer>,
  );
