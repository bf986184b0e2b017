import * as tfl from '@tensorflow/tfjs-layers';
import { type Dataset, random, train, useBackend } from 'initlab';
import { mnistCnn, mnistMlp, tinyTransformer } from 'initlab/tasks';
import { type Contestant, compare, type TimedRow } from '../support/compare.js';
import { pythonPeer } from '../support/pythonPeer.js';

type RowKey = 'mlp' | 'cnn' | 'lesson' | 'residual' | 'lstm' | 'transformer';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const ROWS: TimedRow<RowKey>[] = [
  { key: 'mlp', title: 'MLP 784-256-256-10, 200 steps of 128', times: 1, show: seconds },
  { key: 'cnn', title: 'CNN 2 × 16 filters of 3 × 3 on 28 × 28, 100 steps of 64', times: 1, show: seconds },
  { key: 'lesson', title: 'CNN 8 × 8 filters (lesson 00), 100 steps of 32', times: 1, show: seconds },
  { key: 'residual', title: 'ResNet, 3 blocks of 16 filters on 28 × 28, 20 steps of 32', times: 1, show: seconds },
  { key: 'lstm', title: 'LSTM, 64 units, 28 steps of 28 inputs, 50 steps of 32', times: 1, show: seconds },
  { key: 'transformer', title: 'Transformer (lesson 08), 50 steps of 16', times: 1, show: seconds },
];

const STEPS = {
  mlp: { steps: 200, batchSize: 128, optimizer: 'adam' },
  cnn: { steps: 100, batchSize: 64, optimizer: 'adam' },
  lesson: { steps: 100, batchSize: 32, optimizer: 'sgd' },
  residual: { steps: 20, batchSize: 32, optimizer: 'sgd' },
  lstm: { steps: 50, batchSize: 32, optimizer: 'adam' },
  transformer: { steps: 50, batchSize: 16, optimizer: 'adam' },
} as const satisfies Record<RowKey, object>;

/**
 * Trains nets with this library and PyTorch, and prints a table of the median times. Both use the
 * same optimizer, and read loss, accuracy and the norm of the gradient at every step.
 */
export async function compareTraining(): Promise<void> {
  await useBackend('wasm');
  const contestants: Contestant<RowKey>[] = [
    libraryContestant('initlab, wasm', false),
    libraryContestant('with fma', true),
    await peer(1),
    await peer(2),
  ];
  await compare(ROWS, contestants, { rounds: 3, warmUps: 1, about: 'Training. ' });
}

function libraryContestant(name: string, fma: boolean): Contestant<RowKey> {
  const tasks = {
    mlp: { model: mnistMlp().model, data: noise([784]) },
    cnn: { model: mnistCnn().model, data: noise([28, 28, 1]) },
    lesson: { model: mnistCnn({ depth: 8, width: 8 }).model, data: noise([28, 28, 1]) },
    residual: { model: residualNet(), data: noise([28, 28, 1]) },
    lstm: { model: recurrentNet(), data: noise([28, 28]) },
    transformer: { model: tinyTransformer().model, data: characters() },
  };
  return {
    name,
    async measure(row) {
      await useBackend('wasm', { fma });
      const { model, data } = tasks[row];
      const from = performance.now();
      await train(model, data, { ...STEPS[row], learningRate: 0.001, loss: 'crossEntropy', progress: false });
      return performance.now() - from;
    },
  };
}

/** Builds a stem, three blocks of two convolutions with batch normalization, and a dense layer. */
function residualNet(): tfl.LayersModel {
  const { activation, add, batchNormalization, conv2d, dense, globalAveragePooling2d } = tfl.layers;
  const inTurn = (x: tfl.SymbolicTensor, ...layers: tfl.layers.Layer[]): tfl.SymbolicTensor =>
    layers.reduce((signal, layer) => layer.apply(signal) as tfl.SymbolicTensor, x);
  const conv = (): tfl.layers.Layer => conv2d({ filters: 16, kernelSize: 3, padding: 'same', useBias: false });
  const relu = (): tfl.layers.Layer => activation({ activation: 'relu' });
  const inputs = tfl.input({ shape: [28, 28, 1] });
  let stream = inTurn(inputs, conv(), batchNormalization(), relu());
  for (let block = 0; block < 3; block++) {
    const branch = inTurn(stream, conv(), batchNormalization(), relu(), conv(), batchNormalization());
    stream = relu().apply(add().apply([stream, branch])) as tfl.SymbolicTensor;
  }
  return tfl.model({ inputs, outputs: inTurn(stream, globalAveragePooling2d({}), dense({ units: 10 })) });
}

function recurrentNet(): tfl.LayersModel {
  const recurrent = tfl.layers.lstm({ units: 64, recurrentActivation: 'sigmoid', inputShape: [28, 28] });
  return tfl.sequential({ layers: [recurrent, tfl.layers.dense({ units: 10 })] });
}

function peer(threads: number): Promise<Contestant<RowKey>> {
  const name = `torch, ${threads} thread${threads > 1 ? 's' : ''}`;
  return pythonPeer(new URL('training.py', import.meta.url), {
    name,
    library: 'torch',
    threads,
    args: [String(threads)],
  });
}

/** Makes noise with random labels, because the duration does not depend on what the net learns. */
function noise(shape: number[]): Dataset {
  const stream = random(0);
  const size = shape.reduce((product, n) => product * n, 2000);
  const labels = stream.uniform(new Float32Array(2000), 0, 10);
  return {
    x: { shape: [2000, ...shape], data: stream.normal(new Float32Array(size)) },
    y: { shape: [2000], data: Uint8Array.from(labels) },
  };
}

/** Makes windows of random characters, which are their own targets. */
function characters(): Dataset {
  const numbers = random(0).uniform(new Float32Array(2000 * 32), 0, 70);
  const windows = { shape: [2000, 32], data: Int32Array.from(numbers) };
  return { x: windows, y: windows };
}
