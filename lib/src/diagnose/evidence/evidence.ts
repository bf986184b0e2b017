import type { LabelledData } from '../../network/data.js';
import type { ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import type { TraceOptions } from '../../signal/trace/options.js';
import type { ModelTrace } from '../../signal/trace/result.js';
import { traceView } from '../../signal/trace/trace.js';
import type { UnitState } from '../../signal/trace/unitStates.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { examineMatrices } from '../matrices/examineMatrices.js';
import { type BlindLoss, blindLoss } from './blindLoss.js';
import { controlDraws } from './controlDraws.js';
import { type Expectation, expectation } from './expectation.js';
import { chooseSamples, type Samples } from './samples.js';
import { type TrialOptions, trialSteps } from './trialSteps.js';

/** The loss, and how the first steps would be made: those of the options that are given. */
export type LearningOptions = Pick<TraceOptions, 'loss' | 'optimizer' | 'learningRate'>;

export interface EvidenceOptions extends LearningOptions {
  samples: number;
  steps: number;
  seed: number | bigint;
}

/**
 * All that checks may read. What is costly is a function: it is computed when first called, and
 * once.
 */
export interface Evidence extends Samples {
  readonly view: ModelView;
  /** Whether batch normalization takes the statistics of the batch, as it does in training. */
  readonly training: boolean;
  readonly trace: ModelTrace;
  readonly matrices: readonly ExaminedMatrix[];
  readonly learning: LearningOptions;
  readonly seed: number | bigint;
  /** The signal that theory expects. */
  expectation(): Expectation;
  /** The states of units, by call, of so many control draws of the same network, or more. */
  controlDraws(count: number): readonly UnitState[][];
  /** The loss of the best guess that does not look at the input, if it is known. */
  blindLoss(): BlindLoss | undefined;
  /** The losses of a few steps of training, by the options of the diagnosis or by others. */
  trial(changes?: Pick<TrialOptions, 'optimizer' | 'learningRate'>): readonly number[];
}

/** Measures a model on some of the samples; the weights are afterwards what they were. */
export function gatherEvidence(view: ModelView, data: LabelledData, options: EvidenceOptions): Evidence {
  const { samples, steps, seed, ...learning } = options;
  const training = view.calls.some(({ kind }) => kind.usesBatch);
  const chosen = chooseSamples(view, data, samples, random(seed).split(3));
  const measured = traceView(view, { x: chosen.x, y: chosen.y }, { ...learning, seed, training });
  const matrices = examineMatrices(view, measured);
  const source = { ...chosen, view, training, trace: measured, matrices, learning, seed };
  const kept: { expectation?: Expectation; blindLoss?: BlindLoss | undefined } = {};
  const draws: UnitState[][] = [];
  const trials = new Map<string, readonly number[]>();
  return {
    ...source,
    expectation: () => {
      kept.expectation ??= expectation(source);
      return kept.expectation;
    },
    controlDraws: (count) => {
      if (draws.length < count) draws.push(...controlDraws(source, draws.length, count));
      return draws;
    },
    blindLoss: () => {
      if (!('blindLoss' in kept)) kept.blindLoss = blindLoss(source);
      return kept.blindLoss;
    },
    trial: (changes = {}) => {
      const key = JSON.stringify(changes);
      const losses = trials.get(key) ?? trialSteps(view, chosen, { ...learning, ...changes, steps, seed });
      trials.set(key, losses);
      return losses;
    },
  };
}
