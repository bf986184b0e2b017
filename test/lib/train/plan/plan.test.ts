import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from '../../../../lib/src/backend/useBackend.js';
import type { Dataset } from '../../../../lib/src/train/data/dataset.js';
import { objectiveOf } from '../../../../lib/src/train/objective.js';
import { plannedGradients } from '../../../../lib/src/train/plan/plan.js';
import { train } from '../../../../lib/src/train/train.js';
import { batchGradients } from '../../../../lib/src/train/trainingStep.js';
import { batchFor, bothWays, chain, expectSame, numbers, read } from './bothWays.js';

const { dense, conv2d, maxPooling2d, flatten, activation, reLU } = tfl.layers;

type Layers = tfl.layers.Layer[];

const IMAGE = [9, 8, 2];

/** Models that are chains of known layers, with the loss to train them on. */
const PLANNED: Record<string, { layers: () => Layers; inputShape: number[]; loss: string }> = {
  'dense layers with ReLU': {
    inputShape: [7],
    loss: 'crossEntropy',
    layers: () => [
      dense({ units: 9, activation: 'relu' }),
      dense({ units: 300, activation: 'relu' }),
      dense({ units: 4 }),
    ],
  },
  'a softmax at the end': {
    inputShape: [7],
    loss: 'crossEntropy',
    layers: () => [dense({ units: 6, activation: 'relu', useBias: false }), dense({ units: 4, activation: 'softmax' })],
  },
  'a sigmoid at the end': {
    inputShape: [5],
    loss: 'binaryCrossEntropy',
    layers: () => [dense({ units: 6, activation: 'relu' }), dense({ units: 1, activation: 'sigmoid' })],
  },
  'activations in layers of their own': {
    inputShape: [5],
    loss: 'meanSquaredError',
    layers: () => [
      dense({ units: 6 }),
      reLU(),
      dense({ units: 5 }),
      activation({ activation: 'relu' }),
      dense({ units: 1 }),
    ],
  },
  'convolutions and pooling': {
    inputShape: IMAGE,
    loss: 'crossEntropy',
    layers: () => [
      conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: 5, kernelSize: [2, 3], strides: [2, 1], useBias: false }),
      flatten(),
      dense({ units: 4 }),
    ],
  },
  'pooling whose windows overlap, before a ReLU': {
    inputShape: IMAGE,
    loss: 'crossEntropy',
    layers: () => [
      conv2d({ filters: 6, kernelSize: 3 }),
      maxPooling2d({ poolSize: [3, 2], strides: 1, padding: 'same' }),
      reLU(),
      flatten(),
      reLU(),
      dense({ units: 4 }),
    ],
  },
  'frozen layers': {
    inputShape: [7],
    loss: 'crossEntropy',
    layers: () => [
      dense({ units: 6, activation: 'relu', trainable: false }),
      dense({ units: 6, activation: 'relu' }),
      dense({ units: 6, activation: 'relu', trainable: false }),
      dense({ units: 4 }),
    ],
  },
  'no hidden layer': { inputShape: [7], loss: 'crossEntropy', layers: () => [dense({ units: 4 })] },
};

class Doubled extends tfl.layers.Layer {
  static readonly className = 'Doubled';
  override call(x: tf.Tensor[]): tf.Tensor {
    return tf.mul([x].flat()[0], 2);
  }
}

/** Layers in the middle of a model that a plan does not know. */
const UNPLANNED: Record<string, () => tfl.layers.Layer> = {
  'a PReLU': () => tfl.layers.prelu(),
  noise: () => tfl.layers.gaussianNoise({ stddev: 0 }),
  'a penalty': () => dense({ units: 5, kernelRegularizer: 'l1l2' }),
  "a layer of the user's own": () => new Doubled({}),
};

