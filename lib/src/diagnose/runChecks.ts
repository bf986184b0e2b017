import type { Check, Stage } from './checks/check.js';
import { confirmByTrial } from './confirmByTrial.js';
import type { Evidence } from './evidence/evidence.js';
import { type FindingDraft, isFault } from './finding.js';

/**
 * The stages from the ground up, each with the stages that it rests on. A stage is judged only if
 * none of these, nor any that they rest on in turn, has a fault. A loss, for example, means nothing
 * while the signal is wrong, but weights can be judged whatever the data are.
 */
const RESTS_ON: Record<Stage, readonly Stage[]> = {
  data: [],
  output: [],
  structure: [],
  scale: ['structure'],
  signal: ['data', 'scale'],
  loss: ['signal', 'output'],
  rate: ['loss'],
  remarks: [],
};

const STAGES = Object.keys(RESTS_ON) as Stage[];

interface Found {
  check: Check;
  draft: FindingDraft;
}

/**
 * Runs the checks that can still find something new, and returns their findings, faults before
 * notes. Which checks run follows from their `stage` and from what they `explain`, not from the
 * order in which they are given.
 */
export function runChecks(checks: readonly Check[], evidence: Evidence): FindingDraft[] {
  const found: Found[] = [];
  for (const check of inOrder(checks)) {
    const faults = found.filter(({ draft }) => isFault(draft));
    if (!isBlocked(check.stage, faults) && !isExplained(check, faults))
      for (const draft of check.run(evidence))
        found.push(...confirmByTrial(evidence, draft).map((confirmed) => ({ check, draft: confirmed })));
  }
  const drafts = withUnconfirmed(withConsequences(found));
  return [...drafts.filter(isFault), ...drafts.filter((draft) => !isFault(draft))];
}

/**
 * Puts checks in the order in which they run: stage by stage, and within a stage causes before
 * consequences.
 */
export function inOrder(checks: readonly Check[]): Check[] {
  return STAGES.flatMap((stage) => {
    const waiting = checks.filter((check) => check.stage === stage);
    const ordered: Check[] = [];
    while (waiting.length > 0) {
      const next = waiting.findIndex((check) => !waiting.some((other) => other !== check && explains(other, check)));
      if (next < 0) throw new Error(`the checks of the stage ${stage} explain each other in a circle`);
      ordered.push(...waiting.splice(next, 1));
    }
    return ordered;
  });
}

function isBlocked(stage: Stage, faults: readonly Found[]): boolean {
  return RESTS_ON[stage].some((below) => faults.some(({ check }) => check.stage === below) || isBlocked(below, faults));
}

function isExplained(check: Check, faults: readonly Found[]): boolean {
  return faults.some((fault) => fault.check !== check && explains(fault.check, check));
}

function explains(cause: Check, consequence: Check): boolean {
  return cause.explains.some((kind) => consequence.kinds.includes(kind));
}

/**
 * Merges a note with the first fault that follows from it: the note becomes the fault, and its
 * reason includes that of the consequence. A note that a trial has decided stays a note.
 */
function withConsequences(found: readonly Found[]): FindingDraft[] {
  const merged = new Set<FindingDraft>();
  const drafts = found.map(({ check, draft: cause }, i) => {
    // What was found before is no consequence.
    const later = found.slice(i + 1);
    const consequence = later.find(({ draft }) => isFault(draft) && check.explains.includes(draft.kind))?.draft;
    if (isFault(cause) || consequence === undefined || merged.has(consequence)) return cause;
    merged.add(consequence);
    // If a trial has shown that the cause does not hinder, neither does its consequence.
    if (cause.trial !== undefined) return cause;
    return { ...cause, severity: 'fault' as const, why: `${cause.why} ${consequence.why}` };
  });
  return drafts.filter((draft) => !merged.has(draft));
}

/**
 * Makes faults of the findings that a trial could not confirm, if nothing else is a fault: then
 * they are all that is known to be wrong.
 */
function withUnconfirmed(drafts: readonly FindingDraft[]): readonly FindingDraft[] {
  if (drafts.some(isFault)) return drafts;
  return drafts.map((draft) => (draft.isUnconfirmed ? { ...draft, severity: 'fault' as const } : draft));
}
