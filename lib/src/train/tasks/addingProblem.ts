import { layers, sequential } from '#tfjs-layers';
import { knownOptions, oneOf, positiveInteger } from '../../foundation/argument.js';
import type { Initializer } from '../../init/initializer.js';
import { orthogonal } from '../../init/orthogonal.js';
import { xavierUniform } from '../../init/xavier.js';
import { type Random, random } from '../../random/random.js';
import type { Dataset, Sampler } from '../data/dataset.js';
import { layerInits } from './layerInits.js';
import type { Task } from './task.js';

export interface AddingProblemOptions {
  /** Steps of a sequence, at least 2. Default 30. */
  length?: number;
  /** Units of the recurrent layer. Default 32. */
  width?: number;
  /** Activation of the recurrent layer. Default 'tanh'. */
  activation?: 'tanh' | 'relu' | 'linear';
  /** Initializer of the recurrent kernel [width, width]. Default `orthogonal()`. */
  recurrentInit?: Initializer;
  /** Initializer of the other kernels. Default `xavierUniform()`. */
  init?: Initializer;
  /** Seed for the weights and for the test sequences. Default 0. */
  seed?: number | bigint;
}

/** Number of test sequences. */
const TEST_SEQUENCES = 500;

/**
 * Makes the adding problem of Hochreiter and Schmidhuber (1997). Each step has a number from U(0,
 * 1) and a mark. The mark is 1 at one step in each half of the sequence, and 0 elsewhere. The
 * target is the sum of the two marked numbers. Always predicting 1 gives a mean squared error of
 * 1/6; a lower error needs memory. The model is a recurrent layer called `rnn` and a linear output.
 * Training sequences are drawn without end.
 *
 * @throws RangeError or TypeError that names the option that does not fit
 * @example
 * ```ts
 * import { identity, train, useBackend } from 'initlab';
 * import { addingProblem } from 'initlab/tasks';
 * await useBackend('cpu');
 * const task = addingProblem({ length: 10, width: 8, activation: 'relu', recurrentInit: identity() });
 * const { loss } = await train(task.model, task.train, { steps: 3, batchSize: 4, progress: false });
 * loss.length; // 3
 * ```
 */
export function addingProblem(options: AddingProblemOptions = {}): Task<Sampler> {
  knownOptions(options, ['length', 'width', 'activation', 'recurrentInit', 'init', 'seed'], 'addingProblem');
  const { length = 30, width = 32, activation = 'tanh', recurrentInit = orthogonal() } = options;
  const { init = xavierUniform(), seed = 0 } = options;
  if (positiveInteger(length, 'length') < 2) throw new RangeError('length is 1; it must be at least 2');
  positiveInteger(width, 'width');
  oneOf(activation, ['tanh', 'relu', 'linear'], 'activation');
  const initializer = layerInits(seed);
  const kernelInitializer = initializer(init);
  const recurrent = { kernelInitializer, recurrentInitializer: initializer(recurrentInit) };
  const model = sequential({
    layers: [
      layers.simpleRNN({ name: 'rnn', units: width, activation, inputShape: [length, 2], ...recurrent }),
      layers.dense({ name: 'output', units: 1, kernelInitializer }),
    ],
  });
  const draw: Sampler = (stream, size) => sequences(stream, size, length);
  return { model, train: draw, test: draw(random(seed).split(0), TEST_SEQUENCES) };
}

function sequences(stream: Random, count: number, length: number): Dataset {
  const numbers = stream.uniform(new Float32Array(count * length));
  const marks = stream.uniform(new Float64Array(2 * count));
  const half = Math.floor(length / 2);
  const x = new Float32Array(2 * count * length);
  numbers.forEach((number, i) => {
    x[2 * i] = number;
  });
  const y = Float32Array.from({ length: count }, (_, sequence) => {
    const first = sequence * length + Math.floor(marks[2 * sequence] * half);
    const second = sequence * length + half + Math.floor(marks[2 * sequence + 1] * (length - half));
    x[2 * first + 1] = 1;
    x[2 * second + 1] = 1;
    return numbers[first] + numbers[second];
  });
  return { x: { shape: [count, length, 2], data: x }, y: { shape: [count, 1], data: y } };
}
