import type { Optimizer } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import { progress } from '../display/progress.js';
import { abortSignal, callback, knownOptions, positiveInteger, truth } from '../foundation/argument.js';
import type { LabelledData } from '../network/data.js';
import type { Loss } from '../network/lossChoice.js';
import type { OutputLoss } from '../network/losses.js';
import { disposeOptimizer, type OptimizerName, optimizerOf } from '../network/optimizer.js';
import { checkTargets } from '../network/targetChecks.js';
import { type Random, random } from '../random/random.js';
import { withSeededMath } from '../random/seededMath.js';
import { type NextBatch, sampledBatches, shuffledBatches } from './batches.js';
import { type Dataset, type Sampler, toDataset } from './data/dataset.js';
import { meanOver } from './evaluate.js';
import { Recorder, type TrainingHistory } from './history.js';
import type { TrainingDiagnosis } from './monitor/diagnosis.js';
import type { MonitorOptions } from './monitor/monitor.js';
import type { MonitorReport } from './monitor/report.js';
import { watchTraining } from './monitor/watchTraining.js';
import { checkModel, objectiveOf } from './objective.js';
import { plannedGradients } from './plan/plan.js';
import { failureOf, failureOfWeights, type TrainingFailure } from './trainingFailure.js';
import { batchGradients, type StepValues } from './trainingStep.js';

const OPTION_NAMES = 'steps batchSize optimizer learningRate loss seed onStep signal evaluate progress monitor'.split(
  ' ',
);

/** Right calls, for messages. */
const SAMPLER_USAGE = 'train(model, (random, size) => ({ x, y }), options)';
const EVALUATE_USAGE = 'train(model, data, { evaluate: { data: { x, y } } })';

/** Time that training may work before it lets timers and other events run. */
const YIELD_INTERVAL_MS = 15;

export interface TrainOptions {
  /** Number of batches, each followed by one update. */
  steps: number;
  /** Examples in a batch. Default: 32, or all examples if there are fewer. */
  batchSize?: number;
  /**
   * Name ('sgd', 'momentum' (0.9), 'adam', 'rmsprop', 'adagrad') or an optimizer of tfjs. An
   * optimizer of tfjs keeps its state, so you can continue training with it. Default: the optimizer
   * of a compiled model, otherwise 'adam'.
   */
  optimizer?: OptimizerName | Optimizer;
  /** Learning rate. Default 0.01, or 0.001 for 'adam' and 'rmsprop'. */
  learningRate?: number;
  /**
   * Loss: 'crossEntropy' (targets: integer labels from 0, or rows of probabilities),
   * 'binaryCrossEntropy' (targets from 0 to 1), 'meanSquaredError', or a function of targets and
   * output. The cross entropies take probabilities if the model ends in a softmax or sigmoid, and
   * logits otherwise. Default: the loss of a compiled model, otherwise the cross entropy that suits
   * the activation of the output or the labels, and 'meanSquaredError' for other numbers. For
   * integers and one linear output there is no default.
   */
  loss?: Loss;
  /**
   * Seed for the order of the examples and for dropout: a safe integer of at least 0 or a bigint.
   * Default 0.
   */
  seed?: number | bigint;
  /** Callback after each update. Its result is awaited, so it may draw or inspect the model. */
  onStep?: (values: TrainStep) => unknown;
  /** Signal that ends the run after the current step. */
  signal?: AbortSignal;
  /**
   * Other data on which to measure the loss: before the first step, after every `every` steps
   * (default: a tenth of all steps) and after the last step.
   */
  evaluate?: { data: LabelledData; every?: number };
  /** Whether to show a progress bar. Default true. */
  progress?: boolean;
  /**
   * Whether to observe the run as `monitor` does, or the options for that. The result has the
   * reports and the diagnosis.
   */
  monitor?: boolean | Omit<MonitorOptions, 'loss'>;
}

/** Values of one step, measured before its update. */
export interface TrainStep {
  /** Number of the step, counted from 1. */
  step: number;
  loss: number;
  /** Share of the batch that is classified correctly. Present for classes only. */
  accuracy?: number;
  gradientNorm: number;
}

export interface Training extends TrainingHistory {
  /**
   * Reason for the end: all steps were done, the signal aborted the run, or a number became NaN or
   * infinite.
   */
  end: 'done' | 'aborted' | 'diverged';
  /** Number of updates made. */
  steps: number;
  /** Place where the first NaN or infinity appeared. */
  failure?: TrainingFailure;
  /** Reports and diagnosis of the monitor. Present if the option `monitor` is set. */
  monitor?: { reports: readonly MonitorReport[]; diagnosis: TrainingDiagnosis };
}

