import type { LayersModel } from '@tensorflow/tfjs-layers';
import { tidy } from '#tfjs-core';
import { withMemoryAdvice } from '../backend/memoryError.js';
import { callback, knownOptions, oneOf, positiveInteger } from '../foundation/argument.js';
import { checkData, type LabelledData } from '../network/data.js';
import { viewModel } from '../network/view/modelView.js';
import { random } from '../random/random.js';
import type { TraceOptions } from '../signal/trace/options.js';
import { asDiagnosis, type Diagnosis } from './diagnosis.js';
import { measureEvidence } from './evidence/evidence.js';
import { chooseSamples } from './evidence/samples.js';
import { findCauses } from './findCauses.js';
import type { RepairLanguage } from './repairs/writeRepair.js';

/**
 * Options of {@link diagnose}: how the model is trained, and on how many samples it is measured.
 */
export interface DiagnoseOptions extends Pick<TraceOptions, 'loss' | 'optimizer' | 'learningRate' | 'seed'> {
  /** The largest number of samples to measure, spread over the given ones. Default 128. */
  samples?: number;
  /**
   * Number of steps for which you are going to train, as for `train`. With it, trials ask what
   * hinders learning within that time: a slow start that leaves enough of it is a note, and a rate
   * or a number of steps that leaves the network at a guess is a fault.
   */
  steps?: number;
  /**
   * Number of trial steps of the optimizer that judge the learning rate when weights and signal
   * have no fault. Default 10. The weights are restored afterwards.
   */
  trialSteps?: number;
  /**
   * Library in which the code of the repairs is written: `'tfjs'` (the default), `'pytorch'` or
   * `'keras'`.
   */
  language?: RepairLanguage;
  /**
   * Receives the name of each measurement before it begins, for example `trial step 3 of 10`. A
   * large model takes minutes.
   */
  onProgress?: (measurement: string) => void;
}

const OPTION_NAMES = [
  'loss',
  'optimizer',
  'learningRate',
  'steps',
  'trialSteps',
  'samples',
  'seed',
  'language',
  'onProgress',
];

const LANGUAGES: readonly RepairLanguage[] = ['tfjs', 'pytorch', 'keras'];

const USAGE = 'diagnose(model, { x, y }, options)';

/**
 * Diagnoses whether a network can learn. If it cannot, the diagnosis names the mistake in its
 * weights, data or settings, the layer where it begins, and the repair.
 *
 * The measurements of `trace` are not compared with fixed thresholds. They are compared with what
 * theory (`predict`) expects for this architecture, width, depth, activation and batch, with the
 * band in which single networks scatter.
 *
 * - Weights come first: fanIn·E w² of each layer is compared with what the next activation needs,
 *   up to the standard error for the number of weights. A mistake is named if it explains every
 *   wrong layer (truncation .774, LeCun before ReLU ½, U(±1/√n) ⅓, a wrong fan). It is a fault if
 *   theory says that signal or gradient change tenfold anywhere, and a note from threefold.
 * - In shallow and in trained networks, trial steps from the present and from repaired weights show
 *   whether a deviation hinders learning. If the repaired weights do not learn much faster, it is
 *   only a note.
 * - Dead or saturated units, and samples that become alike, are compared with control draws: the
 *   same network with re-initialized weights on the same samples.
 * - The first loss is compared with that of a guess that does not look at the input.
 * - Gradients are compared with what correctly scaled weights would give.
 * - Finally a few trial steps of the optimizer show whether its learning rate suits.
 *
 * The consequences of a fault are not reported as further faults, but causes that a fault hides are
 * reported: the network is repaired, judged again, and then restored. The model does not change
 * until you call `apply`. The same model, data and seed give the same diagnosis.
 *
 * @param data - a few hundred samples, prepared as for training: `x` and `y` as for `trace`
 * @throws DataTypeError for data without `x` or `y`; TypeError for an unknown option, and for an
 * option among the data; RangeError named MemoryError if memory runs out; and the errors of
 * `trace`
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { diagnose, initWeights, lecunNormal, random } from 'initlab';
 * const layers = Array.from({ length: 20 }, () => tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [64] }));
 * const model = tfl.sequential({ layers: [...layers, tfl.layers.dense({ units: 1 })] });
 * initWeights(model, { rule: () => lecunNormal() });
 * const data = { x: random(1).normal(new Float32Array(100 * 64)), y: random(2).normal(new Float32Array(100)) };
 * const found = diagnose(model, data);
 * found.verdict;            // 'unhealthy'
 * found.findings[0].kind;   // 'wrongGain'
 * found.apply();
 * diagnose(model, data).verdict;   // 'healthy'
 * ```
 */
export function diagnose(model: LayersModel, data: LabelledData, options: DiagnoseOptions = {}): Diagnosis {
  checkData(data, ['x', 'y'], USAGE);
  refuseOptionsInData(data);
  knownOptions(options, OPTION_NAMES, 'diagnose');
  const { samples = 128, steps, trialSteps = 10, seed = 0, language = 'tfjs', onProgress } = options;
  oneOf(language, LANGUAGES, 'language');
  callback(onProgress, 'onProgress');
  positiveInteger(samples, 'samples');
  if (steps !== undefined) positiveInteger(steps, 'steps');
  positiveInteger(trialSteps, 'trialSteps');
  const view = viewModel(model);
  let diagnosis: Diagnosis | undefined;
  tidy(() => {
    const measured = { ...options, samples, trialSteps, seed };
    const chosen = chooseSamples(view, data, samples, random(seed).split(3));
    const shapes = chosen.x.map(({ shape }) => shape.slice(1));
    withMemoryAdvice('diagnose', { batch: chosen.batch, shapes, howToLower: 'set the option samples' }, () => {
      const evidence = measureEvidence(view, chosen, measured);
      diagnosis = asDiagnosis(evidence, findCauses(evidence, measured), language);
    });
  });
  return diagnosis as unknown as Diagnosis;
}

/**
 * Checks that no option is among the data, where it would have no effect. The data may contain
 * other things besides `x` and `y`, such as the names of columns.
 */
function refuseOptionsInData(data: object): void {
  const misplaced = OPTION_NAMES.find((name) => name in data);
  if (misplaced === undefined) return;
  throw new TypeError(
    `diagnose: data has "${misplaced}", which is an option; options are the last argument: diagnose(model, { x, y }, { ${misplaced} })`,
  );
}
