import { significant } from '../display/significant.js';
import { blindLoss } from './checks/loss/blindLoss.js';
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
/** A network works if its loss is below this share of the loss of a blind guess. */
const WORKING_SHARE = 0.5;
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
  const compared = compareWithRepair(evidence, finding.repair);
  if (compared === undefined) return isShaped && works(evidence) ? [] : [finding];
  const { trial, stepsNeeded } = compared;
  if (stepsNeeded === undefined) return [{ ...finding, trial, why: `${finding.why} ${hinderedText(trial)}` }];
  if (isShaped) return [];
  return [{ ...finding, severity: 'note', trial, why: `${finding.why} ${unhinderedText(trial, stepsNeeded)}` }];
}

/** Whether the singular values and the biases of some layer show that it was trained. */
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
  /**
   * Number of steps that the present weights need to reach the same loss; undefined if they do not
   * reach it in time.
   */
  stepsNeeded: number | undefined;
}

/**
 * Trains the repaired weights for a few steps, and the present weights until they reach the same
 * loss. Returns undefined if the repaired weights do not learn either, because the trial then shows
 * nothing.
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
  return `It hardly hinders learning: with the repair, ${optimizerText(trial)} lead to a loss of ${significant(trial.after, 3)}, and the present weights reach it in ${needed}.`;
}
