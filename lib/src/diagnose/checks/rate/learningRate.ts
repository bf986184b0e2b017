import { significant } from '../../../display/significant.js';
import { mean, median } from '../../../foundation/statistics.js';
import type { UnitState } from '../../evidence/controlDraws.js';
import type { Evidence } from '../../evidence/evidence.js';
import { lossAtEnd } from '../../evidence/trialSteps.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';
import { blindLoss } from '../loss/blindLoss.js';
import { bestRate, type TriedRate, tryRate } from './bestRate.js';
import { higherWithinPlan, withinPlan } from './withinPlan.js';

/**
 * Allowed ‖Δw‖/‖w‖ of the first step, as the median over layers. Above this range, a few steps undo
 * the initialization. Below it, even 10,000 steps in one direction move the weights by only 1 %.
 */
const ALLOWED_RATIOS = [1e-6, 0.3] as const;
/** The ratio that suits most networks. The search for a better rate begins there. */
const TARGET_RATIO = 1e-2;
/**
 * The factor by which the loss after the first steps may exceed that of a guess that knows nothing.
 */
const LOSS_FACTOR = 1.5;
/** If the first steps reduce the loss by less than this share, lower rates are tried. */
const SLOW_SHARE = 0.1;
/** If the loss rises again by more than this factor in the first steps, lower rates are tried. */
const BOUNCE_FACTOR = 1.5;
/** Lower rates to try, as shares of the user's rate. */
const LOWER_RATES = [1 / 3, 1 / 10];
/** The rate is too high if a lower one ends with less than this share of its loss. */
const LOWER_SHARE = 0.5;
/**
 * If more than this share of the units of a layer die in the first steps, lower rates are tried.
 */
const DYING_SHARE = 0.2;
/** If a step reduces the loss by less than this share on average, a much higher rate is tried. */
const CRAWLING_SHARE = 5e-4;
/**
 * The share of the loss that a step must save: with less, even thousands of steps learn little, and
 * the rate is a fault.
 */
const STUCK_SHARE = 1e-4;
/** Smallest share of the loss that the higher rate must save for that. */
const LEAST_GAIN = 0.05;
/**
 * The higher rate to try, as a factor. The rate is too low if the higher one reduces the loss by
 * more than `saving` times as much.
 */
const HIGHER_RATE = { factor: 100, saving: 10 };

/** A mistake in the learning rate, with the measurement that shows it. */
interface Misfit extends Pick<FindingDraft, 'quantity' | 'observed' | 'expected' | 'band'> {
  isMild: boolean;
  text: string;
  /** A rate with which the network learns in the planned steps. */
  better?: TriedRate;
}

/**
 * Recognizes steps that are out of proportion to the weights: by the size of the first step, and by
 * the losses and the units of a few trial steps. If these leave doubt, lower or higher rates are
 * tried, and the rate is wrong if one of them is much better.
 */
export const learningRate: Check = {
  kinds: ['learningRate'],
  stage: 'rate',
  explains: [],
  run(evidence) {
    const { trace, matrices } = evidence;
    if (trace.optimizer === undefined || trace.loss === undefined || matrices.length === 0) return [];
    // Where all weights are 0, as a linear model may start, only the losses judge the rate.
    const relative = medianRatio(evidence);
    const ratio = relative ?? TARGET_RATIO;
    const { name, learningRate: rate } = trace.optimizer;
    const misfit =
      byFirstSteps(evidence, ratio) ??
      (isChosen(evidence) ? (byPlan(evidence) ?? byOtherRates(evidence, name, rate)) : undefined);
    if (misfit === undefined) return [];
    const { isMild, text, better: planned, ...measured } = withUnits(evidence, misfit);
    const losses = evidence.trial();
    const better = planned ?? bestRate(evidence, name, (rate * TARGET_RATIO) / ratio);
    const same = better && tryRate(evidence, name, rate, better.steps);
    // A long first step alone is no fault if the loss falls all the same, or if it would fall
    // faster with longer steps: weights that start near 0 have to grow.
    const isLong = misfit.quantity === FIRST_STEP && text.startsWith(TOO_HIGH);
    const isLearning = lossAtEnd(losses) < LOWER_SHARE * losses[0];
    const lowerLeadsFurther =
      better && same ? better.rate < rate && better.after <= LOWER_SHARE * same.after : !isLearning;
    if (isLong && !lowerLeadsFurther) return [];
    const suggested = better?.rate ?? Number(((rate * TARGET_RATIO) / ratio).toPrecision(1));
    const compared =
      better && same
        ? ` In ${better.steps} trial steps a rate of ${better.rate} leads to a loss of ${significant(better.after, 3)}, and ${rate} to ${significant(same.after, 3)}.`
        : '';
    const size =
      relative === undefined
        ? ''
        : ` a step is ${Number((100 * relative).toPrecision(2))} % of the size of the weights, and`;
    return [
      {
        kind: 'learningRate',
        ...((isMild || !isChosen(evidence)) && { severity: 'note' }),
        layer: trace.layers[matrices[0].call].name,
        ...measured,
        why: `${suggested > rate ? 'Raise' : 'Lower'} the learning rate to ${suggested}. ${text} With ${name} at a learning rate of ${rate},${size} in ${losses.length - 1} steps the loss goes from ${significant(losses[0], 3)} to ${significant(losses[losses.length - 1], 3)}.${compared} The initialization is not the cause.`,
        ...(better &&
          same && {
            trial: {
              before: same.after,
              after: better.after,
              steps: better.steps,
              optimizer: name.toLowerCase(),
              learningRate: better.rate,
              seed: evidence.seed,
            },
          }),
        repair: [
          {
            type: 'setLearningRate',
            optimizer: name.toLowerCase(),
            learningRate: suggested,
            ...(evidence.plannedSteps !== undefined && { steps: evidence.plannedSteps }),
          },
        ],
      },
    ];
  },
};

