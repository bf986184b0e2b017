import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from '../../../../lib/src/backend/useBackend.js';
import { objectiveOf } from '../../../../lib/src/train/objective.js';
import { train } from '../../../../lib/src/train/train.js';
import { batchGradients } from '../../../../lib/src/train/trainingStep.js';
import { batchFor, bothWays, expectSame, modelOf, read } from './bothWays.js';

const {
  add,
  activation,
  batchNormalization,
  conv2d,
  dense,
  flatten,
  globalAveragePooling2d,
  layerNormalization,
  maxPooling2d,
  reLU,
} = tfl.layers;

type Signal = tfl.SymbolicTensor;

const apply = (layer: tfl.layers.Layer, ...inputs: Signal[]): Signal =>
  layer.apply(inputs.length === 1 ? inputs[0] : inputs) as Signal;

const inTurn = (x: Signal, ...layers: tfl.layers.Layer[]): Signal =>
  layers.reduce((signal, layer) => apply(layer, signal), x);

const conv = (filters: number, options: object = {}): tfl.layers.Layer =>
  conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false, ...options });

/** Adds a block of a residual network. The shortcut is a convolution if the shape changes. */
function residualBlock(x: Signal, filters: number, strides: number): Signal {
  const branch = inTurn(
    x,
    conv(filters, { strides }),
    batchNormalization(),
    reLU(),
    conv(filters),
    batchNormalization({ epsilon: 1e-5, momentum: 0.9 }),
  );
  const isSame = strides === 1 && x.shape[3] === filters;
  const shortcut = isSame ? x : inTurn(x, conv(filters, { kernelSize: 1, strides }), batchNormalization());
  return apply(reLU(), apply(add(), shortcut, branch));
}

/** Models with normalization and branches, with the loss to train them on. */
const GRAPHS: Record<string, { build: (x: Signal) => Signal; inputShape: number[]; loss?: string; batch?: number }> = {
  'batch normalization of features': {
    inputShape: [7],
    build: (x) =>
      inTurn(x, dense({ units: 9 }), batchNormalization(), reLU(), dense({ units: 6 }), batchNormalization()),
  },
  'batch normalization of the input': {
    inputShape: [5],
    build: (x) => inTurn(x, batchNormalization(), dense({ units: 4 })),
  },
  'batch normalization of a single feature': {
    inputShape: [6],
    loss: 'meanSquaredError',
    build: (x) => inTurn(x, dense({ units: 1 }), batchNormalization(), dense({ units: 3 }), dense({ units: 1 })),
  },
  'batch normalization of images': {
    inputShape: [9, 7, 3],
    build: (x) =>
      inTurn(x, conv(5), batchNormalization(), reLU(), maxPooling2d({ poolSize: 2 }), flatten(), dense({ units: 4 })),
  },
  'batch normalization of more than a million numbers': {
    inputShape: [33, 32, 2],
    batch: 64,
    build: (x) => inTurn(x, conv(17), batchNormalization(), reLU(), globalAveragePooling2d({}), dense({ units: 4 })),
  },
  'frozen batch normalization': {
    inputShape: [7],
    build: (x) => inTurn(x, dense({ units: 6 }), batchNormalization({ trainable: false }), reLU(), dense({ units: 4 })),
  },
  'layer normalization of features': {
    inputShape: [7],
    build: (x) =>
      inTurn(x, dense({ units: 9 }), layerNormalization(), reLU(), layerNormalization(), dense({ units: 4 })),
  },
  'layer normalization of images': {
    inputShape: [5, 3, 2],
    build: (x) => inTurn(x, conv(7), layerNormalization(), reLU(), flatten(), dense({ units: 4 })),
  },
  'layer normalization of more than a million numbers': {
    inputShape: [3],
    batch: 1026,
    build: (x) => inTurn(x, dense({ units: 1023 }), layerNormalization(), reLU(), dense({ units: 4 })),
  },
  'dense layers and layer normalization of sequences': {
    inputShape: [5, 6],
    build: (x) => {
      const branch = inTurn(x, layerNormalization(), dense({ units: 9, activation: 'relu' }), dense({ units: 6 }));
      return inTurn(apply(add(), x, branch), layerNormalization(), flatten(), dense({ units: 4 }));
    },
  },
  'frozen layer normalization': {
    inputShape: [7],
    build: (x) => inTurn(x, dense({ units: 6 }), layerNormalization({ trainable: false }), dense({ units: 4 })),
  },
  'a residual block': {
    inputShape: [6, 6, 4],
    build: (x) => inTurn(residualBlock(x, 4, 1), globalAveragePooling2d({}), dense({ units: 4 })),
  },
  'residual blocks with strides': {
    inputShape: [9, 8, 3],
    build: (x) => {
      const stem = inTurn(x, conv(4), batchNormalization(), reLU());
      const blocks = residualBlock(residualBlock(residualBlock(stem, 4, 1), 7, 2), 8, 2);
      return inTurn(blocks, globalAveragePooling2d({}), dense({ units: 4 }));
    },
  },
  'normalization and GELU of signals that are used again': {
    inputShape: [6, 5],
    build: (x) => {
      let stream = inTurn(x, dense({ units: 7 }));
      for (const layer of [layerNormalization(), activation({ activation: 'gelu' }), batchNormalization()]) {
        const branch = inTurn(stream, layer, dense({ units: 7 }));
        stream = apply(add(), stream, branch);
      }
      return inTurn(stream, flatten(), dense({ units: 4 }));
    },
  },
  'a signal that is added to itself': {
    inputShape: [7],
    build: (x) => {
      const hidden = inTurn(x, dense({ units: 6 }));
      return inTurn(apply(add(), hidden, hidden), dense({ units: 4 }));
    },
  },
  'a signal with three users': {
    inputShape: [7],
    build: (x) => {
      const hidden = inTurn(x, dense({ units: 6, activation: 'relu' }));
      const [first, second] = [dense({ units: 6, activation: 'relu' }), dense({ units: 6 })];
      return inTurn(apply(add(), apply(first, hidden), hidden, apply(second, hidden)), dense({ units: 4 }));
    },
  },
  'a branch without trainable weights': {
    inputShape: [7],
    build: (x) => {
      const frozen = inTurn(x, dense({ units: 6, trainable: false }), reLU());
      const trained = inTurn(x, dense({ units: 6 }), activation({ activation: 'relu' }));
      return inTurn(apply(add(), frozen, trained), reLU(), dense({ units: 4 }));
    },
  },
  'the input as a shortcut': {
    inputShape: [6],
    build: (x) => inTurn(apply(add(), x, inTurn(x, dense({ units: 6 }), reLU())), dense({ units: 4 })),
  },
};

