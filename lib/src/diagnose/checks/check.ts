import type { Evidence } from '../evidence/evidence.js';
import type { FindingDraft, FindingKind } from '../finding.js';

/**
 * The subject of a check, from the ground up:
 *
 * - `data`: the given samples;
 * - `output`: the outputs, their losses and their targets, which must suit each other whatever the
 *   weights are;
 * - `structure`: weights that are wrong whatever their size, such as zeros, copies or a single
 *   sign;
 * - `scale`: the size of the weights;
 * - `signal`: the signals of the samples in the forward and the backward pass;
 * - `loss`: the first loss;
 * - `rate`: the first steps of the optimizer;
 * - `remarks`: notes that are worth making even if something else is wrong.
 */
export type Stage = 'data' | 'output' | 'structure' | 'scale' | 'signal' | 'loss' | 'rate' | 'remarks';

/** One thing that can be wrong with a network, how it is recognized and what follows from it. */
export interface Check {
  /** The kinds of finding that the check can make. */
  readonly kinds: readonly FindingKind[];
  readonly stage: Stage;
  /**
   * The kinds of finding that follow from what this check finds. If the check finds a fault, the
   * checks for these consequences do not run. If it makes a note and one of them is found, the note
   * becomes a fault.
   */
  readonly explains: readonly FindingKind[];
  /** Reads the evidence and changes nothing. */
  run(evidence: Evidence): FindingDraft[];
}