/** Says that a rate turns units off, if it does, because this outlasts the first steps. */
function withUnits(evidence: Evidence, misfit: Misfit): Misfit {
  if (!misfit.text.startsWith(TOO_HIGH)) return misfit;
  const dying = dyingShare(evidence, evidence.trialUnits());
  if (dying <= DYING_SHARE) return misfit;
  return {
    ...misfit,
    text: `${misfit.text} Its first steps turn ${Math.round(100 * dying)} % of the units of a layer off for good.`,
    quantity: KILLED,
    observed: dying,
    expected: 0,
    band: [0, DYING_SHARE],
  };
}

const FIRST_STEP = 'first step over the size of the weights, median of layers';
const KILLED = 'share of the units of a layer that the first steps turn off';
const TOO_HIGH = 'The present rate is too high.';
const TOO_LOW = 'The present rate is too low.';

/** Judges the rate by its first steps alone. */
function byFirstSteps(evidence: Evidence, ratio: number): Misfit | undefined {
  const losses = evidence.trial();
  const after = meanOf(losses.slice(Math.ceil(losses.length / 2)));
  const bound = LOSS_FACTOR * Math.max(losses[0], blindLoss(evidence)?.uniform ?? 5 * losses[0]);
  if (after > bound) {
    const quantity = `mean loss in the second half of ${losses.length - 1} steps`;
    return { isMild: false, text: TOO_HIGH, quantity, observed: after, expected: losses[0], band: [0, bound] };
  }
  if (ratio >= ALLOWED_RATIOS[0] && ratio <= ALLOWED_RATIOS[1]) return undefined;
  return {
    isMild: false,
    text: ratio > ALLOWED_RATIOS[1] ? TOO_HIGH : TOO_LOW,
    quantity: FIRST_STEP,
    observed: ratio,
    expected: TARGET_RATIO,
    band: ALLOWED_RATIOS,
  };
}

/** Judges by the planned steps whether the rate is too low for them. */
function byPlan(evidence: Evidence): Misfit | undefined {
  const plan = withinPlan(evidence);
  if (plan === undefined || plan.hasBegun) return undefined;
  const better = higherWithinPlan(evidence, plan);
  if (better === undefined) return undefined;
  return {
    isMild: false,
    text: `${TOO_LOW} After the ${plan.steps} steps that you plan the network is still about as good as a guess.`,
    quantity: `loss after ${plan.steps} steps`,
    observed: plan.end,
    expected: better.after,
    band: [0, plan.goal],
    better,
  };
}

/**
 * Compares the rate with lower ones, if it reduces the loss little or kills units, and then with a
 * higher one.
 */
function byOtherRates(evidence: Evidence, optimizer: string, rate: number): Misfit | undefined {
  const losses = evidence.trial();
  const [start, end, steps] = [losses[0], lossAtEnd(losses), losses.length - 1];
  const saved = (start - end) / start;
  const dying = dyingShare(evidence, evidence.trialUnits());
  if (saved < SLOW_SHARE || dying > DYING_SHARE || hasBounced(losses)) {
    const lower = LOWER_RATES.map((share) => tryRate(evidence, optimizer, share * rate, steps)).filter(
      (tried) => tried !== undefined,
    );
    const best = lower.reduce<(typeof lower)[number] | undefined>(
      (a, b) => (a && a.after <= b.after ? a : b),
      undefined,
    );
    if (best && best.after < LOWER_SHARE * end) {
      const quantity = `loss after ${steps} steps`;
      const band = [0, best.after / LOWER_SHARE] as const;
      return { isMild: false, text: TOO_HIGH, quantity, observed: end, expected: best.after, band };
    }
  }
  if (saved / steps > CRAWLING_SHARE || !(saved > 0)) return undefined;
  const higher = tryRate(evidence, optimizer, HIGHER_RATE.factor * rate, steps);
  if (higher === undefined || !(start - higher.after > HIGHER_RATE.saving * (start - end))) return undefined;
  return {
    isMild:
      saved / steps > STUCK_SHARE ||
      withinPlan(evidence)?.hasBegun === true ||
      start - higher.after < LEAST_GAIN * start,
    text: `${TOO_LOW} A rate ${HIGHER_RATE.factor} times as high was tried, and saves ${significant((start - higher.after) / (start - end), 2)} times as much of the loss.`,
    quantity: `loss after ${steps} steps`,
    observed: end,
    expected: higher.after,
    band: [0, start * (1 - CRAWLING_SHARE * steps)],
  };
}

/** Checks whether the loss rises far above a value that it had already reached. */
function hasBounced(losses: readonly number[]): boolean {
  return losses.some((loss, i) => loss > BOUNCE_FACTOR * Math.min(...losses.slice(0, i + 1)));
}

/**
 * Computes the largest share, over all layers, of the units that trial steps have turned off for
 * every sample.
 */
function dyingShare({ trace, view }: Evidence, after: readonly UnitState[] | undefined): number {
  const shares = view.calls.map(
    (_, call) => (after?.[call]?.deadFraction ?? 0) - (trace.layers[call].deadFraction ?? 0),
  );
  return Math.max(0, ...shares);
}

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

/** Computes the mean of losses; infinite if training has diverged. */
function meanOf(losses: readonly number[]): number {
  return losses.every(Number.isFinite) ? mean(losses) : Number.POSITIVE_INFINITY;
}
