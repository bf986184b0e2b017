import { significant } from '../display/significant.js';
import { blindLoss, works } from './checks/loss/blindLoss.js';
import type { Evidence } from './evidence/evidence.js';
import { lossAtEnd } from './evidence/trialSteps.js';
import type { FindingDraft, RepairTrial, TrialProgress } from './finding.js';
import { changesOnlyScales, changesOnlyWeights } from './repairs/applyRepair.js';
import type { RepairStep } from './repairs/repair.js';

/** Number of trial steps with the repaired weights. */
const TRIAL_STEPS = 30;
/**
 * The factor by which a hindered network needs more steps than with repaired weights. Shallow
 * networks with the defaults of Keras, which people train without trouble, need 1.5 to 2.7 times as
 * many steps as with weights of the right scale.
 */
const HINDERED_FACTOR = 4;
/**
 * The share of the progress with repaired weights or inputs that the present ones have to make in
 * that time. On a few samples the repaired network soon learns single rows by heart, so that the
 * last fifth of its progress says little about how well it learns.
 */
const UNHINDERED_SHARE = 0.8;
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
 *
 * A fault of the start, which lies in the weights or in the scale of the data, does not hinder if
 * most of the progress is made without its repair, because training continues from there. Other
 * faults, such as units that are dropped, last as long as the training.
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
  const { trial, goal } = compared;
  if (trial.reached === undefined) return [{ ...finding, trial, why: `${finding.why} ${hinderedText(trial)}` }];
  if (isShaped) return [];
  const why = `${finding.why} ${unhinderedText(trial, trial.reached, goal)}`;
  return [{ ...finding, severity: 'note', trial, why }];
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
  /** The loss that counts as reached. */
  goal: number;
}

/**
 * Trains the repaired network for a few steps, and the present one until it has come far enough.
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
    // Progress counts from a blind guess, because a bad start soon becomes one.
    const from = Math.min(repaired[0], blind);
    const share = !isOfStart && (changesOnlyWeights(repair) || changesOnlyScales(repair)) ? UNHINDERED_SHARE : 1;
    const goal = isOfStart ? Math.max(after, REACHED_SHARE * blind) : from - share * (from - after);
    // A network that starts below the goal has to stay there.
    const until = (evidence.trace.loss?.value ?? 0) > goal ? { until: goal } : {};
    const losses = evidence.trial({ ...sane, steps: HINDERED_FACTOR * TRIAL_STEPS, ...until });
    const hasAllSteps = losses.length > TRIAL_STEPS || !losses.every(Number.isFinite);
    const compared = hasAllSteps ? losses : evidence.trial({ ...sane, steps: TRIAL_STEPS });
    const before = lossAtEnd(compared.slice(0, TRIAL_STEPS + 1));
    const { name, learningRate } = evidence.trace.optimizer ?? {};
    const used = sane ?? { optimizer: name?.toLowerCase() ?? 'adam', learningRate };
    // A trial that reaches the loss ends early. The loss after its last step may be above it again.
    const hasEnded = losses.every(Number.isFinite);
    const hasReached = lossAtEnd(losses) <= goal || (hasEnded && lossAtEnd(losses.slice(0, -1)) <= goal);
    const reached = hasReached && { reached: { share, steps: losses.length - 1 } };
    return { goal, trial: { before, after, steps: TRIAL_STEPS, ...used, seed: evidence.seed, ...reached } };
  }
  return undefined;
}

function optimizerText({ optimizer, learningRate, steps }: RepairTrial): string {
  return `${steps} trial steps of ${optimizer}${learningRate === undefined ? '' : ` at a rate of ${learningRate}`}`;
}

function hinderedText(trial: RepairTrial): string {
  return `This hinders learning: after ${optimizerText(trial)} the loss is ${significant(trial.before, 3)}, and with the repair ${significant(trial.after, 3)}.`;
}

function unhinderedText(trial: RepairTrial, { share, steps }: TrialProgress, goal: number): string {
  const part = share < 1 ? `, ${100 * share} % of this progress,` : '';
  const reached = goal === trial.after ? 'reaches it' : `reaches ${significant(goal, 3)}${part}`;
  return `It hardly hinders learning: with the repair, ${optimizerText(trial)} lead to a loss of ${significant(trial.after, 3)}, and without it the network ${reached} in ${steps}.`;
}
