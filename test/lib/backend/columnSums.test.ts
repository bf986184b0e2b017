import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { random, useBackend } from 'initlab';

/** Large enough for the kernels of this library, and in one case too small. */
const SHAPES = [
  [4, 256, 256, 5],
  [2, 3, 4, 5],
];

describe('sums and means of large tensors on the wasm backend', () => {
  before(() => useBackend('wasm'));

  for (const shape of SHAPES) {
    for (const axis of [0, [0, 1, 2], [1, 2], [3], [2, 1, 0], undefined]) {
      for (const keepDims of [false, true]) {
        it(`agree with sums in double precision for shape ${shape}, axis ${axis} and keepDims ${keepDims}`, () => {
          const size = shape.reduce((product, n) => product * n, 1);
          const data = random(1).normal(new Float32Array(size), 1);
          const axes = axis === undefined ? [0, 1, 2, 3] : [axis].flat();
          const { sums, count } = sumsOver(data, shape, axes);
          tf.tidy(() => {
            const x = tf.tensor(data, shape);
            const [sum, mean] = [tf.sum(x, axis, keepDims), tf.mean(x, axis, keepDims)];
            const kept = shape.flatMap((n, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [n]));
            expect([sum.shape, mean.shape]).to.deep.equal([kept, kept]);
            const [sumData, meanData] = [sum.dataSync(), mean.dataSync()];
            for (let i = 0; i < sums.length; i += Math.ceil(sums.length / 50)) {
              expect(sumData[i], `sum ${i}`).to.be.closeTo(sums[i], 1e-3 * Math.abs(sums[i]) + 1e-3);
              expect(meanData[i], `mean ${i}`).to.be.closeTo(sums[i] / count, 1e-3 * Math.abs(sums[i] / count) + 1e-5);
            }
          });
        });
      }
    }
  }

  it('keep the type of whole numbers', () => {
    const ones = tf.ones([2 ** 20, 2], 'int32');
    const sum = tf.sum(ones, 0);
    expect([sum.dtype, ...sum.dataSync()]).to.deep.equal(['int32', 2 ** 20, 2 ** 20]);
    tf.dispose([ones, sum]);
  });
});

function sumsOver(data: Float32Array, shape: number[], axes: number[]): { sums: Float64Array; count: number } {
  const kept = shape.map((n, i) => (axes.includes(i) ? 1 : n));
  const sums = new Float64Array(kept.reduce((product, n) => product * n, 1));
  for (let i = 0; i < data.length; i++) {
    let [rest, at, stride] = [i, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const index = rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
      if (!axes.includes(axis)) {
        at += index * stride;
        stride *= shape[axis];
      }
    }
    sums[at] += data[i];
  }
  return { sums, count: data.length / sums.length };
}
