import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { progress } from '../display/progress.js';
import { abortSignal, callback, knownOptions, positiveInteger, truth } from '../foundation/argument.js';
import type { Loss } from '../network/lossChoice.js';
import type { Objective } from '../network/losses.js';
import { disposeOptimizer, type OptimizerName, optimizerOf } from '../network/optimizer.js';
import { type Random, random } from '../random/random.js';
import { withSeededMath } from '../random/seededMath.js';
import { type NextBatch, sampledBatches, shuffledBatches } from './batches.js';
import { type Dataset, type Sampler, type TensorDataset, toDataset } from './data/dataset.js';
import { meanOver } from './evaluate.js';
import { checkFit, checkModel } from './fit.js';
import { Recorder, type TrainingHistory } from './history.js';
import { objectiveOf } from './objective.js';
import { failureOf, failureOfWeights, type TrainingFailure } from './trainingFailure.js';
import { batchGradients, type StepValues } from './trainingStep.js';

const optionNames = 'steps batchSize optimizer learningRate loss seed onStep signal evaluate progress'.split(' ');

/** Milliseconds of work between two turns for others. */
const BREATH = 15;

export interface TrainOptions {
  /** How many batches, each followed by one update. */
  steps: number;
  /** Examples in a batch, default 32 or all, if there are fewer. */
  batchSize?: number;
  /**
   * A name ('sgd', 'momentum' (.9), 'adam', 'rmsprop', 'adagrad') or an optimizer of tfjs, which keeps its state, so that training can go on
   * with it; default: that of a compiled model, else 'adam'.
   */
  optimizer?: OptimizerName | tf.Optimizer;
  /** Default .01, for 'adam' and 'rmsprop' .001. */
  learningRate?: number;
  /**
   * 'crossEntropy' (targets: integer labels from 0, or rows of probabilities), 'binaryCrossEntropy' (targets from 0 to 1), both of logits or, if
   * the model ends in a softmax or sigmoid, of probabilities, 'meanSquaredError', or
   * a function of targets and output; default: that of a compiled model, else 'crossEntropy' for integer targets, else 'meanSquaredError'.
   */
  loss?: Loss;
  /** Of the order of the examples and of dropout; default 0. A safe integer from 0 or a bigint, as for `random`. */
  seed?: number | bigint;
  /** Called after each update. What it returns is awaited, so it may draw or look into the model. */
  onStep?: (values: TrainStep) => unknown;
  /** Ends the training after the step that runs when it is aborted. */
  signal?: AbortSignal;
  /** Measures the loss on other data: before the first step, then after every `every` steps (default a tenth of them) and after the last. */
  evaluate?: { data: TensorDataset; every?: number };
  /** Whether to show a progress bar, default true. */
  progress?: boolean;
}

/** One step: what was measured before its update. */
export interface TrainStep {
  /** Counted from 1. */
  step: number;
  loss: number;
  /** For classes only. */
  accuracy?: number;
  gradientNorm: number;
}

export interface Training extends TrainingHistory {
  /** Whether all steps were done, or the signal ended it, or a number became NaN or infinite. */
  end: 'done' | 'aborted' | 'diverged';
  /** Number of updates made. */
  steps: number;
  /** Where the first number that is NaN or infinite came up. */
  failure?: TrainingFailure;
}

/**
 * Trains a model, compiled or not, by batches of the data, and returns what was measured on the way. The same seed gives the same numbers
 * on the same backend: order of the examples, and dropout and noise too, unless the layer has a seed of its own (with one, tfjs repeats
 * the same mask at every step).
 *
 * A NaN or an infinity ends the training at the step where it comes up, before the update where that can be, so that the model keeps its last
 * good weights; `failure` says step, layer and quantity, and the history stays. An aborted training returns its history likewise.
 *
 * @param data a fixed set, whose examples come in random order, each once before any comes again; or a function that draws a batch
 * @throws RangeError or TypeError for data, a model or options that do not fit, naming them; and what `onStep` throws
 * @example
 * ```ts
 * import { train, useBackend } from 'initlab';
 * import { sinFit } from 'initlab/tasks';
 * await useBackend('cpu');
 * const { model, train: data } = sinFit({ width: 20, depth: 1 });
 * const { loss, end } = await train(model, data, { steps: 20, optimizer: 'adam', learningRate: 0.01, progress: false });
 * loss.length; // 20
 * end; // 'done'
 * ```
 */
