import { type Repair, type RepairSteps, withImports } from './repairs/repair.js';

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

/** One cause, with all the symptoms that follow from it. */
export interface Finding {
  kind: FindingKind;
  /** A fault keeps the network from learning as it could; a note does not make the verdict. */
  severity: 'fault' | 'note';
  /** The call of a layer where it begins, by the name that `trace` gives it. */
  layer: string;
  /** What `observed`, `expected` and `band` are numbers of. */
  quantity: string;
  observed: number;
  expected: number;
  /** What would have passed: [least, most]. */
  band: readonly [number, number];
  /** observed/expected. */
  ratio: number;
  /** One or two sentences. */
  why: string;
  repair: Repair;
  /** The lesson that explains it. */
  lesson: string;
}

/** The lesson for each kind of finding. */
export const lessons: Record<FindingKind, string> = {
  nonFinite: '00-why-initialization',
  input: '01-variance-math',
  symmetric: '00-why-initialization',
  zeroWeights: '00-why-initialization',
  truncated: '03-he',
  wrongFan: '04-fan-in',
  wrongGain: '03-he',
  vanishingForward: '01-variance-math',
  explodingForward: '01-variance-math',
  vanishingBackward: '02-xavier',
  explodingBackward: '02-xavier',
  saturated: '02-xavier',
  dead: '05-dead-relu',
  bias: '05-dead-relu',
  residualGrowth: '01-variance-math',
  correlationCollapse: '05-dead-relu',
  initialLoss: '00-why-initialization',
  learningRate: '00-why-initialization',
  hiddenByNormalization: '01-variance-math',
};

/** What a check says of a fault; what follows from it is filled in by {@link finding}. */
interface FindingDraft extends Omit<Finding, 'ratio' | 'lesson' | 'severity' | 'repair'> {
  severity?: 'note';
  repair: RepairSteps;
}

export function finding({ severity, repair, ...given }: FindingDraft): Finding {
  return {
    ...given,
    severity: severity ?? 'fault',
    ratio: given.observed / given.expected,
    repair: withImports(repair),
    lesson: lessons[given.kind],
  };
}