/**
 * Trains a model, compiled or not, on batches of the data, and returns the measurements of the run.
 * On the same backend the same seed gives the same numbers, dropout and noise included. A layer
 * with its own seed is an exception: tfjs repeats its mask at every step.
 *
 * A NaN or an infinity ends the run at the step where it appears. If possible the run ends before
 * the update, so the model keeps its last good weights. `failure` names the step, the layer and the
 * quantity. The history is returned in every case, even after an abort.
 *
 * @param data a fixed set of examples in the forms that `trace` takes, of which each is used once,
 *   in random order, before any is used again; or a function that draws a batch
 * @throws DataRangeError or DataTypeError for data that do not fit, as in `trace`, or that have a
 *   NaN or an infinity; RangeError or TypeError that names the model or the option that does not
 *   fit; and whatever `onStep` throws
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
  data: LabelledData | Sampler,
  options: TrainOptions,
): Promise<Training> {
  checkOptions(model, options);
  const { steps, seed = 0, signal, onStep } = options;
  const [order, noise] = [random(seed).split(0), random(seed).split(1)];
  const { next, sample } = batches(model, data, options.batchSize, order);
  const objective = objectiveOf(model, options.loss, sample);
  const recorder = new Recorder();
  const evaluateAt = evaluator(model, options, objective, recorder);
  const yieldToEvents = eventYielder();
  const { optimizer, isOwned } = optimizerOf(model, options.optimizer, options.learningRate);
  const watch = watchTraining(model, typeof data === 'function' ? data : sample, options.monitor ?? false, {
    loss: options.loss,
    optimizer,
    hasLine: options.progress === false,
    stream: random(seed).split(2),
  });
  const bar = options.progress === false ? undefined : progress(steps, { label: 'training', unit: 'steps' });
  const planned = plannedGradients(model, objective);
  let done = 0;
  let failure: TrainingFailure | undefined;
  try {
    await watch?.begin();
    evaluateAt(0);
    while (done < steps && !signal?.aborted) {
      const batch = next();
      if (typeof data === 'function') checkTargets(objective, batch.y, model.outputs[0].shape, 'y');
      const { gradients, ...values } = withSeededMath(
        noise,
        () => planned.of(batch) ?? batchGradients(model, batch, objective),
      );
      recorder.add(values);
      failure = failureOf(model, batch, done + 1, { ...values, gradients });
      watch?.beforeStep();
      if (!failure) optimizer.applyGradients(gradients);
      tf.dispose(gradients);
      await watch?.afterStep(values.loss, failure);
      if (failure) break;
      done++;
      await onStep?.(stepOf(done, values));
      evaluateAt(done);
      bar?.advance(1, `loss ${values.loss.toPrecision(4)}`);
      await yieldToEvents();
    }
    failure ??= failureOfWeights(model, done);
    await watch?.end(failure);
  } finally {
    bar?.end(failure?.message);
    watch?.free();
    planned.free();
    if (isOwned) disposeOptimizer(optimizer);
  }
  const end = failure ? 'diverged' : done < steps ? 'aborted' : 'done';
  const diagnosis = watch?.diagnosis;
  return {
    end,
    steps: done,
    ...recorder.history(),
    ...(failure && { failure }),
    ...(diagnosis && { monitor: { reports: watch.reports, diagnosis } }),
  };
}

function checkOptions(model: LayersModel, options: TrainOptions): void {
  knownOptions(options, OPTION_NAMES, 'train');
  positiveInteger(options.steps, 'steps');
  callback(options.onStep, 'onStep');
  abortSignal(options.signal, 'signal');
  truth(options.progress ?? true, 'progress');
  checkModel(model);
  if (model.trainableWeights.length === 0) throw new RangeError('model has no trainable weights');
}

/**
 * Makes a source of batches, with some examples to check beforehand: all of a fixed set, or the
 * first batch of a sampler.
 */
function batches(
  model: LayersModel,
  data: LabelledData | Sampler,
  batchSize: number | undefined,
  stream: Random,
): { next: NextBatch; sample: Dataset } {
  if (batchSize !== undefined) positiveInteger(batchSize, 'batchSize');
  if (typeof data === 'function') {
    const read = (drawn: Dataset): Dataset => toDataset(model, drawn, SAMPLER_USAGE);
    const batchesOf = (size: number): NextBatch => sampledBatches(data, size, stream, read);
    return { next: batchesOf(batchSize ?? 32), sample: batchesOf(1)() };
  }
  const dataset = toDataset(model, data, 'train(model, { x, y }, options)');
  const count = dataset.x.shape[0];
  const size = batchSize ?? Math.min(32, count);
  if (size > count) throw new RangeError(`batchSize is ${size}, but there are only ${count} examples`);
  return { next: shuffledBatches(dataset, size, stream), sample: dataset };
}

/** Makes a function that evaluates at step 0, after every `every` steps and at the last step. */
function evaluator(
  model: LayersModel,
  { evaluate, steps }: TrainOptions,
  objective: OutputLoss,
  recorder: Recorder,
): (step: number) => void {
  if (evaluate === undefined) return () => {};
  knownOptions(evaluate, ['data', 'every'], 'evaluate');
  const { every = Math.ceil(steps / 10) } = evaluate;
  positiveInteger(every, 'evaluate.every');
  const dataset = toDataset(model, evaluate.data, EVALUATE_USAGE, 'evaluate.data.');
  checkTargets(objective, dataset.y, model.outputs[0].shape, 'evaluate.data.y');
  return (step) => {
    if (step % every === 0 || step === steps) recorder.addEvaluation(step, meanOver(model, dataset, objective, 256));
  };
}

function stepOf(step: number, { loss, accuracy, gradientNorm }: StepValues): TrainStep {
  return { step, loss, ...(accuracy !== undefined && { accuracy }), gradientNorm };
}

/** Makes a function that now and then lets timers, interrupts and the progress bar run. */
function eventYielder(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < YIELD_INTERVAL_MS) return;
    await tf.nextFrame();
    last = performance.now();
  };
}
