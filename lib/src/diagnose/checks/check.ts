import type { Evidence } from '../evidence/evidence.js';
import type { FindingDraft, FindingKind } from '../finding.js';

/**
 * What a check judges, from the ground up:
 *
 * - `data`: the samples as they are given;
 * - `structure`: weights that are wrong in kind, whatever their size: zeros, copies, one sign;
 * - `scale`: the size of the weights;
 * - `signal`: what the network makes of the samples, forward and backward;
 * - `loss`: the first loss;
 * - `rate`: the first steps of the optimizer;
 * - `remarks`: what is worth knowing, whatever else is wrong.
 */
export type Stage = 'data' | 'structure' | 'scale' | 'signal' | 'loss' | 'rate' | 'remarks';

/** One thing that can be wrong with a network, how it is recognized and what follows from it. */
export interface Check {
  /** The kinds of finding that the check can make. */
  readonly kinds: readonly FindingKind[];
  readonly stage: Stage;
  /**
   * The consequences of what the check finds, by the kinds that they would be found as. Beside a
   * fault they are not looked for; a note becomes a fault if one of them is found.
   */
  readonly explains: readonly FindingKind[];
  /** Reads the evidence and changes nothing. */
  run(evidence: Evidence): FindingDraft[];
}
