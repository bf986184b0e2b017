import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { heNormal, lecunNormal, normal, random, simulate, useBackend } from 'initlab';
import { heNormal as heNormalOfSource } from '../../../../lib/src/init/he.js';
import type { LayerSpec } from '../../../../lib/src/network/spec/layerSpec.js';
import { bothPasses } from './runLayer.js';

type Op = (x: tf.Tensor, w: (shape: number[]) => tf.Tensor) => tf.Tensor;

const conv = (x: tf.Tensor, w: tf.Tensor, strides: [number, number] | number, pad: 'same' | 'valid'): tf.Tensor =>
  tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad);

/** Subtracts the mean along axes, except for `rmsNorm`, and divides by the root mean square. */
function normalize(x: tf.Tensor, axes: number[], epsilon: number, centred = true): tf.Tensor {
  const centre = centred ? tf.sub(x, tf.mean(x, axes, true)) : x;
  return tf.div(centre, tf.sqrt(tf.add(tf.mean(tf.square(centre), axes, true), epsilon)));
}

/** Adds rows and columns around an image from its opposite side. */
function wrapEdges(x: tf.Tensor, rows: [number, number], columns: [number, number]): tf.Tensor {
  const around = (y: tf.Tensor, axis: number, [before, after]: [number, number]): tf.Tensor => {
    const size = y.shape[axis];
    const [, end] = tf.split(y, [size - before, before], axis);
    const [start] = tf.split(y, [after, size - after], axis);
    return tf.concat([end, y, start], axis);
  };
  return around(around(x, 1, rows), 2, columns);
}

