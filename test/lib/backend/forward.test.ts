import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { random, useBackend } from 'initlab';

/** Computes on both backends and expects equal results. */
async function same(compute: () => tf.Tensor): Promise<void> {
  const results: { shape: number[]; values: Float32Array }[] = [];
  for (const name of ['cpu', 'wasm'] as const) {
    await useBackend(name);
    const before = tf.memory().numTensors;
    const result = tf.tidy(compute);
    results.push({ shape: result.shape, values: result.dataSync().slice() as Float32Array });
    result.dispose();
    expect(tf.memory().numTensors, 'tensors left behind').to.equal(before);
  }
  const [expected, actual] = results;
  expect(actual.shape).to.deep.equal(expected.shape);
  actual.values.forEach((value, i) => {
    expect(value).to.be.closeTo(expected.values[i], 1e-5);
  });
}

const sample = (...shape: number[]): tf.Tensor =>
  tf.tensor(random(shape.length).normal(new Float32Array(tf.util.sizeFromShape(shape))), shape);

describe('the wasm backend with our operations', () => {
  beforeEach(() => useBackend('wasm'));

  it('multiplies every matrix of a batch by the same matrix, and multiplies empty matrices', async () => {
    await same(() => tf.matMul(sample(2, 3, 4), sample(1, 4, 5)));
    await same(() => tf.matMul(sample(3, 4), sample(2, 4, 5)));
    await same(() => tf.matMul(sample(0, 4), sample(4, 5)));
  });

  it('broadcasts the batches of both factors of a product', async () => {
    await useBackend('wasm');
    const [a, b] = [sample(2, 1, 3, 4), sample(5, 4, 2)];
    const product = tf.matMul(a, b);
    expect(product.shape).to.deep.equal([2, 5, 3, 2]);
    const one = tf.matMul(tf.slice(a, [1, 0], [1, 1]), tf.slice(b, 3, 1));
    expect(tf.slice(product, [1, 3], [1, 1]).dataSync()).to.deep.equal(one.dataSync());
  });

  it('sums an empty product to zero', async () => {
    await useBackend('wasm');
    expect([...tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2])).dataSync()]).to.deep.equal([0, 0, 0, 0]);
  });

  it('fuses a product with a bias and an activation', async () => {
    for (const activation of ['linear', 'relu', 'relu6', 'sigmoid', 'elu', 'leakyrelu', 'prelu'] as const) {
      await same(() =>
        tf.fused.matMul({
          a: sample(3, 4) as tf.Tensor2D,
          b: sample(5, 4) as tf.Tensor2D,
          transposeB: true,
          bias: sample(5),
          activation,
          leakyreluAlpha: 0.3,
          preluActivationWeights: sample(5),
        }),
      );
    }
  });

  it('refuses to multiply anything but float32', async () => {
    await useBackend('wasm');
    const numbers = tf.ones([2, 2], 'int32');
    expect(() => tf.matMul(numbers, numbers)).to.throw(TypeError, 'float32, not int32; cast');
  });

  it('computes Einstein sums, as the cpu backend does', async () => {
    const [a, b] = [sample(2, 3, 4), sample(2, 5, 4)];
    const [x, y] = [sample(2, 3), sample(4, 5)];
    const sums: [string, tf.Tensor[], () => tf.Tensor][] = [
      ['bik,bjk->bij', [a, b], () => tf.matMul(a, b, false, true)],
      ['bik,bjk->jbi', [a, b], () => tf.transpose(tf.matMul(a, b, false, true), [2, 0, 1])],
      ['ij,kl->il', [x, y], () => tf.matMul(tf.sum(x, 1, true), tf.sum(y, 0, true))],
      ['ij->j', [x], () => tf.sum(x, 0)],
      ['ijk->kij', [a], () => tf.transpose(a, [2, 0, 1])],
      ['ij,ij->', [x, x], () => tf.sum(tf.square(x))],
    ];
    for (const name of ['cpu', 'wasm'] as const) {
      await useBackend(name);
      for (const [equation, factors, expected] of sums) {
        const [actual, wanted] = [tf.einsum(equation, ...factors), expected()];
        expect(actual.shape, equation).to.deep.equal(wanted.shape);
        expect(tf.max(tf.abs(tf.sub(actual, wanted))).dataSync()[0], equation).to.be.below(1e-5);
      }
    }
  });

  it('ignores segment numbers that are out of range', async () => {
    await same(() => tf.unsortedSegmentSum(sample(4, 2), tf.tensor1d([1, -1, 7, 1], 'int32'), 3));
  });
});