/** Layers that a plan leaves to tfjs, in models that are otherwise planned. */
const UNPLANNED: Record<string, { build: (x: Signal) => Signal; inputShape: number[] }> = {
  'a layer normalization over two axes': {
    inputShape: [4, 3],
    build: (x) => inTurn(x, layerNormalization({ axis: [1, 2] }), flatten(), dense({ units: 4 })),
  },
  'a layer normalization of single numbers': {
    inputShape: [4],
    build: (x) => inTurn(x, dense({ units: 1 }), layerNormalization(), dense({ units: 4 })),
  },
  'a sum that broadcasts': {
    inputShape: [4],
    build: (x) =>
      inTurn(apply(add(), inTurn(x, dense({ units: 1 })), inTurn(x, dense({ units: 5 }))), dense({ units: 4 })),
  },
  'another merging layer': {
    inputShape: [4],
    build: (x) => inTurn(apply(tfl.layers.multiply(), x, inTurn(x, dense({ units: 4 }))), dense({ units: 4 })),
  },
};

/** Layers that a plan leaves to tfjs in the middle of planned layers. */
const WITHIN: Record<string, { layers: () => tfl.layers.Layer[]; inputShape: number[] }> = {
  'hidden activations': {
    inputShape: [7],
    layers: () => [
      dense({ units: 6, activation: 'tanh' }),
      dense({ units: 5, activation: 'elu', useBias: false }),
      dense({ units: 6, activation: 'gelu' }),
      dense({ units: 5, activation: 'softplus' }),
    ],
  },
  'activations in layers of their own': {
    inputShape: [7],
    layers: () => [
      dense({ units: 6 }),
      activation({ activation: 'sigmoid' }),
      dense({ units: 5 }),
      tfl.layers.leakyReLU({ alpha: 0.2 }),
      tfl.layers.elu(),
      reLU({ maxValue: 1 }),
      dense({ units: 5 }),
      tfl.layers.softmax(),
    ],
  },
  'convolutions with a tanh': {
    inputShape: [7, 6, 2],
    layers: () => [
      conv(5, { activation: 'tanh', useBias: true }),
      conv(3, { activation: 'swish', useBias: true }),
      flatten(),
    ],
  },
  'other pooling and padding': {
    inputShape: [7, 6, 2],
    layers: () => [
      tfl.layers.zeroPadding2d({ padding: 1 }),
      conv(5, { padding: 'valid', strides: 2 }),
      tfl.layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same' }),
      tfl.layers.upSampling2d({ size: [2, 2] }),
      conv(4),
      tfl.layers.globalMaxPooling2d({}),
      tfl.layers.reshape({ targetShape: [2, 2] }),
      flatten(),
    ],
  },
};

