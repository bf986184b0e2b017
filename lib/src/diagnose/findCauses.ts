import { viewModel } from '../network/view/modelView.js';
import { checks } from './checks/checks.js';
import { nonFiniteData } from './checks/data/nonFiniteData.js';
import { constantOutput } from './checks/output/constantOutput.js';
import { lossMismatch } from './checks/output/lossMismatch.js';
import { targetLabels } from './checks/output/targetLabels.js';
import { type Evidence, type EvidenceOptions, measureEvidence } from './evidence/evidence.js';
import { repairedSamples, type Samples } from './evidence/samples.js';
import { withRepairsUndone } from './evidence/withRepairsUndone.js';
import { type FindingDraft, isFault } from './finding.js';
import { orderByEffect } from './orderByEffect.js';
import { applyRepair, isTriable } from './repairs/applyRepair.js';
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
export function findCauses(evidence: Evidence, options: EvidenceOptions): Cause[] {
  if (evidence.refusal) return refusedTargets(evidence, evidence.refusal);
  const causes = judgeAndRepair(evidence, options, 0);
  const ordered = orderByEffect(
    evidence,
    causes.map(({ draft }) => draft),
  );
  return ordered.flatMap((draft) => causes.filter((cause) => cause.draft === draft));
}

/**
 * Finds why a loss is not defined on its targets. Nothing else can be judged before this is
 * repaired.
 *
 * @throws the error of the loss if no check explains it
 */
function refusedTargets(evidence: Evidence, refusal: Error): Cause[] {
  const drafts = runChecks([nonFiniteData, constantOutput, targetLabels, lossMismatch], evidence).filter(isFault);
  if (drafts.length === 0) throw refusal;
  return drafts.map((draft) => ({ draft, samples: evidence, round: 0 }));
}

function judgeAndRepair(evidence: Evidence, options: EvidenceOptions, round: number): Cause[] {
  // A repair may have chosen a loss that other targets do not suit, which is not a cause of its
  // own.
  if (evidence.refusal) return [];
  const own = runChecks(checks, evidence).map((draft): Cause => ({ draft, samples: evidence, round }));
  const repaired = own.filter(({ draft }) => isFault(draft) && canJudgeAfter(draft, evidence));
  if (repaired.length === 0 || round + 1 === MOST_ROUNDS) return own;
  const later = withRepairsUndone(evidence.view, () => {
    for (const { draft } of [...repaired].reverse()) applyRepair(evidence, draft.repair);
    const samples = repairedSamples(
      evidence.view,
      evidence,
      repaired.flatMap(({ draft }) => draft.repair),
    );
    const settings = { ...options, ...chosenLoss(repaired) };
    // A new view, because a repair may have changed an activation.
    return judgeAndRepair(measureEvidence(viewModel(evidence.view.model), samples, settings), settings, round + 1);
  });
  return merge(own, later, evidence, repaired);
}

/**
 * Checks whether the network can be judged after a repair: a new loss only if it is that of the
 * only output.
 */
function canJudgeAfter({ repair }: FindingDraft, { outputs }: Evidence): boolean {
  return (
    repair.length > 0 && repair.every((step) => isTriable([step]) || (step.type === 'setLoss' && outputs.length === 1))
  );
}

/** The loss that repairs choose, if any does. */
function chosenLoss(repaired: readonly Cause[]): Pick<EvidenceOptions, 'loss'> {
  const steps = repaired.flatMap(({ draft }) => draft.repair);
  const chosen = steps.find((step) => step.type === 'setLoss');
  return chosen === undefined ? {} : { loss: chosen.loss };
}

/**
 * Adds the findings that were made after the repairs. If a finding is made again, then a repair was
 * in vain: its own, or the one in between, which brought the finding back.
 */
function merge(
  own: readonly Cause[],
  later: readonly Cause[],
  evidence: Evidence,
  repaired: readonly Cause[],
): Cause[] {
  const isSame = ({ draft: a }: Pick<Cause, 'draft'>, { draft: b }: Pick<Cause, 'draft'>): boolean =>
    a.kind === b.kind && a.layer === b.layer;
  // What a trial could not confirm at first may be confirmed after the repair of something else.
  const isConfirmed = (cause: Cause): boolean =>
    cause.draft.isUnconfirmed === true &&
    later.some((other) => isFault(other.draft) && !other.draft.isUnconfirmed && isSame(cause, other));
  const kept = own.filter((cause) => isFault(cause.draft) || !isConfirmed(cause));
  const marked = kept.map((cause): Cause => {
    const again = later.find((other) => isFault(other.draft) && isSame(cause, other));
    if (!repaired.includes(cause) || again === undefined || isBetter(again.draft, cause.draft)) return cause;
    return again.round === cause.round + 1 ? inVain(cause, evidence) : cause;
  });
  const further = later.filter((cause) => !kept.some((known) => isSame(known, cause)));
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
