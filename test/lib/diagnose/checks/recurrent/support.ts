import * as tfl from '@tensorflow/tfjs-layers';
import { type Initializer, initWeights, random, xavierUniform } from 'initlab';

const { layers } = tfl;

export type Cell = 'simpleRNN' | 'gru' | 'lstm';
export type Wrapper = 'none' | 'bidirectional' | 'sequence';

interface Start {
  kernel?: Initializer;
  recurrent: Initializer;
  bias?: Initializer;
}

/** Builds a recurrent layer called rnn and a softmax over four classes, with the given weights. */
export function recurrentNet(
  cell: Cell,
  {
    steps = 12,
    units = 12,
    wrapper = 'none' as Wrapper,
    seed,
  }: { steps?: number; units?: number; wrapper?: Wrapper; seed: number },
  { kernel = xavierUniform(), ...weights }: Start,
): tfl.LayersModel {
  const make = layers[cell] as typeof layers.simpleRNN;
  // The default of tfjs, orthogonal, is slow. All weights are redrawn anyway.
  const config = { units, recurrentInitializer: 'zeros', returnSequences: wrapper === 'sequence' } as const;
  const input = tfl.input({ shape: [steps, 4], name: 'x' });
  const layer =
    wrapper === 'bidirectional'
      ? layers.bidirectional({ layer: make(config) as tfl.RNN, mergeMode: 'concat', name: 'rnn' })
      : make({ ...config, name: 'rnn' });
  const last = wrapper === 'sequence' ? [layers.globalAveragePooling1d({ name: 'pool' })] : [];
  const parts = [layer, ...last, layers.dense({ units: 4, activation: 'softmax', name: 'output' })];
  const outputs = parts.reduce((h, part) => part.apply(h) as tfl.SymbolicTensor, input);
  const model = tfl.model({ inputs: input, outputs });
  const rule = { kernel, ...weights };
  initWeights(model, { rule: (owner) => (owner.weights.recurrent ? rule : xavierUniform()), seed });
  return model;
}

/** U(±1/√units), with which PyTorch draws all weights and biases of recurrent layers. */
export function torch(units: number): Initializer {
  return (stream, shape) => {
    const size = shape.reduce((product, n) => product * n, 1);
    return stream.uniform(new Float32Array(size)).map((u) => (2 * u - 1) / Math.sqrt(units));
  };
}

/** Glorot's uniform distribution with the fan-out of all gates together, as in Keras. */
export function packedGlorot(gates: number): Initializer {
  return (stream, shape) => {
    const limit = Math.sqrt(6 / (shape[0] + gates * shape[1]));
    return stream.uniform(new Float32Array(shape[0] * shape[1])).map((u) => (2 * u - 1) * limit);
  };
}

/** Biases of an LSTM that are 0 except in the forget gate. */
export function forgetGateBias(value: number): Initializer {
  return (_stream, [size]) => new Float32Array(size).fill(value, size / 4, size / 2);
}

/** Sequences whose class is decided by the mean of their steps. */
export function sequences(seed: number, { steps = 12, batch = 24 } = {}) {
  const stream = random(seed);
  const x = stream.split(0).normal(new Float32Array(batch * steps * 4));
  const teacher = stream.split(1).normal(new Float32Array(16));
  const y = Float32Array.from({ length: batch }, (_, row) => {
    const scores = [0, 0, 0, 0];
    for (let i = 0; i < 4 * steps; i++)
      for (let c = 0; c < 4; c++) scores[c] += x[4 * row * steps + i] * teacher[4 * (i % 4) + c];
    return scores.indexOf(Math.max(...scores));
  });
  return { x: { shape: [batch, steps, 4], data: x }, y };
}
