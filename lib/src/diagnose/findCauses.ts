import { withModelRestored } from '../signal/trace/passes/patches.js';
import { checks } from './checks/checks.js';
import { type Evidence, type EvidenceOptions, measureEvidence } from './evidence/evidence.js';
import { type Samples, standardized } from './evidence/samples.js';
import { type FindingDraft, isFault } from './finding.js';
import { applyRepair, changesOnlyWeights } from './repairs/applyRepair.js';
import { runChecks } from './runChecks.js';

/**
 * Largest number of times that the network is judged, including the first. Causes that would only
 * show later are not found.
 */
const MOST_ROUNDS = 3;

/** A finding, with the samples on which it was made. */
export interface Cause {
  draft: FindingDraft;
  samples: Pick<Samples, 'x' | 'y'>;
  /** Number of times that the network had been repaired before. */
  round: number;
  /** Whether its repair was tried, and did not help. */
  isInVain?: boolean;
}

/**
 * Finds all causes at once. A cause hides those of later stages, so the network is judged, repaired
 * and judged again, and findings that are new are further causes. In the end, the model is
 * restored.
 *
 * A repair is in vain if the same finding is made again right after it, or after the next repair.
 * The finding then says so.
 */
export function findCauses(evidence: Evidence, options: EvidenceOptions, round = 0): Cause[] {
  const own = bySeverity(runChecks(checks, evidence)).map((draft): Cause => ({ draft, samples: evidence, round }));
  const repaired = own.filter(({ draft }) => isFault(draft) && isTriable(draft));
  if (repaired.length === 0 || round + 1 === MOST_ROUNDS) return own;
  const later = withModelRestored(evidence.view, () => {
    for (const { draft } of [...repaired].reverse()) applyRepair(evidence, draft.repair);
    const shifted = repaired.filter(({ draft }) => isOfInputs(draft)).map(({ draft }) => draft.layer);
    const samples = shifted.length > 0 ? standardized(evidence.view, evidence, shifted) : evidence;
    return findCauses(measureEvidence(evidence.view, samples, options), options, round + 1);
  });
  return merge(own, later, evidence);
}

/**
 * Puts faults first that let no signal pass, because no other repair has an effect before they are
 * repaired.
 */
function bySeverity(drafts: readonly FindingDraft[]): FindingDraft[] {
  const isBlocking = (draft: FindingDraft): boolean =>
    isFault(draft) &&
    (draft.kind === 'nonFinite' || draft.kind === 'zeroWeights' || (draft.kind === 'dead' && draft.observed === 1));
  return [...drafts.filter(isBlocking), ...drafts.filter((draft) => !isBlocking(draft))];
}

function isOfInputs({ repair }: FindingDraft): boolean {
  return repair.some(({ type }) => type === 'standardizeInputs');
}

function isTriable(draft: FindingDraft): boolean {
  return isOfInputs(draft) || changesOnlyWeights(draft.repair);
}

/**
 * Adds the findings that were made after the repairs. If a finding is made again, then a repair was
 * in vain: its own, or the one in between, which brought the finding back.
 */
function merge(own: readonly Cause[], later: readonly Cause[], evidence: Evidence): Cause[] {
  const isSame = ({ draft: a }: Pick<Cause, 'draft'>, { draft: b }: Pick<Cause, 'draft'>): boolean =>
    a.kind === b.kind && a.layer === b.layer;
  const marked = own.map((cause): Cause => {
    const again = later.find((other) => isFault(other.draft) && isSame(cause, other));
    if (!isFault(cause.draft) || again === undefined || isBetter(again.draft, cause.draft)) return cause;
    return again.round === cause.round + 1 ? inVain(cause, evidence) : cause;
  });
  const further = later.filter((cause) => !own.some((known) => isSame(known, cause)));
  const undoing = further.map((cause) => {
    const undone = later.find(
      ({ round, draft }) => round > cause.round && isFault(draft) && own.some((known) => isSame(known, { draft })),
    );
    return undone === undefined || !isFault(cause.draft) ? cause : undoes(cause, undone.draft);
  });
  const faults = (causes: readonly Cause[]): Cause[] => causes.filter(({ draft }) => isFault(draft));
  const notes = (causes: readonly Cause[]): Cause[] => causes.filter(({ draft }) => !isFault(draft));
  return [...faults(marked), ...faults(undoing), ...notes(marked), ...notes(undoing)];
}

/** Checks whether a repair has brought a measurement much closer to the expected value. */
function isBetter(after: FindingDraft, before: FindingDraft): boolean {
  const distance = ({ observed, expected }: FindingDraft): number => Math.abs(Math.log(observed / expected));
  return distance(after) < 0.5 * distance(before);
}

const MEANING =
  'So the cause does not lie in these weights: check the data, the loss and the layers before you repair anything else.';

const FROZEN =
  'The layer is frozen, and repairs leave frozen layers unchanged: set trainable to true first, or load the weights that it should have.';

function inVain(cause: Cause, { view, matrices }: Evidence): Cause {
  const isFrozen = matrices.some(({ layer, call }) => layer.isFrozen && view.calls[call].name === cause.draft.layer);
  const why = `${cause.draft.why} The repair was tried, but the same fault is found after it. ${isFrozen ? FROZEN : MEANING}`;
  return { ...cause, isInVain: true, draft: { ...cause.draft, why } };
}

function undoes(cause: Cause, undone: FindingDraft): Cause {
  const why = `${cause.draft.why} The repair was tried, but it undoes the repair of ${undone.layer}, where the first fault is then found again. ${MEANING}`;
  return { ...cause, isInVain: true, draft: { ...cause.draft, why } };
}
