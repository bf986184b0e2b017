import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type BackendName, random, useBackend } from 'initlab';

const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  sgd: () => tf.train.sgd(0.03),
  momentum: () => tf.train.momentum(0.03, 0.85),
  'momentum by the rule of Nesterov': () => tf.train.momentum(0.03, 0.85, true),
  adam: () => tf.train.adam(0.02, 0.8, 0.95),
  rmsprop: () => tf.train.rmsprop(0.02),
};

/** Sizes below, at and above the four numbers that are updated together. */
const SHAPES = [[1], [4], [3, 5], [2, 2, 9]];

describe('optimizers on the wasm backend', () => {
  for (const [name, make] of Object.entries(OPTIMIZERS)) {
    it(`take the same steps as on the cpu backend, to the bit: ${name}`, async () => {
      expect(await weightsAfterSteps('wasm', make)).to.deep.equal(await weightsAfterSteps('cpu', make));
    });

    it(`leave the weights that other tensors share as they were: ${name}`, async () => {
      await useBackend('wasm');
      const optimizer = make();
      const variable = tf.variable(numbers([6], 1));
      const steps = [1, 2, 3].map((seed) => {
        const copy = variable.clone();
        const before = copy.dataSync().slice();
        optimizer.applyGradients({ [variable.name]: numbers([6], seed) });
        expect(copy.dataSync(), `the copy before step ${seed}`).to.deep.equal(before);
        return [...variable.dataSync()].join();
      });
      expect(new Set(steps).size, 'number of different weights').to.equal(3);
    });
  }

  it('change the filter that a convolution uses afterwards', async () => {
    for (const [name, make] of Object.entries(OPTIMIZERS)) {
      const outputs: Float32Array[] = [];
      for (const backend of ['cpu', 'wasm'] as const) {
        await useBackend(backend);
        const [optimizer, filter, x] = [make(), tf.variable(numbers([3, 3, 2, 4], 1)), numbers([1, 5, 5, 2], 2)];
        const convolved = (): Float32Array =>
          tf.tidy(
            () =>
              tf.fused
                .conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 'same' })
                .dataSync() as Float32Array,
          );
        for (let step = 1; step <= 3; step++) {
          convolved();
          optimizer.applyGradients({ [filter.name]: numbers(filter.shape, step) });
        }
        outputs.push(convolved());
      }
      outputs[0].forEach((value, i) => {
        expect(outputs[1][i], name).to.be.closeTo(value, 1e-4);
      });
    }
  });

  it('skip variables without a gradient and count their steps', async () => {
    await useBackend('wasm');
    const optimizer = tf.train.adam(0.1);
    const variables = [1, 2].map((seed) => tf.variable(numbers([3], seed)));
    const kept = variables[0].dataSync();
    for (let step = 0; step < 3; step++) {
      const tensors = [null as unknown as tf.Tensor, numbers([3], 9)];
      optimizer.applyGradients(variables.map(({ name }, i) => ({ name, tensor: tensors[i] })) as never);
    }
    expect(variables[0].dataSync()).to.deep.equal(kept);
    expect(optimizer.iterations).to.equal(3);
  });

  it('train a model by fit and leave no tensor behind', async () => {
    await useBackend('wasm');
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [3] })] });
    model.setWeights([numbers([3, 1], 2), tf.ones([1])]);
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
    const [x, y] = [numbers([32, 3], 1), tf.zeros([32, 1])];
    const lastLoss = async (): Promise<number> => {
      const { history } = await model.fit(x, y, { epochs: 5, verbose: 0 });
      return history.loss.at(-1) as number;
    };
    const first = await lastLoss();
    const before = tf.memory().numTensors;
    const last = await lastLoss();
    expect(tf.memory().numTensors).to.equal(before);
    expect(last).to.be.below(first);
  });
});

function numbers(shape: number[], seed: number): tf.Tensor {
  return tf.tensor(random(seed).normal(new Float32Array(tf.util.sizeFromShape(shape))), shape);
}

async function weightsAfterSteps(backend: BackendName, make: () => tf.Optimizer): Promise<number[][]> {
  await useBackend(backend);
  const optimizer = make();
  const variables = SHAPES.map((shape, i) => tf.variable(numbers(shape, i)));
  for (let step = 1; step <= 6; step++) {
    const gradients = variables.map(({ name, shape }, i) => [name, numbers(shape, 10 * step + i)]);
    optimizer.applyGradients(Object.fromEntries(gradients));
  }
  return variables.map((variable) => [...variable.dataSync()]);
}
