import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { useBackend } from 'initlab';

const images = (x: tf.Tensor): tf.Tensor4D => tf.reshape(x, [1, 4, 4, 1]);
const rows = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1], 'int32');

/** Functions of a 4 × 4 matrix that have no gradient, as docs/backends.md says. */
const WITHOUT: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  stridedSlice: (x) => tf.stridedSlice(x, [0, 0], [4, 4], [2, 2]),
  gatherND: (x) => tf.gatherND(x, rows(0, 2)),
  scatterND: (x) => tf.scatterND(rows(0, 2, 3, 4), x, [5, 4]),
  tensorScatterUpdate: (x) => tf.tensorScatterUpdate(x, rows(0, 2), tf.ones([2, 4])),
  topk: (x) => tf.topk(x, 2).values,
  cumprod: (x) => tf.cumprod(x, 1),
  depthToSpace: (x) => tf.depthToSpace(tf.reshape(x, [1, 2, 2, 4]) as tf.Tensor4D, 2),
  cropAndResize: (x) => tf.image.cropAndResize(images(x), [[0, 0, 1, 1]], [0], [3, 3]),
  'qr, and all that compares': (x) => tf.linalg.qr(x)[0],
  'conv2d with dilations': (x) => tf.conv2d(images(x), tf.ones([2, 2, 1, 1]), 1, 'same', 'NHWC', 2),
  'depthwiseConv2d with dilations': (x) => tf.depthwiseConv2d(images(x), tf.ones([2, 2, 1, 1]), 1, 'same', 'NHWC', 2),
};

describe('an operation without a gradient', () => {
  for (const backend of ['cpu', 'wasm'] as const) {
    it(`throws on ${backend} instead of giving a wrong gradient`, async () => {
      await useBackend(backend);
      for (const [name, f] of Object.entries(WITHOUT)) {
        expect(() => tf.grad((x) => tf.sum(f(x)))(tf.ones([4, 4])), name).to.throw(Error);
      }
    });
  }
});
