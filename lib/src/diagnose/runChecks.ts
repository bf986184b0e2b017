import type { Check, Stage } from './checks/check.js';
import type { Evidence } from './evidence/evidence.js';
import type { FindingDraft } from './finding.js';

/**
 * The stages from the ground up, each with those it rests on: a stage is judged only if they, and
 * those that they rest on, have no fault. Weights are judged whatever the data are; a loss means
 * nothing while the signal is wrong.
 */
const RESTS_ON: Record<Stage, readonly Stage[]> = {
  data: [],
  structure: [],
  scale: ['structure'],
  signal: ['data', 'scale'],
  loss: ['signal'],
  rate: ['loss'],
  remarks: [],
};

const STAGES = Object.keys(RESTS_ON) as Stage[];

interface Found {
  check: Check;
  draft: FindingDraft;
}

/**
 * Runs the checks that can still tell something new, and returns what they find, faults before
 * notes. Which checks run follows from their `stage` and from what they `explain`, not from the
 * order in which they are given.
 */
export function runChecks(checks: readonly Check[], evidence: Evidence): FindingDraft[] {
  const found: Found[] = [];
  for (const check of inOrder(checks)) {
    const faults = found.filter(({ draft }) => isFault(draft));
    if (!isBlocked(check.stage, faults) && !isExplained(check, faults))
      found.push(...check.run(evidence).map((draft) => ({ check, draft })));
  }
  const drafts = withConsequences(found);
  return [...drafts.filter(isFault), ...drafts.filter((draft) => !isFault(draft))];
}

/**
 * Stage by stage; within a stage, what explains another check's findings runs before that check.
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
 * Turns a note into a fault where one of its consequences is a fault, which is then told with its
 * cause.
 */
function withConsequences(found: readonly Found[]): FindingDraft[] {
  const told = new Set<FindingDraft>();
  const drafts = found.map(({ check, draft: cause }) => {
    const consequence = found.find(({ draft }) => isFault(draft) && check.explains.includes(draft.kind))?.draft;
    if (isFault(cause) || consequence === undefined || told.has(consequence)) return cause;
    told.add(consequence);
    return { ...cause, severity: 'fault' as const, why: `${cause.why} ${consequence.why}` };
  });
  return drafts.filter((draft) => !told.has(draft));
}

function isFault({ severity }: FindingDraft): boolean {
  return severity !== 'note';
}
