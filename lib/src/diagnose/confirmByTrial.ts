import { significant } from '../display/significant.js';
import { blindLoss, works } from './checks/loss/blindLoss.js';
import { affordableSteps } from './evidence/affordableSteps.js';
import type { Evidence, TrialChanges } from './evidence/evidence.js';
import { hasReached, lossAtEnd } from './evidence/trialSteps.js';
import type { FindingDraft, RepairTrial, TrialProgress } from './finding.js';
import { changesOnlyScales, changesOnlyWeights, isTriable } from './repairs/applyRepair.js';
import type { RepairStep } from './repairs/repair.js';

/** Number of trial steps with the repaired weights, if no number of steps is planned. */
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
/** The most trial steps without the repair, so that they take about a second. */
const LONGEST = { multiplications: 5e9, least: HINDERED_FACTOR * TRIAL_STEPS, most: 1000 };
/** A network has learned something if its loss is below this share of the loss of a blind guess. */
const LEARNED_SHARE = 0.95;
/**
 * A network with default weights has begun to learn if its loss is below this share of that of a
 * blind guess.
 */
const LATE_SHARE = 0.9;
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
 * faults, such as units that are dropped, last as long as the training. Weights of a common default
 * do not hinder if the network learns with them at all, only later.
 *
 * If the repaired network does not learn either, the repair is not the answer, or not the whole of
 * it. The finding then says so, and gives way to any other fault.
 */
export function confirmByTrial(evidence: Evidence, draft: FindingDraft): FindingDraft[] {
  const { isMild = false, ...finding } = draft;
  if (finding.severity === 'note') return [finding];
  const isShaped =
    finding.repair.some(changesWeights) &&
    changesOnlyWeights(finding.repair) &&
    (hasTrainedLayers(evidence) || works(evidence));
  if (!isMild && !isShaped) return [finding];
  if (!canTry(evidence)) return isShaped && works(evidence) ? [] : [finding];
  const compared = compareWithRepair(evidence, finding);
  if (compared === undefined) {
    if (isShaped && works(evidence)) return [];
    if (!isMild || !isTriable(finding.repair)) return [finding];
    return [{ ...finding, severity: 'note', isUnconfirmed: true, why: `${finding.why} ${UNCONFIRMED}` }];
  }
  const { trial, goal, isLate } = compared;
  if (trial.reached === undefined) return [{ ...finding, trial, why: `${finding.why} ${hinderedText(trial)}` }];
  if (isShaped) return [];
  const text = isLate ? slowStartText(trial, trial.reached, goal) : unhinderedText(trial, trial.reached, goal);
  return [{ ...finding, severity: 'note', trial, why: `${finding.why} ${text}` }];
}

const UNCONFIRMED =
  'In trial steps the network does not learn with the repair either, so this is not all that hinders learning: look at the data, the learning rate and the size of the network too.';

/** Whether training steps are possible. */
function canTry({ trace, refusal }: Evidence): boolean {
  return trace.loss !== undefined && refusal === undefined;
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
  /** Whether the network only learns later than the repaired one is compared. */
  isLate?: boolean;
}

/** The numbers of trial steps, with and without the repair. */
interface TrialLengths {
  repaired: number;
  present: number;
}

const USUAL_LENGTHS: TrialLengths = { repaired: TRIAL_STEPS, present: HINDERED_FACTOR * TRIAL_STEPS };

/**
 * Chooses how long to try. A plan of the user lengthens or shortens the trial, as far as steps are
 * affordable.
 */
function trialLengths(evidence: Evidence): TrialLengths {
  const { plannedSteps } = evidence;
  if (plannedSteps === undefined) return USUAL_LENGTHS;
  const present = Math.min(plannedSteps, affordableSteps(evidence, LONGEST));
  // In more steps the repaired network would learn the samples by heart.
  return { present, repaired: Math.min(TRIAL_STEPS, present) };
}