describe('planned training steps', () => {
  before(() => useBackend('wasm'));

  for (const [name, { layers, inputShape, loss }] of Object.entries(PLANNED)) {
    it(`have the gradients of tfjs, to the bit: ${name}`, async () => {
      const model = chain(layers(), inputShape);
      const batch = batchFor(model, 6, loss);
      const { planned, byTfjs, kernels } = await bothWays(model, batch, loss);
      expect(kernels, 'kernels that tfjs ran').to.not.include.members(['Relu']);
      expect(kernels.filter((kernel) => /MatMul|Conv2D|MaxPool/.test(kernel))).to.deep.equal([]);
      expectSame(planned, byTfjs);
    });
  }

  for (const scale of [0, 1, 60]) {
    for (const targets of ['labels', 'rows'] as const) {
      it(`have the cross entropy of tfjs, to the bit: ${targets}, logits times ${scale}`, async () => {
        for (const size of [1, 7, 64]) {
          const model = chain([dense({ units: 10 })], [5]);
          model.setWeights(model.getWeights().map((weight) => tf.mul(weight, scale)));
          const labels = { shape: [size], data: Int32Array.from({ length: size }, (_, i) => (3 * i) % 10) };
          const share = (i: number): number => [0.25, 0, 0, 0.75][(i + Math.floor(i / 10)) % 10] ?? 0;
          const rows = { shape: [size, 10], data: Float32Array.from({ length: 10 * size }, (_, i) => share(i)) };
          const batch = { x: numbers([size, 5], size), y: targets === 'labels' ? labels : rows };
          const { planned, byTfjs, kernels } = await bothWays(model, batch, 'crossEntropy');
          expect(kernels, 'kernels that tfjs ran').to.deep.equal([]);
          expectSame(planned, byTfjs);
        }
      });
    }
  }

  for (const [name, layer] of Object.entries(UNPLANNED)) {
    it(`are left to tfjs if the model has ${name}`, async () => {
      const model = chain([dense({ units: 5, activation: 'relu' }), layer(), dense({ units: 4 })], [7]);
      const { planned, byTfjs, kernels } = await bothWays(model, batchFor(model, 6, 'crossEntropy'), 'crossEntropy');
      expect(kernels).to.include('BatchMatMul');
      expectSame(planned, byTfjs);
    });
  }

  it('are left to tfjs if the model branches or repeats a layer', async () => {
    const input = tfl.input({ shape: [4] });
    const shared = dense({ units: 4, activation: 'relu' });
    const once = shared.apply(input) as tfl.SymbolicTensor;
    const outputs = [tfl.layers.add().apply([once, input]), shared.apply(once)] as tfl.SymbolicTensor[];
    for (const output of outputs) {
      const model = tfl.model({ inputs: input, outputs: output });
      const { planned, byTfjs } = await bothWays(model, batchFor(model, 3, 'crossEntropy'), 'crossEntropy');
      expectSame(planned, byTfjs);
    }
  });

  it('are left to tfjs if a sequential model that was not built yet has a penalty', () => {
    const model = tfl.sequential({ layers: [dense({ units: 4, inputShape: [7], kernelRegularizer: 'l1l2' })] });
    const batch = { x: numbers([6, 7], 1), y: numbers([6, 4], 2) };
    const objective = objectiveOf(model, 'meanSquaredError', batch);
    expect(plannedGradients(model, objective).of(batch)).to.equal(undefined);
  });

  it("are left to tfjs if the loss is the user's own, because it may use the weights", async () => {
    const model = chain([dense({ units: 4 })], [7]);
    const decayed = (y: tf.Tensor, output: tf.Tensor): tf.Tensor =>
      tf.add(tf.mean(tf.square(tf.sub(y, output))), tf.sum(tf.square(model.trainableWeights[0].read())));
    const batch = { x: numbers([6, 7], 1), y: numbers([6, 4], 2) };
    const objective = objectiveOf(model, decayed, batch);
    expect(plannedGradients(model, objective).of(batch)).to.equal(undefined);
  });

  it('follow a model that changes between the steps', async () => {
    const model = chain([dense({ units: 6, activation: 'relu' }), dense({ units: 4 })], [7]);
    const first = batchFor(model, 6, 'crossEntropy');
    const objective = objectiveOf(model, 'crossEntropy', first);
    const source = plannedGradients(model, objective);
    const compare = (batch: Dataset): void =>
      expectSame(
        read(source.of(batch) ?? batchGradients(model, batch, objective)),
        read(batchGradients(model, batch, objective)),
      );
    compare(first);
    compare(batchFor(model, 3, 'crossEntropy'));
    Object.assign(model.layers[0], {
      activation: (dense({ units: 1, activation: 'linear' }) as never as { activation: object }).activation,
    });
    compare(first);
    model.layers[0].trainable = false;
    compare(first);
    await useBackend('cpu');
    compare(first);
    await useBackend('wasm', { fma: true });
    const { loss } = read(source.of(first) ?? batchGradients(model, first, objective));
    expect(loss).to.be.closeTo(read(batchGradients(model, first, objective)).loss, 1e-5);
    await useBackend('wasm');
    compare(first);
    source.free();
  });

  it('report an overflow as tfjs does', async () => {
    const failures = [];
    for (const isPlanned of [true, false]) {
      const model = chain(
        [dense({ name: 'first', units: 6, activation: 'relu' }), dense({ name: 'last', units: 4 })],
        [7],
      );
      model.setWeights(model.getWeights().map((weight) => tf.fill(weight.shape, 1e30)));
      const [layer] = model.layers.slice(-1);
      const { call } = layer;
      // A layer with a method of its own is left to tfjs.
      if (!isPlanned) layer.call = (...inputs) => call.apply(layer, inputs);
      const data = {
        x: { shape: [6, 7], data: new Float32Array(42).fill(1e10) },
        y: { shape: [6], data: new Int32Array(6) },
      };
      const { end, failure } = await train(model, data, { steps: 3, loss: 'crossEntropy', progress: false });
      failures.push({ end, failure });
    }
    expect(failures[0]).to.deep.equal(failures[1]);
    expect(failures[0].failure).to.include({ layer: 'first', quantity: 'output' });
  });

  it('leave no tensor and no memory behind after 2,000 steps', async () => {
    const model = chain([dense({ units: 6, activation: 'relu' }), dense({ units: 4 })], [7]);
    const data = batchFor(model, 40, 'crossEntropy');
    const run = (): Promise<unknown> =>
      train(model, data, { steps: 1000, batchSize: 10, optimizer: 'adam', progress: false });
    const wasm = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array }; dataIdMap: { numDataIds(): number } };
    await run();
    const before = { ...tf.memory(), ids: wasm.dataIdMap.numDataIds(), bytes: wasm.wasm.HEAPU8.length };
    await run();
    expect({ ...tf.memory(), ids: wasm.dataIdMap.numDataIds(), bytes: wasm.wasm.HEAPU8.length }).to.deep.equal(before);
  });
});
