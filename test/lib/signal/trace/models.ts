import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { random, type TracedLayer } from 'initlab';

/** Models and data for the tests of trace. */

export const { layers } = tfl;
type Symbolic = tfl.SymbolicTensor;

export function apply(layer: tfl.layers.Layer, x: Symbolic | Symbolic[]): Symbolic {
  return layer.apply(x) as Symbolic;
}

export function normals(shape: number[], seed = 1): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(random(seed).normal(new Float32Array(size)), shape);
}

/**
 * Draws every weight from N(0, std²) by the seed, so that no test depends on tfjs's unseeded
 * weights. Variances become the squares of their draws.
 */
export function seeded<M extends tfl.LayersModel>(model: M, std = 0.3): M {
  tf.tidy(() => {
    model.setWeights(
      model.weights.map(({ shape, originalName }, i) => {
        const drawn = tf.mul(normals(shape as number[], 100 + i), std);
        return originalName.includes('variance') ? tf.square(drawn) : drawn;
      }),
    );
  });
  return model;
}

/** Builds conv → (conv → batch norm) + conv → LeakyReLU → pool → dense tanh → softmax. */
export function residualCnn(): tfl.LayersModel {
  const conv = (filters: number, activation: 'relu' | 'linear', name: string) =>
    layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation, name });
  const x = tfl.input({ shape: [6, 6, 2], name: 'x' });
  const first = apply(conv(4, 'relu', 'first'), x);
  const branch = apply(layers.batchNormalization({ name: 'norm' }), apply(conv(4, 'linear', 'branch'), first));
  const sum = apply(layers.add({ name: 'sum' }), [first, branch]);
  const bent = apply(layers.leakyReLU({ alpha: 0.2, name: 'bent' }), sum);
  const pooled = apply(layers.averagePooling2d({ poolSize: 2, name: 'pooled' }), bent);
  const hidden = apply(layers.dense({ units: 5, activation: 'tanh', name: 'hidden' }), apply(layers.flatten(), pooled));
  return seeded(
    tfl.model({ inputs: x, outputs: apply(layers.dense({ units: 3, activation: 'softmax', name: 'out' }), hidden) }),
  );
}

export function layerOf({ layers: all }: { layers: TracedLayer[] }, name: string): TracedLayer {
  const found = all.find((layer) => layer.name === name);
  expect(found, name).to.not.equal(undefined);
  return found as TracedLayer;
}

export function secondMoment(x: tf.Tensor): number {
  const data = x.dataSync<'float32'>();
  return data.reduce((sum, value) => sum + value * value, 0) / data.length;
}

/** Expects equality up to `tolerance` times the expected value. */
export function expectClose(value: number | undefined, expected: number, name: string, tolerance = 2e-5): void {
  expect(value, name).to.be.closeTo(expected, tolerance * Math.abs(expected) + 1e-30);
}
