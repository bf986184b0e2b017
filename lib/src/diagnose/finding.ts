import type { RepairStep } from './repairs/repair.js';

/** The kinds of finding: what can be wrong with a network before training. */
export type FindingKind =
  | 'nonFinite'
  | 'input'
  | 'symmetric'
  | 'zeroWeights'
  | 'truncated'
  | 'wrongFan'
  | 'wrongGain'
  | 'vanishingForward'
  | 'explodingForward'
  | 'vanishingBackward'
  | 'explodingBackward'
  | 'saturated'
  | 'dead'
  | 'bias'
  | 'residualGrowth'
  | 'correlationCollapse'
  | 'initialLoss'
  | 'learningRate'
  | 'tooFewSteps'
  | 'hiddenByNormalization'
  | 'outputRange'
  | 'constantOutput'
  | 'lossMismatch'
  | 'targets'
  | 'linear'
  | 'hiddenActivation'
  | 'lossFunction'
  | 'frozen'
  | 'statistics'
  | 'dropout'
  | 'penalty'
  | 'dataOrder';

/** The subject that explains a finding. A course maps topics to its lessons. */
export type Topic =
  | 'overflow'
  | 'inputs'
  | 'symmetry'
  | 'zero weights'
  | 'truncation'
  | 'fan'
  | 'gain'
  | 'variance'
  | 'gradient flow'
  | 'saturation'
  | 'dead units'
  | 'bias'
  | 'residual networks'
  | 'correlation'
  | 'initial loss'
  | 'learning rate'
  | 'normalization'
  | 'outputs'
  | 'targets'
  | 'linearity'
  | 'frozen layers'
  | 'regularization';

/** The topic of each kind of finding. */
export const TOPICS: Readonly<Record<FindingKind, Topic>> = {
  nonFinite: 'overflow',
  input: 'inputs',
  symmetric: 'symmetry',
  zeroWeights: 'zero weights',
  truncated: 'truncation',
  wrongFan: 'fan',
  wrongGain: 'gain',
  vanishingForward: 'variance',
  explodingForward: 'variance',
  vanishingBackward: 'gradient flow',
  explodingBackward: 'gradient flow',
  saturated: 'saturation',
  dead: 'dead units',
  bias: 'bias',
  residualGrowth: 'residual networks',
  correlationCollapse: 'correlation',
  initialLoss: 'initial loss',
  learningRate: 'learning rate',
  tooFewSteps: 'learning rate',
  hiddenByNormalization: 'normalization',
  outputRange: 'outputs',
  constantOutput: 'outputs',
  lossMismatch: 'outputs',
  targets: 'targets',
  linear: 'linearity',
  hiddenActivation: 'linearity',
  lossFunction: 'outputs',
  frozen: 'frozen layers',
  statistics: 'normalization',
  dropout: 'regularization',
  penalty: 'regularization',
  dataOrder: 'targets',
};

/** The repair of a finding. */
export interface Repair {
  /**
   * TypeScript code to paste, including its imports. In it, `model`, `x` and `y` are the diagnosed
   * model and data.
   */
  code: string;
  /**
   * Does to the model, in place, what the code does, with the samples that were measured. Absent if
   * the repair lies outside the model: in the data, or the optimizer.
   */
  apply?: () => void;
}

/** A comparison of a few training steps from the present and from repaired weights. */
export interface RepairTrial {
  /** The loss after the steps from the present weights. */
  before: number;
  /** The loss after the same number of steps from the repaired weights. */
  after: number;
  steps: number;
  optimizer: string;
  /** The learning rate; undefined if the optimizer does not expose it. */
  learningRate: number | undefined;
  /** The seed of the repair, and of dropout and noise during the steps. */
  seed: number | bigint;
  /**
   * The progress that the network makes without the repair, if that is enough for a note. Absent
   * otherwise.
   */
  reached?: TrialProgress;
}

/** The progress of a network without a repair, compared with that after a few steps with it. */
export interface TrialProgress {
  /**
   * The share of the progress with the repair, from the loss of a blind guess; 1 if the whole loss
   * had to be reached.
   */
  share: number;
  /** Number of steps that this took. */
  steps: number;
}

/** One cause, with all the symptoms that follow from it. */
export interface Finding {
  kind: FindingKind;
  /** A fault keeps the network from learning as it could. A note does not change the verdict. */
  severity: 'fault' | 'note';
  /** The layer where the cause begins: the call's name, as `trace` gives it. */
  layer: string;
  /** The quantity that `observed`, `expected` and `band` are values of. */
  quantity: string;
  observed: number;
  expected: number;
  /** The range of values that would not be a finding: [lowest, highest]. */
  band: readonly [number, number];
  /** observed/expected. */
  ratio: number;
  /** The reason, in a few sentences. */
  why: string;
  /** The trial that decided whether this is a fault or a note. Absent if no trial was needed. */
  trial?: RepairTrial;
  repair: Repair;
  /** The subject that explains the finding. */
  topic: Topic;
}

/** Checks whether a finding is a fault, which keeps the network from learning as it could. */
export function isFault({ severity }: Pick<FindingDraft, 'severity'>): boolean {
  return severity !== 'note';
}

/** A finding as a check returns it: plain data, with the repair as a list of steps. */
export interface FindingDraft extends Omit<Finding, 'ratio' | 'topic' | 'severity' | 'repair'> {
  /** Default `'fault'`. */
  severity?: Finding['severity'];
  /** Whether a note says that something cannot be judged, so that no verdict is possible. */
  isUndecided?: boolean;
  repair: readonly RepairStep[];
  /** Whether the deviation is so mild that a trial has to show whether it hinders learning. */
  isMild?: boolean;
  /** Whether the weights have the scale of a common default, with which most networks learn. */
  isDefault?: boolean;
  /**
   * Whether the repaired network did not learn in the trial either. The finding is then a note as
   * long as something else is a fault.
   */
  isUnconfirmed?: boolean;
}
