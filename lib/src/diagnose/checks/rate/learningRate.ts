import { significant } from '../../../display/significant.js';
import { mean, median } from '../../../foundation/statistics.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';
import { blindLoss } from '../loss/blindLoss.js';

/**
 * Allowed ‖Δw‖/‖w‖ of the first step, as the median over layers. Above this range, a few steps undo
 * the initialization. Below it, even 10,000 steps in one direction move the weights by only 1 %.
 */
const ALLOWED_RATIOS = [1e-6, 0.3] as const;
/** The ratio that the repair aims at. */
const TARGET_RATIO = 1e-3;
/**
 * The factor by which the loss after the first steps may exceed that of a guess that knows nothing.
 */
const LOSS_FACTOR = 1.5;
const KNOWN_OPTIMIZERS = ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad'] as const;

/**
 * Recognizes steps that are out of proportion to the weights: by the size of the first step, and by
 * the losses of a few trial steps.
 */
export const learningRate: Check = {
  kinds: ['learningRate'],
  stage: 'rate',
  explains: [],
  run(evidence) {
    const { trace, matrices } = evidence;
    const ratio = medianRatio(evidence);
    if (ratio === undefined || trace.optimizer === undefined || trace.loss === undefined) return [];
    const { name, learningRate: rate } = trace.optimizer;
    const losses = evidence.trial();
    const after = meanOf(losses.slice(Math.ceil(losses.length / 2)));
    const bound = LOSS_FACTOR * Math.max(losses[0], blindLoss(evidence)?.uniform ?? 5 * losses[0]);
    if (after <= bound && ratio >= ALLOWED_RATIOS[0] && ratio <= ALLOWED_RATIOS[1]) return [];
    const better = betterRate(evidence, name, (rate * TARGET_RATIO) / ratio);
    const percent = Number((100 * ratio).toPrecision(2));
    const common: Omit<FindingDraft, 'quantity' | 'observed' | 'expected' | 'band'> = {
      kind: 'learningRate',
      ...(!isChosen(evidence) && { severity: 'note' }),
      layer: trace.layers[matrices[0].call].name,
      why: `With ${name} at a learning rate of ${rate}, a step is ${percent} % of the size of the weights. In ${losses.length - 1} steps the loss goes from ${significant(losses[0], 3)} to ${significant(losses[losses.length - 1], 3)}${better.text}. The initialization is not the cause.`,
      repair: [{ type: 'setLearningRate', optimizer: name.toLowerCase(), learningRate: better.rate }],
    };
    const bySize = { quantity: 'first step over the size of the weights, median of layers', observed: ratio };
    const byLoss = { quantity: `mean loss in the second half of ${losses.length - 1} steps`, observed: after };
    return after <= bound
      ? [{ ...common, ...bySize, expected: TARGET_RATIO, band: ALLOWED_RATIOS }]
      : [{ ...common, ...byLoss, expected: losses[0], band: [0, bound] }];
  },
};

/**
 * Whether the user chose the learning rate. If a default does not fit, that is not a fault of the
 * network.
 */
function isChosen({ learning, view }: Evidence): boolean {
  return learning.optimizer !== undefined || learning.learningRate !== undefined || Boolean(view.model.optimizer);
}

function medianRatio({ trace, matrices, view }: Evidence): number | undefined {
  const ratios = matrices
    .filter(({ layer, secondMoment }) => !layer.isFrozen && secondMoment > 0)
    .flatMap(({ call, variable }) => {
      // Weights match by index, because both directions of a Bidirectional can use the same names.
      const index = view.calls[call].layer.weights.indexOf(variable);
      return trace.layers[call].weights[index]?.updateRatio ?? [];
    })
    .filter((ratio) => Number.isFinite(ratio) && ratio > 0);
  return ratios.length === 0 ? undefined : median(ratios);
}

/**
 * Finds a learning rate at which the loss falls: first the rate that aims at the target ratio, then
 * a tenth and a hundredth of it.
 */
function betterRate(evidence: Evidence, optimizer: string, aim: number): { rate: number; text: string } {
  const name = KNOWN_OPTIMIZERS.find((known) => known === optimizer.toLowerCase());
  if (name === undefined) return { rate: round(aim), text: '' };
  for (const rate of [1, 0.1, 0.01].map((factor) => round(aim * factor))) {
    const losses = evidence.trial({ optimizer: name, learningRate: rate });
    const last = losses[losses.length - 1];
    if (last < losses[0]) return { rate, text: `, and with a rate of ${rate} to ${significant(last, 3)}` };
  }
  return { rate: round(aim), text: '' };
}

function meanOf(losses: readonly number[]): number {
  return losses.every(Number.isFinite) ? mean(losses) : Number.POSITIVE_INFINITY;
}

function round(value: number): number {
  return Number(value.toPrecision(1));
}
