import { significant } from '../display/significant.js';
import { blindLoss } from './checks/loss/blindLoss.js';
import type { Evidence } from './evidence/evidence.js';
import { lossAtEnd } from './evidence/trialSteps.js';
import type { FindingDraft, RepairTrial } from './finding.js';
import { changesOnlyWeights } from './repairs/applyRepair.js';
import type { RepairStep } from './repairs/repair.js';

/** Number of steps that repaired weights take in a trial. */
const TRIAL_STEPS = 30;
/**
 * How many times as many steps a hindered network needs. Shallow networks with the defaults of
 * Keras, which people train without trouble, need 1.5 to 2.7 times as many as with weights of the
 * right scale.
 */
const HINDERED_FACTOR = 4;
/** The share of the loss of a blind guess below which a network has learned something. */
const LEARNED_SHARE = 0.95;
/** The share of the loss of a blind guess below which a network works already. */
const WORKING_SHARE = 0.5;
/** The optimizers to try if repaired weights do not learn with the user's. */
const SANE_OPTIMIZERS = [
  { optimizer: 'adam', learningRate: 0.001 },
  { optimizer: 'adam', learningRate: 0.01 },
] as const;

/**
 * Asks a trial whether a fault hinders learning if that is in doubt: the deviation is mild, or the
 * network works already and the repair would re-initialize it. A fault that is not confirmed
 * becomes a note. If the network was trained, the finding is withdrawn, because its weights are not
 * a draw.
 */
export function confirmByTrial(evidence: Evidence, draft: FindingDraft): FindingDraft[] {
  const { isMild = false, ...finding } = draft;
  if (finding.severity === 'note') return [finding];
  const isShaped =
    finding.repair.some(changesWeights) &&
    changesOnlyWeights(finding.repair) &&
    (hasTrainedLayers(evidence) || works(evidence));
  if (!isMild && !isShaped) return [finding];
  const compared = compareWithRepair(evidence, finding.repair);
  if (compared === undefined) return isShaped && works(evidence) ? [] : [finding];
  const { trial, stepsNeeded } = compared;
  if (stepsNeeded === undefined) return [{ ...finding, trial, why: `${finding.why} ${hinderedText(trial)}` }];
  if (isShaped) return [];
  return [{ ...finding, severity: 'note', trial, why: `${finding.why} ${unhinderedText(trial, stepsNeeded)}` }];
}

/** Whether the spectrum and the biases of a layer show that it was trained. */
function hasTrainedLayers({ matrices }: Evidence): boolean {
  return matrices.some(({ isTrained }) => isTrained);
}

/** Whether the network already knows much more than a guess that ignores the input. */
function works(evidence: Evidence): boolean {
  const loss = evidence.trace.loss?.value ?? Number.NaN;
  return loss < WORKING_SHARE * (blindLoss(evidence)?.informed ?? 0);
}

function changesWeights({ type }: RepairStep): boolean {
  return type === 'initWeights' || type === 'centreBias' || type === 'scaleResiduals';
}

interface Compared {
  trial: RepairTrial;
  /** How many steps the weights as they are need for the same loss; undefined if too many. */
  stepsNeeded: number | undefined;
}

/**
 * Trains repaired weights for a few steps, and the weights as they are until they have the same
 * loss. Undefined if repaired weights do not learn either, so that a trial shows nothing.
 */
function compareWithRepair(evidence: Evidence, repair: readonly RepairStep[]): Compared | undefined {
  for (const sane of [undefined, ...SANE_OPTIMIZERS]) {
    const repaired = evidence.trial({ ...sane, steps: TRIAL_STEPS, repair });
    const after = lossAtEnd(repaired);
    const start = Math.min(repaired[0], blindLoss(evidence)?.informed ?? Number.POSITIVE_INFINITY);
    if (!(after < LEARNED_SHARE * start)) continue;
    const losses = evidence.trial({ ...sane, steps: HINDERED_FACTOR * TRIAL_STEPS, until: after });
    const before = lossAtEnd(losses.slice(0, TRIAL_STEPS + 1));
    const { name, learningRate } = evidence.trace.optimizer ?? {};
    const used = sane ?? { optimizer: name?.toLowerCase() ?? 'adam', learningRate };
    const trial = { before, after, steps: TRIAL_STEPS, ...used, seed: evidence.seed };
    return { trial, stepsNeeded: lossAtEnd(losses) <= after ? losses.length - 1 : undefined };
  }
  return undefined;
}

function optimizerText({ optimizer, learningRate, steps }: RepairTrial): string {
  return `${steps} trial steps of ${optimizer}${learningRate === undefined ? '' : ` at a rate of ${learningRate}`}`;
}

function hinderedText(trial: RepairTrial): string {
  return `This hinders learning: after ${optimizerText(trial)} the loss is ${significant(trial.before, 3)}, and with the repair ${significant(trial.after, 3)}.`;
}

function unhinderedText(trial: RepairTrial, needed: number): string {
  return `It hardly hinders learning: with the repair, ${optimizerText(trial)} lead to a loss of ${significant(trial.after, 3)}, and the weights as they are get there in ${needed}.`;
}
