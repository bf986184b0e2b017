import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { random, type TracedWeight, trace, useBackend } from 'initlab';
import { singularValues } from '../../../../../lib/src/signal/trace/statistics/singularValues.js';
import { expectClose, layers, normals, seeded } from '../models.js';

function kernelOf(kernel: tf.Tensor2D): TracedWeight {
  const [rows, units] = kernel.shape;
  const dense = layers.dense({ units, useBias: false, inputShape: [rows], weights: [kernel] });
  return trace(tfl.sequential({ layers: [dense] }), { x: normals([2, rows]) }).layers[1].weights[0];
}

describe('the weights that trace measures', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it('have moments, a name and a shape', () => {
    const kernel = tf.tensor2d([1, 2, 3, 6], [2, 2]);
    expect(kernelOf(kernel)).to.deep.include({
      name: 'kernel',
      shape: [2, 2],
      trainable: true,
      mean: 3,
      secondMoment: 12.5,
    });
    expect(kernelOf(kernel).variance).to.be.closeTo(3.5, 1e-12);
  });

  it('have the number of distinct columns and the rank that they were built with', () => {
    const column = normals([20, 1]);
    const same = kernelOf(tf.tile(column, [1, 12]) as tf.Tensor2D).matrix;
    expect([same?.distinctColumns, same?.rank]).to.deep.equal([1, 1]);
    const two = tf.matMul(normals([20, 2]) as tf.Tensor2D, normals([2, 12], 2) as tf.Tensor2D) as tf.Tensor2D;
    expect(kernelOf(two).matrix).to.include({ distinctColumns: 12, rank: 2, rows: 20, columns: 12 });
    expect(kernelOf(normals([20, 12]) as tf.Tensor2D).matrix).to.include({ distinctColumns: 12, rank: 12 });
    expect(kernelOf(tf.zeros([20, 12])).matrix).to.include({ distinctColumns: 1, rank: 0 });
    expect(kernelOf(tf.fill([3, 2], Number.NaN) as tf.Tensor2D).matrix?.singularValues[0]).to.be.NaN;
  });

  it('have the singular values of a tall or a wide matrix', () => {
    // For (a b; c d), σ₁² + σ₂² is the sum of the squares and σ₁σ₂ = |ad − bc|.
    const [high, low] = kernelOf(tf.tensor2d([1, 2, 3, 4], [2, 2])).matrix?.singularValues ?? [];
    expect(high ** 2 + low ** 2).to.be.closeTo(30, 1e-9);
    expect(high * low).to.be.closeTo(2, 1e-9);
    for (const [rows, columns] of [
      [50, 7],
      [7, 50],
      [30, 30],
      [1, 9],
    ]) {
      const a = random(rows).normal(new Float32Array(rows * columns));
      const values = singularValues(a, rows, columns);
      const squares = a.reduce((sum, value) => sum + value * value, 0);
      expect(values.reduce((sum, value) => sum + value * value, 0)).to.be.closeTo(squares, 1e-9 * squares);
      // The singular values of 2·A, of A with reversed rows, and of the transpose follow from those
      // of A.
      const turned = singularValues(
        a.map((_, i) => 2 * a[a.length - 1 - i]),
        rows,
        columns,
      );
      const transposed = singularValues(
        a.map((_, i) => a[(i % rows) * columns + Math.floor(i / rows)]),
        columns,
        rows,
      );
      values.forEach((value, i) => {
        expect(turned[i]).to.be.closeTo(2 * value, 1e-9);
        expect(transposed[i]).to.be.closeTo(value, 1e-9);
      });
    }
  });

  it('have the singular values of a matrix of low rank, of any size', () => {
    for (const size of [2, 8, 64, 200]) {
      for (const value of [1, 1 / 8, 1 / 7, 1 / 72]) {
        const [first, ...rest] = singularValues(new Float32Array(size * size).fill(value), size, size);
        expect(first).to.be.closeTo(size * Math.fround(value), 1e-9 * size);
        for (const other of rest) expect(other, `${value} in a matrix of ${size}`).to.be.within(0, 1e-7 * first);
      }
    }
    const ones = kernelOf(tf.ones([64, 64])).matrix;
    expect(ones).to.include({ distinctColumns: 1, rank: 1 });
    const sparse = new Float32Array(100 * 100);
    for (let i = 0; i < 10; i++) sparse[i * 100 + i] = 2;
    const values = singularValues(sparse, 100, 100);
    expect([values[0], values[9], values[10], values[99]]).to.deep.equal([2, 2, 0, 0]);
  });

  it('have the singular values of an orthogonal and of a diagonal matrix', () => {
    const angle = 0.3;
    const turn = new Float32Array(25);
    for (let i = 0; i < 5; i++) turn[i * 5 + i] = 1;
    [turn[0], turn[3], turn[15], turn[18]] = [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
    singularValues(turn, 5, 5).forEach((value) => {
      expect(value).to.be.closeTo(1, 1e-7);
    });
    const diagonal = Float32Array.from({ length: 36 }, (_, i) => (i % 7 === 0 ? 1 + i / 7 : 0));
    singularValues(diagonal, 6, 6).forEach((value, i) => {
      expect(value).to.be.closeTo(6 - i, 1e-9);
    });
    expect([...singularValues(new Float32Array(6), 3, 2)]).to.deep.equal([0, 0]);
  });

  it('have the singular values of the first 256 units in wide layers', () => {
    const { matrix } = kernelOf(normals([300, 260]) as tf.Tensor2D);
    expect(matrix).to.include({ rows: 300, columns: 260, distinctColumns: 260, rank: 256 });
    expect(matrix?.singularValues).to.have.length(256);
  });

  it('have a column for each unit in convolutions, in any layout', () => {
    const model = seeded(
      tfl.sequential({
        layers: [
          layers.conv2d({ filters: 5, kernelSize: 3, inputShape: [6, 6, 2] }),
          layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2 } as never),
          layers.conv2dTranspose({ filters: 3, kernelSize: 2 }),
        ],
      }),
    );
    const unit = tf.fill([2, 2, 1, 10], 0.5);
    model.layers[2].setWeights([tf.concat([unit, unit, tf.mul(unit, 2)], 2), tf.zeros([3])]);
    const matrices = trace(model, { x: normals([2, 6, 6, 2]) }).layers.flatMap(({ weights }) =>
      weights.flatMap((w) => w.matrix ?? []),
    );
    expect(matrices.map(({ rows, columns }) => [rows, columns])).to.deep.equal([
      [18, 5],
      [4, 10],
      [40, 3],
    ]);
    expect(matrices.map(({ distinctColumns }) => distinctColumns)).to.deep.equal([5, 10, 2]);
  });

  it('have an update of rate times gradient for SGD, and of the size of the rate for Adam', () => {
    const model = seeded(tfl.sequential({ layers: [layers.dense({ units: 4, inputShape: [3] })] }));
    const run = (optimizer: 'sgd' | 'adam') =>
      trace(model, { x: normals([8, 3]), y: normals([8, 4], 2) }, { optimizer, learningRate: 0.05 }).layers[1]
        .weights[0];
    const sgd = run('sgd');
    expectClose(sgd.updateRatio, 0.05 * (sgd.gradientRatio as number), 'SGD');
    expectClose(run('adam').updateRatio, 0.05 / Math.sqrt(sgd.secondMoment), 'Adam', 1e-4);
  });

  it('have, for one sample of a dense layer, a gradient whose second moment is that of the input times that of the output gradient', () => {
    const model = seeded(tfl.sequential({ layers: [layers.dense({ units: 4, activation: 'tanh', inputShape: [3] })] }));
    const [input, layer] = trace(model, { x: normals([1, 3]) }).layers;
    const product = input.activation.samples[0] * (layer.gradient?.samples[0] as number);
    expectClose(layer.weights[0].gradientSecondMoment, product, 'kernel', 1e-5);
  });

  it('have gradients 1/α as large before a batch normalization if they are α times as large, and the output stays equal (Ioffe & Szegedy 2015, §3.3)', () => {
    const alpha = 3;
    const model = tfl.sequential({
      layers: [
        layers.dense({ units: 6, useBias: false, inputShape: [4] }),
        layers.batchNormalization({ epsilon: 1e-9 }),
        layers.dense({ units: 1 }),
      ],
    });
    const kernel = model.layers[0].getWeights()[0];
    const run = () => trace(model, { x: normals([32, 4]), y: normals([32, 1], 2) }, { training: true }).layers;
    const before = run();
    model.layers[0].setWeights([tf.mul(kernel, alpha)]);
    const after = run();
    expectClose(after[1].activation.secondMoment, alpha ** 2 * before[1].activation.secondMoment, 'ahead', 1e-5);
    expectClose(after[2].activation.secondMoment, before[2].activation.secondMoment, 'behind', 1e-5);
    const gradient = (of: typeof before): number => of[1].weights[0].gradientSecondMoment as number;
    expectClose(gradient(after), gradient(before) / alpha ** 2, 'gradient', 1e-4);
  });

  it('have no gradient if they are frozen', () => {
    const frozen = layers.dense({ units: 4, trainable: false, inputShape: [3] });
    const model = seeded(tfl.sequential({ layers: [frozen, layers.dense({ units: 2 })] }));
    const [, first, second] = trace(model, { x: normals([4, 3]), y: normals([4, 2]) }).layers;
    expect(first.weights[0])
      .to.include({ trainable: false })
      .and.not.have.any.keys('gradientSecondMoment', 'updateRatio');
    expect(first.gradient?.secondMoment).to.be.above(0);
    expect(second.weights[0]).to.have.property('updateRatio');
  });
});
