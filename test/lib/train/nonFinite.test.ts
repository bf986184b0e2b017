import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type NumberArray, train, useBackend } from 'initlab';

const ones = (...shape: number[]): NumberArray => ({
  shape,
  data: new Float32Array(shape.reduce((size, n) => size * n)).fill(1),
});
const data = { x: ones(4, 3), y: ones(4, 1) };
/** Makes the same data with inputs of another size. */
const scaled = (factor: number): typeof data => ({
  ...data,
  x: { shape: [4, 3], data: new Float32Array(12).fill(factor) },
});
const options = { steps: 6, batchSize: 4, optimizer: 'sgd', learningRate: 0.1, progress: false } as const;

describe('train, if a number becomes NaN or infinite,', () => {
  before(() => useBackend('cpu'));

  /** Builds linear layers a, b and c with constant kernels. */
  function chain(...kernels: number[]): tfl.Sequential {
    const layers = kernels.map((value, i) =>
      tfl.layers.dense({
        name: 'abcdef'[i],
        units: i === kernels.length - 1 ? 1 : 3,
        useBias: false,
        kernelInitializer: tfl.initializers.constant({ value }),
        ...(i === 0 && { inputShape: [3] }),
      }),
    );
    return tfl.sequential({ layers });
  }

  it('names the layer whose output overflowed first, and keeps the weights', async () => {
    const model = chain(1, 1e30, 1e30, 1);
    const { end, steps, loss, failure } = await train(model, data, options);
    expect({ end, steps }).to.deep.equal({ end: 'diverged', steps: 0 });
    expect([...loss]).to.deep.equal([Number.POSITIVE_INFINITY]);
    expect(failure).to.deep.equal({
      step: 1,
      quantity: 'output',
      layer: 'c',
      value: Number.POSITIVE_INFINITY,
      message: 'step 1: the output of layer c has Infinity',
    });
    expect(Math.max(...model.layers[0].getWeights()[0].dataSync())).to.equal(1);
  });

  it('names the loss if all outputs are finite', async () => {
    const { failure } = await train(chain(1e15, 1e8), data, options);
    expect(failure?.message).to.equal("step 1: the loss is Infinity, though every layer's output is finite");
  });

  it('names the layer nearest to the output whose gradient overflowed, and makes no update', async () => {
    // Output 3·10²¹ · 0 …: the loss is finite, but the gradients grow on their way back.
    const model = chain(1e-25, 1e30, 1e30, 1e-25, 1);
    const { failure, steps, loss } = await train(model, data, options);
    expect(steps).to.equal(0);
    expect(Number.isFinite(loss[0])).to.equal(true);
    expect(failure).to.deep.include({ step: 1, quantity: 'gradient', weight: 'kernel' });
    expect(failure?.message).to.match(
      /^step 1: the gradient with respect to the kernel of layer \w has (NaN|-?Infinity)$/,
    );
    expect(model.layers[1].getWeights()[0].dataSync()[0]).to.equal(Math.fround(1e30));
  });

  it('continues while only the norm of the gradient overflows', async () => {
    const model = chain(1e10, 1e-10);
    const { end, gradientNorm } = await train(model, scaled(1e10), { ...options, steps: 1, learningRate: 1e-38 });
    expect(gradientNorm[0]).to.equal(Number.POSITIVE_INFINITY);
    expect(end).to.equal('done');
  });

  it('names the weight and the step of the update that overflowed', async () => {
    const model = chain(1);
    const { failure, end, steps, loss } = await train(model, data, { ...options, learningRate: 3e38 });
    expect({ end, steps }).to.deep.equal({ end: 'diverged', steps: 1 });
    expect(loss).to.have.length(2);
    expect(failure?.message).to.equal('step 1: the kernel of layer a has -Infinity');
  });

  it('names the weight that overflowed in the last step', async () => {
    const { failure } = await train(chain(1), data, { ...options, steps: 1, learningRate: 3e38 });
    expect(failure).to.deep.include({ step: 1, quantity: 'weight', layer: 'a', weight: 'kernel' });
  });

  it('names a weight that was not finite before the first step', async () => {
    const { failure } = await train(chain(1, Number.NaN, 1), data, options);
    expect(failure?.message).to.equal('before the first step: the kernel of layer b has NaN');
  });

  it('keeps the history of the steps before', async () => {
    const { loss, failure } = await train(chain(1, 1), data, { ...options, steps: 100 });
    expect(failure?.step).to.be.within(3, 99);
    expect(loss.length).to.be.within((failure?.step as number) - 1, (failure?.step as number) + 1);
    expect(loss[0]).to.equal(64);
    expect(loss[1]).to.be.above(loss[0]);
  });

  it('names the layers of nested models by their path', async () => {
    const inner = tfl.sequential({ name: 'inner' });
    inner.add(
      tfl.layers.dense({
        name: 'deep',
        units: 1,
        inputShape: [3],
        kernelInitializer: tfl.initializers.constant({ value: 1e30 }),
      }),
    );
    const model = tfl.sequential({ layers: [inner] });
    const { failure } = await train(model, scaled(1e20), options);
    expect(failure).to.deep.include({ quantity: 'output', layer: 'inner/deep' });
  });

  it('leaves no tensors behind', async () => {
    for (const kernels of [[1, 1e30, 1e30, 1], [1e-25, 1e30, 1e30, 1e-25, 1], [Number.NaN]]) {
      const model = chain(...kernels);
      const { numTensors } = tf.memory();
      await train(model, data, options);
      expect(tf.memory().numTensors).to.equal(numTensors);
    }
  });
});
