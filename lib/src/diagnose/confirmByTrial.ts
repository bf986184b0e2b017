import { significant } from '../display/significant.js';
import { blindLoss, works } from './checks/loss/blindLoss.js';
import type { Evidence } from './evidence/evidence.js';
import { lossAtEnd } from './evidence/trialSteps.js';
import type { FindingDraft, RepairTrial } from './finding.js';
import { changesOnlyWeights } from './repairs/applyRepair.js';
import type { RepairStep } from './repairs/repair.js';

/** Number of trial steps with the repaired weights. */
const TRIAL_STEPS = 30;
/**
 * The factor by which a hindered network needs more steps than with repaired weights. Shallow
 * networks with the defaults of Keras, which people train without trouble, need 1.5 to 2.7 times as
 * many steps as with weights of the right scale.
 */
const HINDERED_FACTOR = 4;
/** A network has learned something if its loss is below this share of the loss of a blind guess. */
const LEARNED_SHARE = 0.95;
/** The loss of a blind guess counts as reached below this multiple of it. */
const REACHED_SHARE = 1.1;
/** Optimizers to try if the repaired weights do not learn with the user's optimizer. */
const SANE_OPTIMIZERS = [
  { optimizer: 'adam', learningRate: 0.001 },
  { optimizer: 'adam', learningRate: 0.01 },
] as const;

/**
 * Decides by trial steps whether a fault hinders learning, if that is in doubt: because the
 * deviation is mild, or because the network already works and the repair would re-initialize it. A
 * fault that the trial does not confirm becomes a note. If the network was trained, the finding is
 * dropped instead, because trained weights need not look like a random draw.
 */
export function confirmByTrial(evidence: Evidence, draft: FindingDraft): FindingDraft[] {
  const { isMild = false, ...finding } = draft;
  if (finding.severity === 'note') return [finding];
  const isShaped =
    finding.repair.some(changesWeights) &&
    changesOnlyWeights(finding.repair) &&
    (hasTrainedLayers(evidence) || works(evidence));
  if (!isMild && !isShaped) return [finding];
  const compared = compareWithRepair(evidence, finding);
  if (compared === undefined) return isShaped && works(evidence) ? [] : [finding];
  const { trial, stepsNeeded, goal } = compared;
  if (stepsNeeded === undefined) return [{ ...finding, trial, why: `${finding.why} ${hinderedText(trial)}` }];
  if (isShaped) return [];
  return [{ ...finding, severity: 'note', trial, why: `${finding.why} ${unhinderedText(trial, stepsNeeded, goal)}` }];
}

/** Whether the singular values and the biases of some layer show that it was trained. */
function hasTrainedLayers({ matrices }: Evidence): boolean {
  return matrices.some(({ isTrained }) => isTrained);
}

function changesWeights({ type }: RepairStep): boolean {
  return type === 'initWeights' || type === 'centreBias' || type === 'openForgetGates' || type === 'scaleResiduals';
}

interface Compared {
  trial: RepairTrial;
  /**
   * Number of steps that the present weights need to reach the same loss; undefined if they do not
   * reach it in time.
   */
  stepsNeeded: number | undefined;
  /** The loss that counts as reached. */
  goal: number;
}

/**
 * Trains the repaired network for a few steps, and the present one until it reaches the same loss.
 * Returns undefined if the repaired weights do not learn either, because the trial then shows
 * nothing.
 */
function compareWithRepair(evidence: Evidence, { kind, repair }: FindingDraft): Compared | undefined {
  const blind = blindLoss(evidence)?.informed ?? Number.POSITIVE_INFINITY;
  // A first loss that is too high hinders unless the steps soon bring it down to that of the guess,
  // whether they then learn more or not.
  const isOfStart = kind === 'initialLoss' && Number.isFinite(blind);
  for (const sane of [undefined, ...SANE_OPTIMIZERS]) {
    const repaired = evidence.trial({ ...sane, steps: TRIAL_STEPS, repair });
    const after = lossAtEnd(repaired);
    if (!isOfStart && !(after < LEARNED_SHARE * Math.min(repaired[0], blind))) continue;
    const goal = isOfStart ? Math.max(after, REACHED_SHARE * blind) : after;
    // A network that starts below the goal has to stay there.
    const until = (evidence.trace.loss?.value ?? 0) > goal ? { until: goal } : {};
    const losses = evidence.trial({ ...sane, steps: HINDERED_FACTOR * TRIAL_STEPS, ...until });
    const before = lossAtEnd(losses.slice(0, TRIAL_STEPS + 1));
    const { name, learningRate } = evidence.trace.optimizer ?? {};
    const used = sane ?? { optimizer: name?.toLowerCase() ?? 'adam', learningRate };
    const trial = { before, after, steps: TRIAL_STEPS, ...used, seed: evidence.seed };
    // A trial that reaches the loss ends early. The loss after its last step may be above it again.
    const hasEnded = losses.every(Number.isFinite);
    const hasReached = lossAtEnd(losses) <= goal || (hasEnded && lossAtEnd(losses.slice(0, -1)) <= goal);
    return { trial, goal, stepsNeeded: hasReached ? losses.length - 1 : undefined };
  }
  return undefined;
}

function optimizerText({ optimizer, learningRate, steps }: RepairTrial): string {
  return `${steps} trial steps of ${optimizer}${learningRate === undefined ? '' : ` at a rate of ${learningRate}`}`;
}

function hinderedText(trial: RepairTrial): string {
  return `This hinders learning: after ${optimizerText(trial)} the loss is ${significant(trial.before, 3)}, and with the repair ${significant(trial.after, 3)}.`;
}

function unhinderedText(trial: RepairTrial, needed: number, goal: number): string {
  const reached = goal === trial.after ? 'reach it' : `reach ${significant(goal, 3)}`;
  return `It hardly hinders learning: with the repair, ${optimizerText(trial)} lead to a loss of ${significant(trial.after, 3)}, and the present weights ${reached} in ${needed}.`;
}
