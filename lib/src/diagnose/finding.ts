import type { RepairStep } from './repairs/repair.js';

/** What can be wrong with a network at its start. */
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
  | 'hiddenByNormalization';

/** The subject to read about for a finding. A course maps topics to its lessons. */
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
  | 'normalization';

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
  hiddenByNormalization: 'normalization',
};

/** How to repair what was found. */
export interface Repair {
  /**
   * TypeScript code to paste, including its imports. `model`, `x` and `y` are those that were
   * diagnosed.
   */
  code: string;
  /**
   * Changes the model in place, as the code does for the samples that were measured. Absent if the
   * repair lies outside of the model: in the data, or the optimizer.
   */
  apply?: () => void;
}

/** One cause, with all the symptoms that follow from it. */
export interface Finding {
  kind: FindingKind;
  /** A fault keeps the network from learning as it could. A note does not change the verdict. */
  severity: 'fault' | 'note';
  /** The call of a layer where the cause begins, by the name that `trace` gives it. */
  layer: string;
  /** What `observed`, `expected` and `band` measure. */
  quantity: string;
  observed: number;
  expected: number;
  /** The range that would have passed: [least, most]. */
  band: readonly [number, number];
  /** observed/expected. */
  ratio: number;
  /** One or two sentences. */
  why: string;
  repair: Repair;
  /** The subject to read about. */
  topic: Topic;
}

/** A finding as a check makes it: plain data, with the steps of its repair. */
export interface FindingDraft extends Omit<Finding, 'ratio' | 'topic' | 'severity' | 'repair'> {
  /** Default `'fault'`. */
  severity?: Finding['severity'];
  repair: readonly RepairStep[];
}
