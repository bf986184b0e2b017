import type { Variable } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';

/** Writes values to a weight. Its constraint, if it has one, then changes them as usual. */
export function writeValues(variable: LayerVariable, values: Float32Array): void {
  const tensor = tf.tensor(values, variable.shape as number[], 'float32');
  variable.write(tensor);
  tensor.dispose();
}

/** Assigns exactly these values to a weight, bypassing its constraint. */
export function assignValues(variable: LayerVariable, values: Float32Array): void {
  const tensor = tf.tensor(values, variable.shape as number[], 'float32');
  (variable.read() as Variable).assign(tensor);
  tensor.dispose();
}

/** Multiplies a weight by a number. */
export function scaleVariable(variable: LayerVariable, factor: number): void {
  const tensor = tf.mul(variable.read(), factor);
  variable.write(tensor);
  tensor.dispose();
}