describe('planned steps of models with normalization and branches', () => {
  before(() => useBackend('wasm'));

  for (const [name, { build, inputShape, loss = 'crossEntropy', batch = 6 }] of Object.entries(GRAPHS)) {
    it(`have the gradients and moving averages of tfjs, to the bit: ${name}`, async () => {
      const model = modelOf(build, inputShape);
      const { planned, byTfjs, kernels } = await bothWays(model, batchFor(model, batch, loss), loss);
      if (loss === 'crossEntropy') expect(kernels, 'kernels that tfjs ran').to.deep.equal([]);
      expectSame(planned, byTfjs);
    });
  }

  for (const [name, { layers, inputShape }] of Object.entries(WITHIN)) {
    it(`leave layers to tfjs, with the same gradients: ${name}`, async () => {
      for (const isLast of [false, true]) {
        const rest = isLast ? [] : [dense({ units: 4 })];
        const model = modelOf(
          (x) => inTurn(x, dense({ units: inputShape.at(-1) as number }), ...layers(), ...rest),
          inputShape,
        );
        const { planned, byTfjs, kernels } = await bothWays(model, batchFor(model, 6, 'crossEntropy'), 'crossEntropy');
        expect(kernels.filter((kernel) => /MatMul|Conv2D/.test(kernel))).to.deep.equal([]);
        expectSame(planned, byTfjs);
      }
    });
  }

  for (const [name, { build, inputShape }] of Object.entries(UNPLANNED)) {
    it(`are left to tfjs if the model has ${name}`, async () => {
      const model = modelOf(build, inputShape);
      const { planned, byTfjs, kernels } = await bothWays(model, batchFor(model, 6, 'crossEntropy'), 'crossEntropy');
      expect(kernels).to.include('BatchMatMul');
      expectSame(planned, byTfjs);
    });
  }

  it('move the averages of a step that overflows once', async () => {
    const states = [];
    for (const isPlanned of [true, false]) {
      const hidden = isPlanned ? reLU() : reLU({ maxValue: 3e38 });
      const model = modelOf(
        (x) => inTurn(x, batchNormalization({ momentum: 0.5 }), hidden, dense({ units: 4 }), dense({ units: 4 })),
        [3],
      );
      model.layers[3].setWeights(model.layers[3].getWeights().map(({ shape }) => tf.fill(shape, 1e30)));
      model.layers[4].setWeights(model.layers[4].getWeights().map(({ shape }) => tf.fill(shape, 1e30)));
      const { end } = await train(model, batchFor(model, 6, 'crossEntropy'), { steps: 2, progress: false });
      expect(end).to.equal('diverged');
      states.push(model.layers[1].getWeights().map((weight) => [...weight.dataSync()]));
    }
    expect(states[0]).to.deep.equal(states[1]);
  });

  it('have the gradients of the cpu backend to one part in ten thousand', async () => {
    for (const [name, { build, inputShape, loss = 'crossEntropy', batch = 6 }] of Object.entries(GRAPHS)) {
      if (batch > 6) continue;
      const model = modelOf(build, inputShape);
      const data = batchFor(model, batch, loss);
      const { planned } = await bothWays(model, data, loss);
      const byCpu = await onCpu(() =>
        read(batchGradients(model, data, objectiveOf(model, loss as 'crossEntropy', data))),
      );
      for (const [i, [, gradient]] of Object.entries(planned.gradients).entries()) {
        const expected = Object.values(byCpu.gradients)[i];
        const size = Math.max(...Object.values(byCpu.gradients).flat().map(Math.abs));
        for (const [at, value] of gradient.entries()) expect(value, name).to.be.closeTo(expected[at], 1e-4 * size);
      }
    }
  });

  it('leave no tensor and no memory behind after 2,000 steps', async () => {
    const model = modelOf(
      (x) => inTurn(residualBlock(x, 4, 1), globalAveragePooling2d({}), dense({ units: 4 })),
      [4, 4, 3],
    );
    const data = batchFor(model, 40, 'crossEntropy');
    const run = (): Promise<unknown> =>
      train(model, data, { steps: 1000, batchSize: 10, optimizer: 'sgd', progress: false });
    const wasm = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array }; dataIdMap: { numDataIds(): number } };
    await run();
    const before = { ...tf.memory(), ids: wasm.dataIdMap.numDataIds(), bytes: wasm.wasm.HEAPU8.length };
    await run();
    expect({ ...tf.memory(), ids: wasm.dataIdMap.numDataIds(), bytes: wasm.wasm.HEAPU8.length }).to.deep.equal(before);
  });
});

/** Runs a function on the cpu backend, where an initialized model has its weights too. */
async function onCpu<T>(run: () => T): Promise<T> {
  await useBackend('cpu');
  try {
    return run();
  } finally {
    await useBackend('wasm');
  }
}
