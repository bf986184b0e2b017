import * as tf from '@tensorflow/tfjs-core';
import { train } from 'initlab';
import { type Entry, isFailing } from './library.js';
import { type FieldNetwork, seedsOf, type Training, type Values } from './network.js';

/** Largest number of samples in one prediction, which bounds the memory. */
const PREDICTION_BATCH = 256;

/** The outcome of a run. */
export interface Outcome {
  /** The skill after training; NaN if an output is not a number. */
  skill: number;
  /** The reason why the run ended, or the message with which `train` refused to start. */
  end: string;
}

/** The outcome for a network with one seed, without and with the accepted repair. */
export interface Confirmation {
  seed: number;
  built: Outcome;
  repaired?: Outcome;
  /** Whether the network behaves as its source says. */
  holds: boolean;
}

/**
 * Trains a network with each of its seeds. A failing network must not learn, and must learn with
 * the accepted repair; a sound one must learn.
 */
export async function confirm({ network, source }: Entry, seeds = seedsOf(network)): Promise<Confirmation[]> {
  const confirmations: Confirmation[] = [];
  for (const seed of seeds) {
    const built = await trainOnce(network.build(seed), seed);
    if (!isFailing(source)) {
      confirmations.push({ seed, built, holds: learns(network, built) });
      continue;
    }
    if (!network.repaired) throw new Error(`${network.id} has no repair`);
    const repaired = await trainOnce(network.repaired(seed), seed);
    confirmations.push({ seed, built, repaired, holds: !learns(network, built) && learns(network, repaired) });
  }
  return confirmations;
}

/**
 * Whether the skill after training is that of a network that learns. A run that ends with a NaN is
 * a failure, although `train` keeps the last good weights.
 */
export function learns({ learnsFrom }: FieldNetwork, { skill, end }: Outcome): boolean {
  return skill >= learnsFrom && end !== 'diverged';
}

/** Trains, measures the skill and disposes the model. */
async function trainOnce(training: Training, seed: number): Promise<Outcome> {
  try {
    return await trainAndMeasure(training, seed);
  } finally {
    training.model.dispose();
  }
}

/** Trains a network with its own settings, and measures its skill afterwards. */
export async function trainAndMeasure(training: Training, seed: number): Promise<Outcome> {
  const { model, loss, batchSize, steps } = training;
  const { optimizer, learningRate } = optimizerSettings(training);
  let end: string;
  try {
    const rate = learningRate === undefined ? {} : { learningRate };
    const options = { steps, batchSize, loss, optimizer, ...rate, seed, progress: false };
    end = (await train(model, training.isOrdered ? inOrder(training) : dataOf(training), options)).end;
  } catch (error) {
    // If `train` refuses data or a model because no training could use them, the network has
    // failed.
    if (!(error instanceof RangeError)) throw error;
    end = error.message;
  } finally {
    if (typeof optimizer === 'object') optimizer.dispose();
  }
  return { skill: training.skill(predict(training)), end };
}

/** Makes the options that describe the optimizer for `train` and `diagnose`. */
export function optimizerSettings({ optimizer, learningRate }: Training) {
  return typeof optimizer === 'function'
    ? { optimizer: optimizer(learningRate), learningRate: undefined }
    : { optimizer, learningRate };
}

/** Selects the samples and targets of a network. */
export function dataOf({ x, y }: Training): { x: Values; y: Values } {
  return { x, y };
}

/** Draws batches in the order in which the samples are stored, over and over. */
function inOrder({ x, y }: Training): (stream: unknown, size: number) => { x: Values; y: Values } {
  let next = 0;
  return (_, size) => {
    const from = next;
    const count = Math.min(size, x.shape[0] - from);
    next = (from + count) % x.shape[0];
    return { x: rows(x, from, count), y: rows(y, from, count) };
  };
}

function rows({ shape: [count, ...rest], data }: Values, from: number, size: number): Values {
  const width = data.length / count;
  return { shape: [size, ...rest], data: data.slice(from * width, (from + size) * width) };
}

/** Computes the outputs of the model for the inputs on which it is measured. */
function predict({ model, x: trained, test: x = trained }: Training): Float32Array {
  return tf.tidy(() => {
    const outputs = model.predict(tf.tensor(x.data, x.shape), { batchSize: PREDICTION_BATCH });
    if (Array.isArray(outputs)) throw new Error('a network of the field library has one output');
    return Float32Array.from(outputs.dataSync());
  });
}
