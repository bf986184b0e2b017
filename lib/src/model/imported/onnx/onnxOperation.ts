import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '#tfjs-core';
import { layers } from '#tfjs-layers';
import { ImportError } from '../importedModel.js';

/** The largest sample whose shape is found by computing with it. */
const MOST_NUMBERS = 2 ** 26;

type Compute = (inputs: Tensor[]) => Tensor;
type Shape = (number | null)[];

/**
 * Layer without weights that computes one operation of a graph exactly, for operations that have no
 * layer of their own in TensorFlow.js. The table of layer kinds does not know it, so that theory
 * ends there and measurements go on.
 */
export class OnnxOperation extends layers.Layer {
  static readonly className = 'OnnxOperation';
  readonly #compute: Compute;

  constructor(name: string, compute: Compute) {
    super({ name });
    this.#compute = compute;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => this.#compute(Array.isArray(inputs) ? inputs : [inputs]));
  }

  /** Finds the shape by computing with zeros, once for one sample and once for two. */
  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
    const [one, two] = [1, 2].map((samples) => this.#shapeFor(shapes, samples));
    if (one[0] !== 1 || two[0] !== 2 || one.some((n, axis) => axis > 0 && n !== two[axis]))
      throw new ImportError(`the operation of ${this.name} mixes the samples, which is not known.`);
    return [null, ...one.slice(1)];
  }

  #shapeFor(shapes: readonly Shape[], samples: number): number[] {
    const largest = Math.max(
      ...shapes.map(([, ...sizes]) => sizes.reduce<number>((product, n) => product * (n ?? 1), 1)),
    );
    if (largest > MOST_NUMBERS)
      throw new ImportError(`the operation of ${this.name} has samples of ${largest} numbers.`);
    return tf.tidy(
      () => this.#compute(shapes.map(([, ...sizes]) => tf.zeros([samples, ...(sizes as number[])]))).shape,
    );
  }
}
