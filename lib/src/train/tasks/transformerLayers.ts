import type { serialization, Tensor } from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import { layers } from '#tfjs-layers';

type LayerConfig = NonNullable<ConstructorParameters<typeof tfl.layers.Layer>[0]>;
type Shapes = Parameters<tfl.layers.Layer['computeOutputShape']>[0];
type Shape = (number | null)[];

/** Classes of layers that tfjs lacks. */
export interface TransformerLayers {
  readonly Positions: LayerClass<LayerConfig>;
  readonly CausalAttention: LayerClass<LayerConfig & { heads: number }>;
}

type LayerClass<C> = new (config: C) => tfl.layers.Layer;

let defined: TransformerLayers | undefined;

/**
 * Defines the layers of a transformer that tfjs lacks when they are first needed, because their
 * base class is in tfjs. Lets tfjs load models that were saved with them.
 */
export function transformerLayers(): TransformerLayers {
  defined ??= define();
  return defined;
}

function define(): TransformerLayers {
  /**
   * Layer that maps [batch, length] of any values to the positions 0 … length − 1 in each sequence.
   */
  class Positions extends layers.Layer {
    static readonly className = 'InitlabPositions';

    override call(inputs: Tensor | Tensor[]): Tensor {
      const [batch, length] = only(inputs).shape;
      return tf.tile(tf.reshape(tf.range(0, length, 1, 'int32'), [1, length]), [batch, 1]);
    }

    override computeOutputShape(shape: Shapes): Shape {
      return shape as Shape;
    }
  }

  /**
   * Layer of causal self-attention without weights. It maps queries, keys and values side by side,
   * [batch, length, 3 · width], to [batch, length, width]. Each head h computes
   * softmax(Q_h·K_hᵀ/√d)·V_h, where no position sees a later one.
   */
  class CausalAttention extends layers.Layer {
    static readonly className = 'InitlabCausalAttention';
    readonly #heads: number;

    constructor(config: LayerConfig & { heads: number }) {
      super(config);
      this.#heads = config.heads;
    }

    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.tidy(() => {
        const joined = only(inputs);
        const [batch, length, width] = [joined.shape[0], joined.shape[1] as number, (joined.shape[2] as number) / 3];
        const size = width / this.#heads;
        const [queries, keys, values] = tf
          .split(joined, 3, 2)
          .map((part) => tf.transpose(tf.reshape(part, [batch, length, this.#heads, size]), [0, 2, 1, 3]));
        const scores = tf.div(tf.matMul(queries, keys, false, true), Math.sqrt(size));
        const seen = tf.softmax(tf.add(scores, causalMask(length)));
        return tf.reshape(tf.transpose(tf.matMul(seen, values), [0, 2, 1, 3]), [batch, length, width]);
      });
    }

    override computeOutputShape(shape: Shapes): Shape {
      const [batch, length, joined] = shape as Shape;
      return [batch, length, (joined as number) / 3];
    }

    override getConfig(): serialization.ConfigDict {
      return { ...super.getConfig(), heads: this.#heads };
    }
  }

  tf.serialization.registerClass(Positions);
  tf.serialization.registerClass(CausalAttention);
  return { Positions, CausalAttention };
}

/**
 * Makes [length, length]: 0 up to the diagonal, and above it a number that the softmax turns into
 * 0.
 */
function causalMask(length: number): Tensor {
  const mask = new Float32Array(length * length);
  for (let row = 0; row < length; row++) mask.fill(-1e9, row * length + row + 1, (row + 1) * length);
  return tf.tensor(mask, [length, length]);
}

function only(inputs: Tensor | Tensor[]): Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}
