import type { Optimizer } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { rows } from '../../foundation/numberArray.js';
import type { Losses } from '../../network/lossChoice.js';
import { viewModel } from '../../network/view/modelView.js';
import type { Random } from '../../random/random.js';
import type { Dataset, Sampler } from '../data/dataset.js';
import type { TrainingFailure } from '../trainingFailure.js';
import { checkMonitorOptions, DEFAULT_SAMPLES, type MonitorOptions, startRun } from './monitor.js';
import type { MonitoredNonFinite } from './report.js';
import type { MonitorRun } from './run.js';
import { spreadRows, takeSample } from './sample.js';

/** Monitor of a training loop of this library. */
export interface TrainingWatch extends Pick<MonitorRun, 'begin' | 'beforeStep' | 'free' | 'reports' | 'diagnosis'> {
  afterStep(batchLoss: number, failure: TrainingFailure | undefined): Promise<void>;
  end(failure: TrainingFailure | undefined): Promise<void>;
}

/**
 * Makes the monitor of a run, or undefined if the option doesn't ask for one.
 *
 * @param stream random stream for the rows if `data` draws them; it must be no other use's
 */
export function watchTraining(
  model: LayersModel,
  data: Dataset | Sampler,
  option: boolean | MonitorOptions,
  further: { loss: Losses | undefined; optimizer: Optimizer; hasLine: boolean; stream: Random },
): TrainingWatch | undefined {
  if (option === false) return undefined;
  const options = option === true ? {} : option;
  checkMonitorOptions(options, 'monitor');
  const { samples = DEFAULT_SAMPLES } = options;
  const { loss, stream, ...settings } = further;
  const view = viewModel(model);
  const sample = takeSample(view, pickRows(data, samples, stream), samples);
  const run = startRun(view, sample, { ...options, ...(loss !== undefined && { loss }) }, settings);
  return {
    begin: () => run.begin(),
    beforeStep: () => run.beforeStep(),
    afterStep: (batchLoss, failure) => run.afterStep(batchLoss, failure && plainFailure(failure)),
    end: (failure) => run.end(failure && plainFailure(failure)),
    free: () => run.free(),
    get reports() {
      return run.reports;
    },
    get diagnosis() {
      return run.diagnosis;
    },
  };
}

/** Picks rows before they become tensors, because a data set may be large. */
function pickRows(data: Dataset | Sampler, count: number, stream: Random): Dataset {
  if (typeof data === 'function') return data(stream, count);
  const places = spreadRows(data.x.shape[0], count);
  return { x: rows(data.x, places), y: rows(data.y, places) };
}

function plainFailure({ message: _, value, ...place }: TrainingFailure): MonitoredNonFinite {
  return { ...place, value: String(value) };
}
