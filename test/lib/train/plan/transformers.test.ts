import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from '../../../../lib/src/backend/useBackend.js';
import { random } from '../../../../lib/src/random/random.js';
import { withSeededMath } from '../../../../lib/src/random/seededMath.js';
import type { Dataset } from '../../../../lib/src/train/data/dataset.js';
import { objectiveOf } from '../../../../lib/src/train/objective.js';
import { plannedOutputs } from '../../../../lib/src/train/plan/outputs.js';
import { plannedGradients } from '../../../../lib/src/train/plan/plan.js';
import { tinyTransformer } from '../../../../lib/src/train/tasks/tinyTransformer.js';
import { train } from '../../../../lib/src/train/train.js';
import { batchGradients } from '../../../../lib/src/train/trainingStep.js';
import { batchFor, bothWays, chain, expectSame, read } from './bothWays.js';

const { activation, dense, dropout, embedding, flatten, globalAveragePooling1d } = tfl.layers;

const TEXT = 'the quick brown fox jumps over the lazy dog. '.repeat(20);

/** Makes a transformer of odd sizes, with a batch of its text and weights that are not small. */
function transformer(normalization: 'preNorm' | 'postNorm' | 'none'): { model: tfl.LayersModel; batch: Dataset } {
  const task = tinyTransformer({ blocks: 2, width: 15, heads: 3, context: 7, std: 0.4, normalization, text: TEXT });
  return { model: task.model, batch: task.train(random(1), 5) };
}

const codes = (shape: number[], count: number): { shape: number[]; data: Int32Array } => ({
  shape,
  data: Int32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => (5 * i) % count),
});

describe('planned steps of transformers', () => {
  before(() => useBackend('wasm'));

  for (const normalization of ['preNorm', 'postNorm', 'none'] as const) {
    it(`have the gradients and outputs of tfjs, to the bit: ${normalization}`, async () => {
      const { model, batch } = transformer(normalization);
      const { planned, byTfjs, kernels } = await bothWays(model, batch, 'crossEntropy');
      expect(kernels, 'kernels that tfjs ran').to.deep.equal([]);
      expectSame(planned, byTfjs);
      const outputs = plannedOutputs(model);
      tf.tidy(() => {
        const x = tf.tensor(batch.x.data as Int32Array, [...batch.x.shape], 'int32');
        const expected = model.apply(x) as tf.Tensor;
        expect([...(outputs.of(batch.x) as tf.Tensor).dataSync()]).to.deep.equal([...expected.dataSync()]);
      });
      outputs.free();
    });
  }

  it('have the gradients of the cpu backend to one part in ten thousand', async () => {
    const { model, batch } = transformer('preNorm');
    const { planned } = await bothWays(model, batch, 'crossEntropy');
    await useBackend('cpu');
    const expected = Object.values(
      read(batchGradients(model, batch, objectiveOf(model, 'crossEntropy', batch))).gradients,
    );
    await useBackend('wasm');
    const size = Math.max(...expected.flat().map(Math.abs));
    for (const [i, gradient] of Object.values(planned.gradients).entries())
      for (const [at, value] of gradient.entries()) expect(value).to.be.closeTo(expected[i][at], 1e-4 * size);
  });

  it('have the gradient of GELU of tfjs for numbers of all sizes, to the bit', async () => {
    const model = chain([dense({ units: 37 }), activation({ activation: 'gelu' }), dense({ units: 4 })], [3]);
    model.setWeights(model.getWeights().map((weight) => tf.mul(weight, 6)));
    const { planned, byTfjs, kernels } = await bothWays(model, batchFor(model, 6, 'crossEntropy'), 'crossEntropy');
    expect(kernels).to.deep.equal([]);
    expectSame(planned, byTfjs);
  });

  it('take codes that are numbers, and leave those that are out of range to tfjs', async () => {
    const layers = [embedding({ inputDim: 9, outputDim: 5 }), flatten(), dense({ units: 4 })];
    const model = chain(layers, [6]);
    const whole = codes([3, 6], 9);
    for (const data of [whole.data, Float32Array.from(whole.data)]) {
      const batch = { x: { shape: [3, 6], data }, y: { shape: [3], data: Int32Array.from([0, 1, 3]) } };
      const { planned, byTfjs } = await bothWays(model, batch, 'crossEntropy');
      expectSame(planned, byTfjs);
    }
    const outside = { shape: [3, 6], data: Int32Array.from(whole.data, (code) => code + 1) };
    expect(plannedOutputs(model).of(outside)).to.equal(undefined);
  });

  it('are left to tfjs for whole numbers that no embedding takes, and for masks', () => {
    const plain = chain([dense({ units: 4 })], [6]);
    expect(plannedOutputs(plain).of(codes([3, 6], 9))).to.equal(undefined);
    const masked = chain([embedding({ inputDim: 9, outputDim: 5, maskZero: true }), globalAveragePooling1d()], [6]);
    expect(plannedOutputs(masked).of(codes([3, 6], 9))).to.equal(undefined);
  });

  it('drop the same units as tfjs', () => {
    const model = chain([dense({ units: 50 }), dropout({ rate: 0.3 }), dense({ units: 4 })], [7]);
    const batch = batchFor(model, 6, 'crossEntropy');
    const objective = objectiveOf(model, 'crossEntropy', batch);
    const source = plannedGradients(model, objective);
    const [planned, byTfjs] = [source.of, (data: Dataset) => batchGradients(model, data, objective)].map((step) => {
      const stream = random(3);
      return [1, 2].map(() => {
        const gradients = withSeededMath(stream, () => step(batch));
        return gradients && read(gradients);
      });
    });
    source.free();
    for (const [i, values] of planned.entries()) expectSame(values as never, byTfjs[i] as never);
    expect(planned[0]?.loss).to.not.equal(planned[1]?.loss);
  });

  it('leave no tensor and no memory behind after 1,000 steps', async () => {
    const task = tinyTransformer({ blocks: 1, width: 6, heads: 2, context: 4, text: TEXT });
    const run = (): Promise<unknown> =>
      train(task.model, task.train, { steps: 500, batchSize: 3, optimizer: 'sgd', progress: false });
    const wasm = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array }; dataIdMap: { numDataIds(): number } };
    await run();
    const before = { ...tf.memory(), ids: wasm.dataIdMap.numDataIds(), bytes: wasm.wasm.HEAPU8.length };
    await run();
    expect({ ...tf.memory(), ids: wasm.dataIdMap.numDataIds(), bytes: wasm.wasm.HEAPU8.length }).to.deep.equal(before);
  });
});
