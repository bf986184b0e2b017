import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const [ROWS, COLUMNS] = [200, 6];
const x = normalRows(random(36), ROWS, COLUMNS);
const WEIGHTS = [2, -1, 0.5, 1.5, -2, 1];
const targets = Array.from({ length: ROWS }, (_, row) =>
  WEIGHTS.reduce((sum, weight, i) => sum + weight * x.data[row * COLUMNS + i], 3),
);

/** Multiplies each column by a weight and adds one bias, but doesn't sum over the columns. */
class ElementwiseProduct extends tfl.layers.Layer {
  static readonly className = 'ElementwiseProduct';
  private bias!: tfl.LayerVariable;
  private factors!: tfl.LayerVariable;

  override build(inputShape: tfl.Shape): void {
    const zeros = tfl.initializers.zeros();
    this.factors = this.addWeight('factors', [inputShape[inputShape.length - 1]], 'float32', zeros);
    this.bias = this.addWeight('bias', [1], 'float32', zeros);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: tfl.Shape): tfl.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const rows = Array.isArray(inputs) ? inputs[0] : inputs;
    return tf.add(tf.mul(rows, this.factors.read()), this.bias.read());
  }
}

const halfSquaredError = (truths: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
  tf.div(tf.sum(tf.square(tf.sub(outputs, truths))), 2);

/** Each number of an output is compared with the target of its row, as the loss does. */
function skill(outputs: Float32Array): number {
  const width = outputs.length / ROWS;
  const repeated = targets.flatMap((target) => new Array<number>(width).fill(target));
  return explained(repeated, width)(outputs);
}

function training(seed: number, layer: tfl.layers.Layer): Training {
  return {
    model: chain(seed, layer),
    x,
    y: column(targets),
    loss: halfSquaredError,
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 1,
    steps: 600,
    skill,
  };
}

export const network: FieldNetwork = {
  id: 'linear-six-elementwise',
  changes: '200 made rows of deviation 1 instead of 60,000; the error is divided by the rows of a step, which is 1.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, new ElementwiseProduct({ inputShape: [COLUMNS] })),
  repaired: (seed) => training(seed, tfl.layers.dense({ units: 1, kernelInitializer: 'zeros', inputShape: [COLUMNS] })),
};