/**
 * Trains the repaired network for a few steps, and the present one until it has come far enough.
 * Returns undefined if the repaired weights do not learn either, because the trial then shows
 * nothing.
 */
function compareWithRepair(evidence: Evidence, { kind, repair, isDefault }: FindingDraft): Compared | undefined {
  const blind = blindLoss(evidence)?.informed ?? Number.POSITIVE_INFINITY;
  const lengths = trialLengths(evidence);
  // A first loss that is too high hinders unless the steps soon bring it down to that of the guess,
  // whether they then learn more or not.
  const isOfStart = kind === 'initialLoss' && Number.isFinite(blind);
  const attempts = [
    { sane: undefined, ...lengths },
    // A plan is one for the user's own optimizer.
    ...SANE_OPTIMIZERS.map((sane) => ({ sane, ...USUAL_LENGTHS })),
    { sane: undefined, repaired: lengths.present, present: lengths.present },
  ];
  for (const { sane, repaired: steps, present } of attempts) {
    const repaired = evidence.trial({ ...sane, steps, repair });
    const after = lossAtEnd(repaired);
    if (!isOfStart && !(after < LEARNED_SHARE * Math.min(repaired[0], blind))) continue;
    // Progress counts from a blind guess, because a bad start soon becomes one.
    const from = Math.min(repaired[0], blind);
    const share = !isOfStart && (changesOnlyWeights(repair) || changesOnlyScales(repair)) ? UNHINDERED_SHARE : 1;
    const goal = isOfStart ? Math.max(after, REACHED_SHARE * blind) : from - share * (from - after);
    const losses = presentSteps(evidence, { ...sane, steps: present }, goal);
    const hasAllSteps = losses.length > steps || !losses.every(Number.isFinite);
    const compared = hasAllSteps ? losses : evidence.trial({ ...sane, steps });
    const before = lossAtEnd(compared.slice(0, steps + 1));
    const { name, learningRate } = evidence.trace.optimizer ?? {};
    const used = sane ?? { optimizer: name?.toLowerCase() ?? 'adam', learningRate };
    const trial = { before, after, steps, ...used, seed: evidence.seed };
    if (hasReached(losses, goal)) return { goal, trial: { ...trial, reached: { share, steps: losses.length - 1 } } };
    const late = isDefault ? lateProgress(evidence, Math.min(losses[0], blind), from - after) : undefined;
    return late ? { goal: late.goal, isLate: true, trial: { ...trial, reached: late.reached } } : { goal, trial };
  }
  return undefined;
}

/** Trains the present network until it reaches a loss. If it starts below, it has to stay there. */
function presentSteps(evidence: Evidence, changes: TrialChanges, goal: number): readonly number[] {
  return evidence.trial({ ...changes, ...((evidence.trace.loss?.value ?? 0) > goal && { until: goal }) });
}

/**
 * Trains the present network with its own optimizer for as long as is affordable and planned, and
 * measures whether it has begun to learn by then. Returns undefined if it has not.
 */
function lateProgress(
  evidence: Evidence,
  start: number,
  wanted: number,
): { goal: number; reached: TrialProgress } | undefined {
  const { plannedSteps = Number.POSITIVE_INFINITY } = evidence;
  const steps = Math.min(plannedSteps, affordableSteps(evidence, LONGEST));
  const goal = LATE_SHARE * start;
  const losses = presentSteps(evidence, { steps }, goal);
  if (!hasReached(losses, goal)) return undefined;
  return { goal, reached: { share: (start - goal) / wanted, steps: losses.length - 1 } };
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

function slowStartText(trial: RepairTrial, { steps }: TrialProgress, goal: number): string {
  return `The start is slow, but the network learns: with the repair, ${optimizerText(trial)} lead to a loss of ${significant(trial.after, 3)}, and without it the network gets below that of a guess, to ${significant(goal, 3)}, in ${steps}.`;
}
