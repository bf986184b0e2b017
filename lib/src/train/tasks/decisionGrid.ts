import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import { describe, finite, knownOptions, positiveInteger } from '../../foundation/argument.js';
import { viewModel } from '../../network/view/modelView.js';
import type { DecisionGrid } from '../../plot/decisionBoundary.js';
import { checkModel } from '../objective.js';

export interface DecisionGridOptions {
  /** Range of the first input, from and to. Default [−1.5, 2.5]. */
  x?: readonly [number, number];
  /** Range of the second input, from and to. Default [−1, 1.5]. */
  y?: readonly [number, number];
  /** Number of points along each side. Default 50. */
  steps?: number;
}

/**
 * Computes the probability of class 1 on a grid of the plane, for {@link decisionBoundary}. The
 * model must have two inputs and one or two outputs: logits, or probabilities if it ends in a
 * softmax or sigmoid. The default grid covers {@link twoMoons}.
 *
 * @throws RangeError or TypeError for options or a model that do not fit
 * @example
 * ```ts
 * import { useBackend } from 'initlab';
 * import { decisionGrid, twoMoons } from 'initlab/tasks';
 * await useBackend('cpu');
 * decisionGrid(twoMoons().model, { steps: 3 }).x; // [-1.5, 0.5, 2.5]
 * ```
 */
export function decisionGrid(model: LayersModel, options: DecisionGridOptions = {}): DecisionGrid {
  knownOptions(options, ['x', 'y', 'steps'], 'decisionGrid');
  const { steps = 50 } = options;
  positiveInteger(steps, 'steps');
  checkModel(model);
  const x = places(options.x ?? [-1.5, 2.5], steps, 'x');
  const y = places(options.y ?? [-1, 1.5], steps, 'y');
  const points = y.flatMap((row) => x.flatMap((column) => [column, row]));
  const values = tf.tidy(() => {
    const output = model.apply(tf.tensor(points, [steps * steps, 2])) as Tensor;
    return classOneProbability(output, viewModel(model).outputs[0].isProbability).dataSync();
  });
  return { x, y, probability: y.map((_, row) => [...values.subarray(row * steps, (row + 1) * steps)]) };
}

function classOneProbability(output: Tensor, isProbability: boolean): Tensor {
  const classes = output.shape.at(-1);
  if (classes === 1) return isProbability ? output : tf.sigmoid(output);
  if (classes === 2) return tf.slice(isProbability ? output : tf.softmax(output), [0, 1], [-1, 1]);
  throw new RangeError(`the model has ${classes} outputs; decisionGrid needs a model with one or two`);
}

function places(range: readonly [number, number], steps: number, name: string): number[] {
  if (!Array.isArray(range) || range.length !== 2) {
    throw new TypeError(`${name} is ${describe(range)}; it must be two numbers, from and to, for example [-1, 1]`);
  }
  const [from, to] = range;
  finite(from, `${name}[0]`);
  finite(to, `${name}[1]`);
  return Array.from({ length: steps }, (_, i) => from + ((to - from) * i) / Math.max(1, steps - 1));
}
