import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { random, useBackend } from 'initlab';

const cases: [shape: number[], reps: number[]][] = [
  [[3], [4]],
  [
    [2, 3],
    [1, 1],
  ],
  [
    [2, 3],
    [3, 1],
  ],
  [
    [2, 3],
    [1, 2],
  ],
  [
    [2, 1],
    [2, 5],
  ],
  [
    [2, 3, 1],
    [1, 1, 4],
  ],
  [
    [1, 1, 5],
    [2, 3, 1],
  ],
  [
    [2, 3, 2],
    [3, 2, 2],
  ],
  [
    [2, 1, 3, 2],
    [1, 4, 2, 3],
  ],
  [
    [2, 1, 1, 2, 1],
    [2, 3, 1, 2, 2],
  ],
];

/** Computes, from the position of each number in the tiled tensor, where it comes from. */
function sources(shape: number[], reps: number[]): number[] {
  const size = shape.reduce((product, n, axis) => product * n * reps[axis], 1);
  return Array.from({ length: size }, (_, place) => {
    let [rest, source, stride] = [place, 0, 1];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += ((rest % (shape[axis] * reps[axis])) % shape[axis]) * stride;
      rest = Math.floor(rest / (shape[axis] * reps[axis]));
      stride *= shape[axis];
    }
    return source;
  });
}

describe('tile', () => {
  for (const backend of ['wasm', 'cpu'] as const) {
    it(`repeats along every axis on ${backend}, and its gradient sums over the repetitions`, async () => {
      await useBackend(backend);
      for (const [shape, reps] of cases) {
        const from = sources(shape, reps);
        const numbers = random(1).normal(new Float32Array(shape.reduce((product, n) => product * n)));
        const cotangent = random(2).normal(new Float32Array(from.length));
        const expected = new Float64Array(numbers.length);
        from.forEach((source, place) => {
          expected[source] += cotangent[place];
        });
        tf.tidy(() => {
          const x = tf.tensor(numbers, shape);
          const tiled = tf.tile(x, reps);
          expect([...tiled.dataSync()], `${shape} by ${reps}`).to.deep.equal(from.map((source) => numbers[source]));
          const dy = tf.tensor(cotangent, tiled.shape);
          const dx = tf
            .grad((t: tf.Tensor) => tf.sum(tf.mul(tf.tile(t, reps), dy)))(x)
            .dataSync();
          dx.forEach((value, i) => {
            expect(value, `${shape} by ${reps}`).to.be.closeTo(expected[i], 1e-5);
          });
        });
      }
    });

    it(`repeats integers and booleans on ${backend}`, async () => {
      await useBackend(backend);
      tf.tidy(() => {
        const integers = tf.tile(tf.tensor1d([1, -2], 'int32'), [2]);
        expect(integers.dtype).to.equal('int32');
        expect([...integers.dataSync()]).to.deep.equal([1, -2, 1, -2]);
        expect([...tf.tile(tf.tensor1d([true, false], 'bool'), [2]).dataSync()]).to.deep.equal([1, 0, 1, 0]);
      });
    });
  }
});
