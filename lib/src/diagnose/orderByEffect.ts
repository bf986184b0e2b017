import { columnMeans, rootMeanSquare } from '../foundation/statistics.js';
import { isOptimizerName } from '../network/optimizer.js';
import { blindLoss } from './checks/loss/blindLoss.js';
import type { Evidence, TrialChanges } from './evidence/evidence.js';
import { lossAtEnd } from './evidence/trialSteps.js';
import { type FindingDraft, type FindingKind, isFault } from './finding.js';
import { changesOnlyScales, isTriable } from './repairs/applyRepair.js';

/** Number of trial steps after each repair. */
const STEPS = 20;
/** The factor by which the losses after two repairs must differ to change their order. */
const CLEAR_FACTOR = 1.5;

/**
 * Kinds of fault that hold whatever the weights are, so that no other repair can make up for them.
 */
const INDEPENDENT_OF_WEIGHTS: readonly FindingKind[] = [
  'outputRange',
  'constantOutput',
  'lossMismatch',
  'lossFunction',
  'linear',
  'frozen',
  'penalty',
  'dataOrder',
];

/**
 * Orders faults by what they prevent, and then notes in the order in which they were made.
 *
 * - First come numbers in the data that no network can use;
 * - then faults that no weights can make up for, such as an output that cannot reach its targets;
 * - then faults that let no signal pass, such as weights of 0;
 * - then the others. If there are several of them, the network is trained for a few steps with
 *   each repair alone, and the repair with which it learns most comes first.
 */
export function orderByEffect(evidence: Evidence, drafts: readonly FindingDraft[]): FindingDraft[] {
  const faults = drafts.filter(isFault);
  const others = faults.filter((draft) => rankOf(draft) === 3);
  const effects = new Map(others.length > 1 ? others.map((draft) => [draft, effectOf(evidence, draft)]) : []);
  const sorted = [...faults].sort((a, b) => rankOf(a) - rankOf(b) || (effects.get(a) ?? 0) - (effects.get(b) ?? 0));
  return [...sorted, ...drafts.filter((draft) => !isFault(draft))];
}

function rankOf({ kind, observed, quantity, repair }: FindingDraft): number {
  if (kind === 'nonFinite' && /^rows of/.test(quantity)) return 0;
  if (INDEPENDENT_OF_WEIGHTS.includes(kind) || (kind === 'targets' && !changesOnlyScales(repair))) return 1;
  if (kind === 'nonFinite' || kind === 'zeroWeights' || (kind === 'dead' && observed === 1)) return 2;
  return 3;
}

/**
 * Measures what a repair alone achieves: the loss after a few steps, as a share of that of a guess
 * that ignores the input, in powers of {@link CLEAR_FACTOR}. The least number is the strongest
 * effect. A repair that cannot be tried counts as if it left the loss at that of the guess.
 */
function effectOf(evidence: Evidence, { repair }: FindingDraft): number {
  const changes = changesOf(repair);
  const blind = changes && blindOf(evidence, repair);
  if (changes === undefined || blind === undefined) return 0;
  const share = lossAtEnd(evidence.trial({ ...changes, steps: STEPS })) / blind;
  return Math.round(Math.log(Math.max(share, 1e-9)) / Math.log(CLEAR_FACTOR));
}

function changesOf(repair: FindingDraft['repair']): TrialChanges | undefined {
  if (isTriable(repair)) return { repair };
  const [step] = repair;
  return step?.type === 'setLearningRate' && isOptimizerName(step.optimizer)
    ? { optimizer: step.optimizer, learningRate: step.learningRate }
    : undefined;
}

/** The loss of a guess that ignores the input; 1 for squared errors of standardized targets. */
function blindOf(evidence: Evidence, repair: FindingDraft['repair']): number | undefined {
  if (repair.some(({ type }) => type === 'changeTargets')) return 1;
  const known = blindLoss(evidence)?.informed;
  if (known !== undefined || evidence.outputs.length !== 1) return known;
  const [{ y }] = evidence.outputs;
  const columns = Math.max(1, y.data.length / y.shape[0]);
  const means = columnMeans(y.data, columns);
  return rootMeanSquare(Float64Array.from(y.data, (value, i) => value - means[i % columns])) || undefined;
}
