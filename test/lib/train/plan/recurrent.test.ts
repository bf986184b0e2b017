import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from '../../../../lib/src/backend/useBackend.js';
import { objectiveOf } from '../../../../lib/src/train/objective.js';
import { plannedOutputs } from '../../../../lib/src/train/plan/outputs.js';
import { train } from '../../../../lib/src/train/train.js';
import { batchGradients } from '../../../../lib/src/train/trainingStep.js';
import { batchFor, bothWays, chain, expectSame, numbers, read } from './bothWays.js';

const { dense, flatten, gru, layerNormalization, lstm, simpleRNN } = tfl.layers;

/**
 * Layers with recurrence, and the size of the batch. Recurrent kernels of zeros are quick to make.
 */
const LAYERS: Record<string, { layers: () => tfl.layers.Layer[]; batch?: number }> = {
  'a simple cell with tanh': { layers: () => [simpleRNN({ units: 7, ...plain })] },
  'a simple cell with relu, without bias': {
    layers: () => [simpleRNN({ units: 8, activation: 'relu', useBias: false, ...plain })],
  },
  'a simple cell that is linear': { layers: () => [simpleRNN({ units: 3, activation: 'linear', ...plain })] },
  'simple cells above each other': {
    layers: () => [
      dense({ units: 5, activation: 'relu' }),
      simpleRNN({ units: 6, returnSequences: true, activation: 'sigmoid', ...plain }),
      layerNormalization(),
      simpleRNN({ units: 5, activation: 'hardSigmoid', ...plain }),
    ],
  },
  'an LSTM': { layers: () => [lstm({ units: 7, ...plain })] },
  'an LSTM with sigmoids, without bias': {
    layers: () => [lstm({ units: 8, recurrentActivation: 'sigmoid', useBias: false, ...plain })],
  },
  'LSTMs above each other': {
    layers: () => [
      lstm({ units: 6, returnSequences: true, unitForgetBias: true, ...plain }),
      lstm({ units: 5, returnSequences: true, activation: 'relu', ...plain }),
      flatten(),
    ],
  },
  'an LSTM with a large batch': { layers: () => [lstm({ units: 5, ...plain })], batch: 259 },
  'a frozen LSTM': { layers: () => [dense({ units: 4 }), lstm({ units: 5, trainable: false, ...plain })] },
  'a GRU': { layers: () => [gru({ units: 7, ...plain })] },
  'a GRU with sigmoids, without bias': {
    layers: () => [gru({ units: 8, recurrentActivation: 'sigmoid', useBias: false, ...plain })],
  },
  'GRUs above each other': {
    layers: () => [
      dense({ units: 5 }),
      gru({ units: 6, returnSequences: true, ...plain }),
      gru({ units: 5, activation: 'linear', ...plain }),
    ],
  },
  'a GRU with a large batch': { layers: () => [gru({ units: 5, ...plain })], batch: 259 },
};

const plain = { recurrentInitializer: 'zeros' } as const;

const UNPLANNED: Record<string, () => tfl.layers.Layer> = {
  'drops inputs': () => lstm({ units: 4, dropout: 0.5, ...plain }),
  'goes backwards': () => simpleRNN({ units: 4, goBackwards: true, ...plain }),
  'has an activation of another kind': () => gru({ units: 4, activation: 'elu', ...plain }),
};

const modelWith = (layers: tfl.layers.Layer[]): tfl.LayersModel => chain([...layers, dense({ units: 4 })], [6, 3]);

describe('planned recurrent layers', () => {
  before(() => useBackend('wasm'));

  for (const [name, { layers, batch = 5 }] of Object.entries(LAYERS)) {
    it(`have the gradients and outputs of tfjs, to the bit: ${name}`, async () => {
      const model = modelWith(layers());
      const data = batchFor(model, batch, 'crossEntropy');
      const { planned, byTfjs, kernels } = await bothWays(model, data, 'crossEntropy');
      expect(kernels, 'kernels that tfjs ran').to.deep.equal([]);
      expectSame(planned, byTfjs);
      const outputs = plannedOutputs(model);
      tf.tidy(() => {
        const expected = model.apply(tf.tensor(data.x.data, [...data.x.shape])) as tf.Tensor;
        expect([...(outputs.of(data.x) as tf.Tensor).dataSync()]).to.deep.equal([...expected.dataSync()]);
      });
      outputs.free();
    });
  }

  it('have the gradients of the cpu backend to one part in ten thousand', async () => {
    for (const [name, { layers, batch = 5 }] of Object.entries(LAYERS)) {
      if (batch > 5) continue;
      const model = modelWith(layers());
      const data = batchFor(model, batch, 'crossEntropy');
      const { planned } = await bothWays(model, data, 'crossEntropy');
      await useBackend('cpu');
      const expected = Object.values(
        read(batchGradients(model, data, objectiveOf(model, 'crossEntropy', data))).gradients,
      );
      await useBackend('wasm');
      const size = Math.max(...expected.flat().map(Math.abs));
      for (const [i, gradient] of Object.values(planned.gradients).entries())
        for (const [at, value] of gradient.entries()) expect(value, name).to.be.closeTo(expected[i][at], 1e-4 * size);
    }
  });

  for (const [name, layer] of Object.entries(UNPLANNED)) {
    it(`are left to tfjs if one ${name}`, () => {
      const model = modelWith([layer()]);
      expect(plannedOutputs(model).of(numbers([2, 6, 3], 1))).to.equal(undefined);
    });
  }

  it('follow a cell whose activation changes', () => {
    const model = modelWith([lstm({ units: 4, ...plain })]);
    const x = numbers([2, 6, 3], 1);
    const outputsOf = (): number[][] =>
      tf.tidy(() => {
        const planned = plannedOutputs(model);
        const both = [planned.of(x) as tf.Tensor, model.apply(tf.tensor(x.data, x.shape)) as tf.Tensor];
        planned.free();
        return both.map((output) => [...output.dataSync()]);
      });
    const [before] = outputsOf();
    const { cell } = model.layers[1] as unknown as { cell: { activation: object } };
    cell.activation = (dense({ units: 1, activation: 'relu' }) as unknown as { activation: object }).activation;
    const [planned, byTfjs] = outputsOf();
    expect(planned).to.deep.equal(byTfjs);
    expect(planned).to.not.deep.equal(before);
  });

  it('leave no tensor and no memory behind after 2,000 steps', async () => {
    const model = modelWith([gru({ units: 3, returnSequences: true, ...plain }), lstm({ units: 3, ...plain })]);
    const data = batchFor(model, 20, 'crossEntropy');
    const run = (): Promise<unknown> =>
      train(model, data, { steps: 1000, batchSize: 5, optimizer: 'sgd', progress: false });
    const wasm = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array }; dataIdMap: { numDataIds(): number } };
    await run();
    const before = { ...tf.memory(), ids: wasm.dataIdMap.numDataIds(), bytes: wasm.wasm.HEAPU8.length };
    await run();
    expect({ ...tf.memory(), ids: wasm.dataIdMap.numDataIds(), bytes: wasm.wasm.HEAPU8.length }).to.deep.equal(before);
  });
});
