import type { Tensor } from '@tensorflow/tfjs-core';
import type { NumberArray } from '../../foundation/numberArray.js';
import { batchLoss } from '../../network/batchLoss.js';
import { DataRangeError } from '../../network/dataErrors.js';
import { checkLosses, pickLosses } from '../../network/lossChoice.js';
import type { ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import type { TraceOptions } from '../../signal/trace/options.js';
import { measureModel } from '../../signal/trace/passes/measure.js';
import { runForward } from '../../signal/trace/passes/passes.js';
import { withModelRestored } from '../../signal/trace/passes/patches.js';
import type { ModelTrace } from '../../signal/trace/result.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { examineMatrices } from '../matrices/examineMatrices.js';
import { applyRepair } from '../repairs/applyRepair.js';
import type { RepairStep } from '../repairs/repair.js';
import { type AttentionState, attentionStates } from './attentionStates.js';
import { controlDraws, type UnitState, unitStates } from './controlDraws.js';
import { type Expectation, expectation } from './expectation.js';
import { type GateState, gateStates } from './gateStates.js';
import { type ExaminedOutput, examineOutputs } from './outputs.js';
import { repairedSamples, type Samples } from './samples.js';
import { type TrialOptions, trialSteps } from './trialSteps.js';
import { withRepairsUndone } from './withRepairsUndone.js';

/** Differences between a trial and the first steps of the user's training. */
export interface TrialChanges extends Partial<Omit<TrialOptions, 'seed'>> {
  /**
   * A repair of weights or data that is applied before the first step, and undone after the last.
   */
  repair?: readonly RepairStep[];
}

/** Options that say how the model is trained: its loss, optimizer and learning rate. */
export type LearningOptions = Pick<TraceOptions, 'loss' | 'optimizer' | 'learningRate'>;

export interface EvidenceOptions extends LearningOptions {
  samples: number;
  /** Number of trial steps that judge the learning rate. */
  trialSteps: number;
  /** Number of steps for which the network is going to be trained, if the user says so. */
  steps?: number;
  seed: number | bigint;
  /** Receives the name of each measurement before it begins. */
  onProgress?: (measurement: string) => void;
}

/**
 * Everything that checks may read. Costly measurements are functions, which measure at their first
 * call and then return the same result.
 */
export interface Evidence extends Samples {
  readonly view: ModelView;
  /**
   * Whether the model was measured in training mode, because batch normalization then uses the
   * statistics of the batch.
   */
  readonly training: boolean;
  readonly trace: ModelTrace;
  readonly matrices: readonly ExaminedMatrix[];
  /** The outputs of the model, each with its loss and its targets. */
  readonly outputs: readonly ExaminedOutput[];
  readonly learning: LearningOptions;
  /** A learning rate of 0 or below, in place of which the optimizer's default is measured. */
  readonly refusedRate?: number;
  readonly seed: number | bigint;
  /** Number of steps for which the network is going to be trained, if the user says so. */
  readonly plannedSteps?: number;
  /**
   * The error with which the loss refuses the targets. The network is then measured without a loss,
   * and cannot be trained for a trial.
   */
  readonly refusal?: DataRangeError;
  /** The signal that theory expects. */
  expectation(): Expectation;
  /**
   * The states of the units in at least `count` control draws of the network, each with an entry
   * for every call.
   */
  controlDraws(count: number): readonly UnitState[][];
  /** The gates of LSTMs and GRUs. */
  gates(): readonly GateState[];
  /** The attention of each call that has one. */
  attention(): readonly AttentionState[];
  /** The predictions of the model for the samples: the numbers of each output. */
  predictions(): readonly Float32Array[];
  /** The first loss after a change of the weights, which is undone. */
  lossAfter(change: () => void): number;
  /** The losses of `steps` steps of training on other targets for the same samples. */
  trialOn(targets: readonly NumberArray[], steps: number): readonly number[];
  /**
   * The losses of a few training steps, from the present or from repaired weights, with the options
   * of the diagnosis or with changed ones.
   */
  trial(changes?: TrialChanges): readonly number[];
  /**
   * The states of the units after the trial with the options of the diagnosis; undefined if the
   * trial diverged.
   */
  trialUnits(): readonly UnitState[] | undefined;
}

/**
 * Measures a model on the chosen samples, and leaves it unchanged. Call it inside tidy, and keep
 * that open while checks run: the samples are tensors that later measurements read.
 */
export function measureEvidence(view: ModelView, chosen: Samples, options: EvidenceOptions): Evidence {
  const { samples: _, trialSteps: fewSteps, steps: plannedSteps, seed, onProgress, ...given } = options;
  const { learningRate: rate, ...withoutRate } = given;
  const isRefused = rate !== undefined && rate <= 0 && Number.isFinite(rate);
  const learning: LearningOptions = isRefused ? withoutRate : given;
  const training = view.calls.some(({ kind }) => kind.usesBatch);
  const losses = pickLosses(view, learning.loss, chosen.allTargets);
  const refusal = refusalOf(() => checkLosses(view, losses, chosen.allTargets));
  const batch = { feeds: chosen.feeds, loss: batchLoss(view, losses, chosen.y) };
  const measure = <T>(work: () => T): T => withModelRestored(view, work);
  const forward = (): Tensor[] =>
    runForward({ graph: view, feeds: chosen.feeds, training, noise: random(seed).split(2) });
  onProgress?.('signals and gradients');
  const trace = measure(() =>
    measureModel(view, refusal ? { feeds: chosen.feeds } : batch, { ...learning, seed, training, bins: 0 }),
  );
  const matrices = examineMatrices(view, trace);
  const { x, y, batch: size, allTargets, feeds, all } = chosen;
  const outputs = examineOutputs(view, chosen, losses);
  const source = {
    x,
    y,
    batch: size,
    allTargets,
    feeds,
    all,
    view,
    training,
    trace,
    matrices,
    outputs,
    learning,
    seed,
    ...(plannedSteps !== undefined && { plannedSteps }),
    ...(refusal && { refusal }),
    ...(isRefused && { refusedRate: rate }),
  };
  let expected: Expectation | undefined;
  const draws: UnitState[][] = [];
  let gates: GateState[] | undefined;
  let attention: AttentionState[] | undefined;
  let predicted: Float32Array[] | undefined;
  const trials = new Map<string, readonly number[]>();
  let units: UnitState[] | undefined;
  const self: Evidence = {
    ...source,
    expectation: () => {
      expected ??= expectation(source);
      return expected;
    },
    controlDraws: (count) => {
      for (let draw = draws.length; draw < count; draw++) {
        onProgress?.(`control draw ${draw + 1} of ${count}`);
        draws.push(...measure(() => controlDraws(source, draw, draw + 1)));
      }
      return draws;
    },
    lossAfter: (change) =>
      measure(() => {
        change();
        return batch.loss.of(forward()).dataSync()[0];
      }),
    gates: () => {
      gates ??= measure(() => gateStates(source));
      return gates;
    },
    attention: () => {
      attention ??= measure(() => attentionStates(source));
      return attention;
    },
    predictions: () => {
      predicted ??= measure(() => forward().map((output) => output.dataSync<'float32'>()));
      return predicted;
    },
    trialOn: (targets, count) =>
      measure(() => {
        const loss = batchLoss(view, losses, targets);
        return trialSteps(view, { feeds: chosen.feeds, loss }, { ...learning, steps: count, seed }, onProgress);
      }),
    trial: (changes = {}) => {
      const key = JSON.stringify(changes, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));
      const { repair = [], ...others } = changes;
      const known =
        trials.get(key) ??
        withRepairsUndone(view, () => {
          const data = repairedSamples(view, chosen, repair);
          applyRepair({ view, x: data.x, y: data.y }, repair);
          const own = data === chosen ? batch : { feeds: data.feeds, loss: batchLoss(view, losses, data.y) };
          const taken = trialSteps(view, own, { ...learning, steps: fewSteps, ...others, seed }, onProgress);
          const isOwn = Object.keys(changes).length === 0 && taken.every(Number.isFinite);
          if (isOwn) units = unitStates(view, chosen.feeds, training);
          return taken;
        });
      trials.set(key, known);
      return known;
    },
    trialUnits: () => {
      self.trial();
      return units;
    },
  };
  return self;
}

/** Codes of targets of the right shape on which a loss is not defined. */
const REFUSALS: readonly string[] = ['unsuitableLoss', 'notClass', 'notProbability', 'notDistribution'];

/** The error with which a loss refuses its targets; other errors are thrown. */
function refusalOf(work: () => void): DataRangeError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof DataRangeError && REFUSALS.includes(error.code)) return error;
    throw error;
  }
}