const init = heNormalOfSource();
const cases: [name: string, spec: LayerSpec, inputShape: number[], op: Op][] = [
  ['dense', { type: 'dense', units: 4, init }, [5], (x, w) => tf.matMul(x, w([5, 4]))],
  [
    'conv, valid, strides',
    { type: 'conv', filters: 4, kernel: [3, 2], strides: [2, 1], init },
    [7, 5, 2],
    (x, w) => conv(x, w([3, 2, 2, 4]), [2, 1], 'valid'),
  ],
  [
    'conv, same, even kernel and strides',
    { type: 'conv', filters: 3, kernel: [2, 4], strides: [2, 3], padding: 'same', init },
    [5, 6, 2],
    (x, w) => conv(x, w([2, 4, 2, 3]), [2, 3], 'same'),
  ],
  [
    'conv, circular',
    { type: 'conv', filters: 3, kernel: [3, 4], padding: 'circular', init },
    [5, 6, 2],
    (x, w) => conv(wrapEdges(x, [1, 1], [1, 2]), w([3, 4, 2, 3]), 1, 'valid'),
  ],
  [
    'conv in groups',
    { type: 'conv', filters: 6, kernel: 3, groups: 2, padding: 'same', init },
    [4, 5, 4],
    (x, w) => {
      const kernels = tf.split(w([3, 3, 2, 6]), 2, 3);
      return tf.concat(
        tf.split(x, 2, 3).map((part, group) => conv(part, kernels[group], 1, 'same')),
        3,
      );
    },
  ],
  ['layerNorm', { type: 'layerNorm' }, [3, 3, 6], (x) => normalize(x, [3], 1e-3)],
  ['rmsNorm', { type: 'rmsNorm' }, [6], (x) => normalize(x, [1], 1e-6, false)],
  ['batchNorm', { type: 'batchNorm' }, [3, 2, 4], (x) => normalize(x, [0, 1, 2], 1e-3)],
  [
    'maxPool, same',
    { type: 'maxPool', size: 3, strides: 2, padding: 'same' },
    [6, 5, 2],
    (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same'),
  ],
  [
    // The pool has no padding, because the gradient of tfjs divides by the whole window, its
    // forward pass by the part within the image.
    'avgPool',
    { type: 'avgPool', size: [2, 3], strides: 2 },
    [6, 5, 2],
    (x) => tf.avgPool(x as tf.Tensor4D, [2, 3], 2, 'valid'),
  ],
  ['globalAvgPool', { type: 'globalAvgPool' }, [3, 4, 2], (x) => tf.mean(x, [1, 2])],
];

describe('simulate, compared with tfjs on its cpu backend,', () => {
  before(() => useBackend('cpu'));
  after(() => useBackend('wasm'));

  for (const [name, spec, inputShape, op] of cases) {
    it(`gives the same output and gradient of ${name}`, () => {
      const batch = 3;
      const { layer, x, z, v, gradient } = bothPasses(spec, inputShape, batch);
      tf.tidy(() => {
        const weights = (shape: number[]): tf.Tensor => tf.tensor(heNormal()(random(5).split(1), shape), shape);
        const of = (input: tf.Tensor): tf.Tensor => op(input, weights);
        const input = tf.tensor(x, [batch, ...inputShape]);
        const expected = of(input);
        expect(expected.shape).to.deep.equal(layer.shape);
        expectAlike(z, expected.dataSync());
        expectAlike(gradient, tf.grad(of)(input, tf.tensor(v, layer.shape)).dataSync());
      });
    });
  }

  it('gives the same second moments of a whole net, forward and backward, at every layer', async () => {
    const shape = [3, 6, 6, 2];
    const seed = 9;
    const input = random(3).normal(new Float32Array(3 * 72));
    const { layers } = await simulate({
      inputShape: shape.slice(1),
      layers: [
        {
          type: 'conv',
          filters: 4,
          kernel: 3,
          padding: 'same',
          init: heNormal(),
          bias: normal({ std: 0.1 }),
          activation: 'relu',
        },
        {
          type: 'residual',
          branch: [
            { type: 'batchNorm' },
            { type: 'activation', activation: 'tanh' },
            { type: 'conv', filters: 5, kernel: 3, strides: 2, padding: 'same', init: heNormal() },
          ],
          shortcut: [
            { type: 'avgPool', size: 2 },
            { type: 'conv', filters: 5, kernel: 1, init: lecunNormal() },
          ],
          scale: 0.5,
        },
        { type: 'flatten' },
        { type: 'residual', branch: [{ type: 'layerNorm' }] },
        { type: 'dense', units: 7, init: lecunNormal(), activation: 'sigmoid' },
      ],
      input,
      seed,
      backward: true,
    });
    const stream = random(seed).split(1);
    tf.tidy(() => {
      const drawn = (init: ReturnType<typeof heNormal>, node: number, of: number[]): tf.Tensor =>
        tf.tensor(init(stream.split(node), of), of);
      const bias = tf.tensor(normal({ std: 0.1 })(stream.split(1).split(0), [4]));
      /**
       * Computes the pre-activations of all nodes and the output, with a given tensor added to each
       * pre-activation.
       */
      const run = (shifts: tf.Tensor[]): tf.Tensor[] => {
        const zs: tf.Tensor[] = [];
        const node = (z: tf.Tensor, f: (z: tf.Tensor) => tf.Tensor = tf.clone): tf.Tensor => {
          const shifted = shifts[zs.length] ? tf.add(z, shifts[zs.length]) : z;
          zs.push(shifted);
          return f(shifted);
        };
        const x = node(tf.tensor(input, shape));
        const first = node(tf.add(conv(x, drawn(heNormal(), 1, [3, 3, 2, 4]), 1, 'same'), bias), tf.relu);
        const pooled = node(tf.avgPool(first as tf.Tensor4D, 2, 2, 'valid'));
        const straight = node(conv(pooled, drawn(lecunNormal(), 3, [1, 1, 4, 5]), 1, 'valid'));
        const normed = node(normalize(first, [0, 1, 2], 1e-3));
        const bent = node(normed, tf.tanh);
        const branch = node(conv(bent, drawn(heNormal(), 6, [3, 3, 4, 5]), 2, 'same'));
        const sum = node(tf.add(straight, tf.mul(branch, 0.5)));
        const flat = node(tf.reshape(sum, [3, 45]));
        const even = node(normalize(flat, [1], 1e-3));
        const second = node(tf.add(flat, even));
        const output = node(tf.matMul(second, drawn(lecunNormal(), 11, [45, 7])), tf.sigmoid);
        return [...zs, output];
      };
      const zs = run([]).slice(0, -1);
      expect(layers.map(({ shape }) => shape)).to.deep.equal(zs.map(({ shape }) => shape.slice(1)));
      const v = tf.tensor(stream.split(0).normal(new Float32Array(21)), [3, 7]);
      const gradients = tf.grads((...shifts: tf.Tensor[]) => tf.sum(tf.mul(run(shifts)[zs.length], v)))(
        zs.map((z) => tf.zerosLike(z)),
      );
      layers.forEach(({ name, preActivation, gradient }, i) => {
        expectClose(preActivation.secondMoment, secondMoment(zs[i]), `z of ${name}`);
        expectClose(gradient?.secondMoment, secondMoment(gradients[i]), `gradient of ${name}`);
      });
    });
  });
});

function expectAlike(values: Float32Array, expected: ArrayLike<number>): void {
  expect(values).to.have.length(expected.length);
  values.forEach((value, i) => {
    expect(value, `${i}`).to.be.closeTo(expected[i], 1e-5 * (1 + Math.abs(expected[i])));
  });
}

function expectClose(value: number | undefined, expected: number, name: string): void {
  expect(value, name).to.be.closeTo(expected, 1e-5 * expected);
}

function secondMoment(x: tf.Tensor): number {
  return tf.mean(tf.square(x)).dataSync()[0];
}
