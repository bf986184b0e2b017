import type { Callback, LayersModel } from '@tensorflow/tfjs-layers';
import { callback, knownOptions, positiveInteger, truth } from '../../foundation/argument.js';
import { checkData, type LabelledData } from '../../network/data.js';
import { chooseLosses, type Losses } from '../../network/lossChoice.js';
import { type ModelView, viewModel } from '../../network/view/modelView.js';
import type { Figure } from '../../plot/figure.js';
import { trainingCurves } from '../../plot/training/trainingCurves.js';
import type { TrainingDiagnosis } from './diagnosis.js';
import { liveView } from './liveView.js';
import type { MonitorReport } from './report.js';
import { MonitorRun } from './run.js';
import { type Sample, takeSample } from './sample.js';

export interface MonitorOptions {
  /**
   * Number of steps from one report to the next. By default the monitor measures its own time and
   * reports as often as a tenth of the training time allows.
   */
  every?: number;
  /** Callback for each report. Its result is awaited, so it may draw or inspect the model. */
  onReport?: (report: MonitorReport) => unknown;
  /**
   * Loss, as for `trace`. Default: the loss of the compiled model, or else the one that suits the
   * output and the targets.
   */
  loss?: Losses;
  /** The largest number of rows to measure on, spread over those given. Default 128. */
  samples?: number;
  /**
   * Whether to show a live figure and table in a notebook, and one line in a terminal. Default
   * true.
   */
  show?: boolean;
}

/**
 * Callback for `model.fit` that reports what training does to the model. In a list of callbacks it
 * comes after those that tfjs made, such as `tf.callbacks.earlyStopping()`.
 */
export interface TrainingMonitor extends Callback {
  /** Reports of the present or last run, in the order of their steps. */
  readonly reports: readonly MonitorReport[];
  /** Diagnosis of the present or last run; undefined until that run has ended. */
  readonly diagnosis: TrainingDiagnosis | undefined;
  /** Draws the reports over the steps; `show` of `initlab/plot` displays the figure. */
  figure(): Figure;
  /**
   * Frees the tensors of a run that was interrupted. A run that ends, by `stopTraining` too, frees
   * its tensors itself.
   */
  stop(): void;
  toString(): string;
}

/** The largest number of rows to measure on, unless the options say otherwise. */
export const DEFAULT_SAMPLES = 128;

const OPTION_NAMES: readonly string[] = ['every', 'onReport', 'loss', 'samples', 'show'];

const USAGE = 'monitor(model, { x, y }, options)';

/**
 * Makes a callback for `model.fit` that observes training: the loss compared with that of a blind
 * guess, and for each layer the size of the updates relative to the weights, the size of the
 * gradient, and the units that die or saturate. It names the layer and the step of the first NaN or
 * infinity, and says at the end what happened. `train` has the option `monitor` for the same.
 *
 * Everything is measured on one fixed sample of the data, in inference mode, or with the statistics
 * of the sample if the model has batch normalization. There is a report before the first step, one
 * after the last step, one after a jump of the loss, and as many in between as a tenth of the
 * training time allows. Training gives the same numbers with and without a monitor, bit for bit.
 *
 * In a notebook a figure and a table are updated in place. In a terminal one line is rewritten on
 * standard error; elsewhere only the diagnosis is written, after the end.
 *
 * @param data - `x` and `y` as for `trace`; the training data, or a part of them
 * @throws TypeError for data without `x` or `y` and for an unknown option; RangeError for data that
 * do not fit the model; and the errors of the layers and the loss
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { monitor, random, useBackend } from 'initlab';
 * await useBackend('cpu');
 * const x = tf.tensor2d(random(1).normal(new Float32Array(200)), [100, 2]);
 * const y = tf.sum(x, 1, true);
 * const hidden = tfl.layers.dense({ units: 8, activation: 'relu', inputShape: [2] });
 * const model = tfl.sequential({ layers: [hidden, tfl.layers.dense({ units: 1 })] });
 * model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
 * const watch = monitor(model, { x, y }, { every: 10, show: false });
 * await model.fit(x, y, { epochs: 10, callbacks: watch });
 * watch.reports.at(-1)?.step; // 40
 * String(watch.diagnosis); // the verdict, and what happened
 * ```
 */
export function monitor(model: LayersModel, data: LabelledData, options: MonitorOptions = {}): TrainingMonitor {
  const view = checkArguments(model, data, options);
  const sample = takeSample(view, data, options.samples ?? DEFAULT_SAMPLES);
  // Targets that do not suit the loss are reported early, if the loss is known before training.
  if ((options.loss ?? model.loss) !== undefined) chooseLosses(view, options.loss, sample.targets);
  let run: MonitorRun | undefined;
  const begin = async (): Promise<void> => {
    run?.free();
    run = startRun(view, sample, options);
    await run.begin();
  };
  const watching: TrainingMonitor = {
    // Each function is bound, because tfjs takes functions off the object that it receives.
    onTrainBegin: begin,
    onBatchBegin: async () => run?.beforeStep(),
    onBatchEnd: async (_, logs) => run?.afterStep(numberOf(logs?.loss)),
    onTrainEnd: async () => run?.end(),
    onEpochBegin: async () => {},
    onEpochEnd: async () => {},
    setParams: () => {},
    setModel: () => {},
    model,
    params: {},
    validationData: [],
    get reports() {
      return run?.reports ?? [];
    },
    get diagnosis() {
      return run?.diagnosis;
    },
    figure: () => trainingCurves(run?.reports ?? []),
    stop: () => run?.free(),
    toString: () => run?.diagnosis?.toString() ?? 'no run has ended yet',
  };
  return watching;
}

/** Makes the observer of one training run, which shows what it measures unless told not to. */
export function startRun(
  view: ModelView,
  sample: Sample,
  { every, onReport = () => {}, loss, show = true }: MonitorOptions,
  further: Partial<Pick<ConstructorParameters<typeof MonitorRun>[0], 'optimizer'>> & { hasLine?: boolean } = {},
): MonitorRun {
  const { hasLine = true, optimizer } = further;
  const draw = show ? liveView({ hasLine }) : () => {};
  return new MonitorRun({ view, sample, every, loss, onReport, draw, optimizer });
}

/** Checks the options of a monitor; `where` names the function that received them. */
export function checkMonitorOptions(options: MonitorOptions, where: string): void {
  knownOptions(options, OPTION_NAMES, where);
  if (options.every !== undefined) positiveInteger(options.every, 'every');
  if (options.samples !== undefined) positiveInteger(options.samples, 'samples');
  callback(options.onReport, 'onReport');
  truth(options.show ?? true, 'show');
}

function checkArguments(model: LayersModel, data: LabelledData, options: MonitorOptions): ModelView {
  checkData(data, ['x', 'y'], USAGE);
  checkMonitorOptions(options, 'monitor');
  const view = viewModel(model);
  if (model.trainableWeights.length > 0) return view;
  throw new RangeError('model has no trainable weights; there is nothing to monitor');
}

/** Reads a value of tfjs's logs, which is a tensor until a callback has resolved it. */
function numberOf(value: number | { dataSync(): ArrayLike<number> } | undefined): number {
  if (value === undefined) return Number.NaN;
  return typeof value === 'number' ? value : value.dataSync()[0];
}
