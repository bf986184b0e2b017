import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { useBackend } from 'initlab';

describe('oneHot', () => {
  for (const backend of ['wasm', 'cpu'] as const) {
    it(`marks one number of each row on ${backend}, in every type, and none for an index out of range`, async () => {
      await useBackend(backend);
      tf.tidy(() => {
        const indices = tf.tensor2d(
          [
            [2, 0],
            [3, -1],
          ],
          undefined,
          'int32',
        );
        const floats = tf.oneHot(indices, 3, 0.5, -1.5, 'float32');
        expect(floats.shape).to.deep.equal([2, 2, 3]);
        expect([...floats.dataSync()]).to.deep.equal([-1.5, -1.5, 0.5, 0.5, -1.5, -1.5, ...Array(6).fill(-1.5)]);
        for (const dtype of ['int32', 'bool'] as const) {
          const numbers = tf.oneHot(indices, 3, 1, 0, dtype);
          expect(numbers.dtype).to.equal(dtype);
          expect([...numbers.dataSync()]).to.deep.equal([0, 0, 1, 1, 0, 0, ...Array(6).fill(0)]);
        }
      });
    });
  }
});