export async function train(
  model: LayersModel,
  data: TensorDataset | Sampler,
  options: TrainOptions,
): Promise<Training> {
  checkOptions(model, options);
  const { steps, seed = 0, signal, onStep } = options;
  const [order, noise] = [random(seed).split(0), random(seed).split(1)];
  const { next, sample } = batches(data, options.batchSize, order);
  const objective = objectiveOf(model, options.loss, sample);
  checkFit(model, sample, objective, 'data');
  const recorder = new Recorder();
  const evaluateAt = evaluator(model, options, objective, recorder);
  const breathe = breathing();
  const { optimizer, isOwned } = optimizerOf(model, options.optimizer, options.learningRate);
  const bar = options.progress === false ? undefined : progress(steps, { label: 'training', unit: 'steps' });
  let done = 0;
  let failure: TrainingFailure | undefined;
  try {
    evaluateAt(0);
    while (done < steps && !signal?.aborted) {
      const batch = next();
      if (typeof data === 'function') checkFit(model, batch, objective, 'data');
      const { gradients, ...values } = withSeededMath(noise, () => batchGradients(model, batch, objective));
      recorder.add(values);
      failure = failureOf(model, batch, done + 1, { ...values, gradients });
      if (!failure) optimizer.applyGradients(gradients);
      tf.dispose(gradients);
      if (failure) break;
      done++;
      await onStep?.(stepOf(done, values));
      evaluateAt(done);
      bar?.advance(1, `loss ${values.loss.toPrecision(4)}`);
      await breathe();
    }
    failure ??= failureOfWeights(model, done);
  } finally {
    bar?.end(failure?.message);
    if (isOwned) disposeOptimizer(optimizer);
  }
  const end = failure ? 'diverged' : done < steps ? 'aborted' : 'done';
  return { end, steps: done, ...recorder.history(), ...(failure && { failure }) };
}

function checkOptions(model: LayersModel, options: TrainOptions): void {
  knownOptions(options, optionNames, 'train');
  positiveInteger(options.steps, 'steps');
  callback(options.onStep, 'onStep');
  abortSignal(options.signal, 'signal');
  truth(options.progress ?? true, 'progress');
  checkModel(model);
  if (model.trainableWeights.length === 0) throw new RangeError('model has no trainable weights');
}

/** A source of batches, and a sample of what is in them: all of a fixed set. */
function batches(
  data: TensorDataset | Sampler,
  batchSize: number | undefined,
  stream: Random,
): { next: NextBatch; sample: Dataset } {
  if (batchSize !== undefined) positiveInteger(batchSize, 'batchSize');
  if (typeof data === 'function') {
    return { next: sampledBatches(data, batchSize ?? 32, stream), sample: sampledBatches(data, 1, stream)() };
  }
  const dataset = toDataset(data, 'data');
  const count = dataset.x.shape[0];
  const size = batchSize ?? Math.min(32, count);
  if (size > count) throw new RangeError(`batchSize is ${size}, but there are ${count} examples`);
  return { next: shuffledBatches(dataset, size, stream), sample: dataset };
}

/** Evaluates when it is due: at 0, at every so many steps and at the last. */
function evaluator(
  model: LayersModel,
  { evaluate, steps }: TrainOptions,
  objective: Objective,
  recorder: Recorder,
): (step: number) => void {
  if (evaluate === undefined) return () => {};
  knownOptions(evaluate, ['data', 'every'], 'evaluate');
  const { every = Math.ceil(steps / 10) } = evaluate;
  positiveInteger(every, 'evaluate.every');
  const dataset = toDataset(evaluate.data, 'evaluate.data');
  checkFit(model, dataset, objective, 'evaluate.data');
  return (step) => {
    if (step % every === 0 || step === steps) recorder.addEvaluation(step, meanOver(model, dataset, objective, 256));
  };
}

function stepOf(step: number, { loss, accuracy, gradientNorm }: StepValues): TrainStep {
  return { step, loss, ...(accuracy !== undefined && { accuracy }), gradientNorm };
}

/** Lets others have their turn now and then: timers, an interrupt, the drawing of a progress bar. */
function breathing(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < BREATH) return;
    await tf.nextFrame();
    last = performance.now();
  };
}
