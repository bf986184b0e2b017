import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { type BackendName, random, useBackend } from 'initlab';
import * as cases from './gradientCases.js';

const COMPARED: Record<string, cases.Case[]> = {
  convolutions: cases.convolutions,
  'transposed convolutions': cases.transposedConvolutions,
  'convolutions of volumes': cases.volumeConvolutions,
  'max pooling': [...cases.maxPools, ...cases.wideMaxPools],
  'matrix products': cases.products,
  'look-ups': cases.lookUps,
  activations: cases.activations,
  losses: cases.losses,
  attention: [cases.attention],
};

/** The kernels that tfjs's own cpu backend gets wrong as well. */
const DIFFERENTIATED: Record<string, cases.Case[]> = {
  'average pooling': cases.averagePools,
  'max pooling': cases.maxPools,
  'pooling of volumes': cases.volumePools,
  'nearest-neighbour resizes': cases.nearestResizes,
};

describe('gradients on the wasm backend', () => {
  beforeEach(() => useBackend('wasm'));

  for (const [name, group] of Object.entries(COMPARED)) {
    it(`equal those of the cpu backend for ${name}`, () => compareAll(group));
  }

  it('equal those of the cpu backend for layers', () => compareAll(cases.layerCases()));

  it('equal difference quotients for bilinear resizes', () =>
    tf.tidy(() => cases.bilinearResizes.forEach(compareWithDifferences)));
});

describe('gradients on the wasm and the cpu backend', () => {
  it('equal, for repeated inputs and for einsum, those of the same function written with other operations', async () => {
    for (const backend of ['cpu', 'wasm'] as const) {
      const mended = await evaluateAll(
        backend,
        cases.broadcasts.map(({ mended }) => mended),
      );
      const same = await evaluateAll(
        backend,
        cases.broadcasts.map(({ mended, same }) => ({ ...mended, f: same })),
      );
      expectEqual(
        cases.broadcasts.map(({ mended }) => mended),
        mended,
        same,
      );
    }
  });

  for (const [name, group] of Object.entries(DIFFERENTIATED)) {
    it(`equal difference quotients for ${name}`, async () => {
      for (const backend of ['cpu', 'wasm'] as const) {
        await useBackend(backend);
        tf.tidy(() => group.forEach(compareWithDifferences));
      }
    });
  }
});

async function compareAll(group: cases.Case[]): Promise<void> {
  const expected = await evaluateAll('cpu', group);
  const actual = await evaluateAll('wasm', group);
  expectEqual(group, actual, expected);
}

function expectEqual(group: cases.Case[], actual: Float32Array[][], expected: Float32Array[][]): void {
  group.forEach(({ name }, i) => {
    expected[i].forEach((values, j) => {
      const what = `${name}: ${j === 0 ? 'value' : `gradient ${j}`}`;
      expect(distance(actual[i][j], values), what).to.be.below(1e-4);
    });
  });
}

/** Computes the value and the gradients of each case, and expects no tensor to be left. */
async function evaluateAll(backend: BackendName, group: cases.Case[]): Promise<Float32Array[][]> {
  await useBackend(backend);
  const before = tf.memory().numTensors;
  const results = group.map((testCase) =>
    tf.tidy(() => evaluate(testCase).map((tensor) => tensor.dataSync().slice() as Float32Array)),
  );
  expect(tf.memory().numTensors).to.equal(before);
  return results;
}

/** Compares gradients with difference quotients, for piecewise linear functions of one tensor. */
function compareWithDifferences({ name, shapes: [shape], f }: cases.Case): void {
  const stream = random(name.length);
  // All values differ by more than is added to them, so that the largest one stays the largest.
  const size = tf.util.sizeFromShape(shape);
  const values = Float32Array.from({ length: size }, (_, i) => (((97 * i) % size) - size / 2) / 16);
  const output = f(tf.tensor(values, shape)).shape;
  const direction = tf.tensor(stream.normal(new Float32Array(tf.util.sizeFromShape(output))), output);
  const along = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(f(x), direction));
  const gradient = tf.grad(along)(tf.tensor(values, shape)).dataSync() as Float32Array;
  const step = 2 ** -6;
  const differences = values.map((value, i) => {
    const [above, below] = [value + step, value - step].map(
      (moved) => along(tf.tensor(values.with(i, moved), shape)).dataSync()[0],
    );
    return (above - below) / (2 * step);
  });
  expect(distance(gradient, differences), name).to.be.below(1e-3);
}

function evaluate({ name, shapes, f }: cases.Case): tf.Tensor[] {
  const stream = random(name.length);
  const sample = (shape: number[]): tf.Tensor =>
    tf.tensor(stream.normal(new Float32Array(tf.util.sizeFromShape(shape))), shape);
  const inputs = shapes.map(sample);
  const value = f(...inputs);
  const direction = sample(value.shape);
  return [value, ...tf.grads((...x) => tf.sum(tf.mul(f(...x), direction)))(inputs)];
}

/** Computes the largest difference, relative to the largest value. */
function distance(actual: Float32Array, expected: Float32Array): number {
  expect(actual).to.have.length(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
  return actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0) / largest;
}
