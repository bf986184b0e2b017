import type { DataType, serialization, Tensor } from '@tensorflow/tfjs-core';
import type { initializers } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import * as tfl from '#tfjs-layers';
import { drawFrom } from '../init/drawFrom.js';
import type { Initializer } from '../init/initializer.js';
import { initializerOf } from '../init/initializerOf.js';
import { type Random, random } from '../random/random.js';

/** Initializer of TensorFlow.js layers, in the form that `kernelInitializer` takes. */
export type LayersInitializer = ReturnType<typeof initializers.ones>;

/** Name by which saved models refer to the class. */
const CLASS_NAME = 'InitlabInitializer';

/**
 * Makes these initializers ones of tfjs, before the first is made. The base class of every
 * initializer is not exported by tfjs, and to extend it would load tfjs with this module. Lets tfjs
 * load models that were saved with them, unless another copy of the library has already done so.
 */
export function registerInitializer(): void {
  const zeros = tfl.initializers.zeros();
  Object.setPrototypeOf(StreamInitializer.prototype, Object.getPrototypeOf(Object.getPrototypeOf(zeros)));
  if (CLASS_NAME in tf.serialization.SerializationMap.getMap().classNameMap) return;
  tf.serialization.registerClass(
    StreamInitializer as unknown as serialization.SerializableConstructor<LayersInitializer>,
  );
}

interface Config {
  name: string;
  seed: string;
}

/**
 * Instances, keyed by the configuration object that they returned: `bidirectional` passes that same
 * object on.
 */
const givers = new WeakMap<Config, StreamInitializer>();

/**
 * Instances, keyed by the content of their configuration, while one model is read. A model is read
 * synchronously.
 */
const readers = new Map<string, StreamInitializer>();

/**
 * Initializer of tfjs layers that draws weight tensor i from stream i of its seed, so no two of its
 * tensors are equal.
 */
export class StreamInitializer {
  static readonly className: string = CLASS_NAME;
  readonly #initializer: Initializer;
  readonly #seed: number | bigint;
  readonly #stream: Random;
  #count = 0;

  constructor(initializer: Initializer, seed: number | bigint) {
    this.#initializer = initializer;
    this.#seed = seed;
    this.#stream = random(seed);
  }

  apply(shape: number[], dtype: DataType = 'float32'): Tensor {
    if (dtype !== 'float32') throw new TypeError(`weights of type ${dtype}; initializers make float32`);
    return tf.tensor(
      drawFrom(this.#initializer, this.#stream.split(this.#count++), shape, 'initializer'),
      shape,
      dtype,
    );
  }

  getConfig(): serialization.ConfigDict {
    const { description } = this.#initializer;
    if (description === undefined) {
      throw new TypeError(
        'the initializer is a function of your own, which cannot be saved or copied with its layer; use one that initlab makes',
      );
    }
    // TensorFlow.js changes the case of every string that it saves, except of those called `name`.
    const config: Config = { name: JSON.stringify(description), seed: String(this.#seed) };
    givers.set(config, this);
    return config as unknown as serialization.ConfigDict;
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
