import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';

export type Layer = tfl.layers.Layer;
export type Symbolic = tfl.SymbolicTensor;

/** Applies a layer to symbolic inputs. */
export function on(layer: Layer, x: Symbolic | Symbolic[]): Symbolic {
  return layer.apply(x) as Symbolic;
}

export function normals(seed: number, shape: number[]): tf.Tensor {
  return tf.tensor(random(seed).normal(new Float32Array(shape.reduce((a, b) => a * b, 1))), shape);
}

export function secondMoment(x: tf.Tensor): number {
  const values = x.dataSync<'float32'>();
  return values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
}

export function valuesOf(model: tfl.LayersModel): Record<string, number[]> {
  return Object.fromEntries(model.weights.map(({ originalName }, i) => [originalName, valuesAt(model, i)]));
}

function valuesAt(model: tfl.LayersModel, i: number): number[] {
  return Array.from(model.weights[i].read().dataSync());
}

/** Computes the outputs of the layers with the given names. */
export function outputsOf(model: tfl.LayersModel, names: string[], x: tf.Tensor): tf.Tensor[] {
  const outputs = names.map((name) => model.getLayer(name).output as Symbolic);
  return [tfl.model({ inputs: model.inputs, outputs }).predict(x)].flat();
}

/** Counts the tensors that `run` leaves behind. */
export function leaked(run: () => unknown): number {
  const before = tf.memory().numTensors;
  run();
  return tf.memory().numTensors - before;
}

/** Builds a residual net of dense blocks x + last(relu(first(x))). */
export function residualNet(blocks: number, width = 16): tfl.LayersModel {
  const { dense, add } = tfl.layers;
  const input = tfl.input({ shape: [width] });
  let x = on(dense({ units: width, name: 'stem' }), input);
  for (let i = 0; i < blocks; i++) {
    const inner = on(dense({ units: width, activation: 'relu', name: `first${i}` }), x);
    x = on(add({ name: `sum${i}` }), [x, on(dense({ units: width, name: `last${i}` }), inner)]);
  }
  return tfl.model({ inputs: input, outputs: on(dense({ units: 3, activation: 'softmax', name: 'output' }), x) });
}
