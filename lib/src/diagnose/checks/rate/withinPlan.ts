import { affordableSteps } from '../../evidence/affordableSteps.js';
import type { Evidence } from '../../evidence/evidence.js';
import { hasReached, lossAtEnd } from '../../evidence/trialSteps.js';
import { blindLoss, works } from '../loss/blindLoss.js';
import { type TriedRate, tryRate } from './bestRate.js';

/** The trial steps that the whole plan may take at most, about a second. */
const PLAN = { multiplications: 5e9, least: 30, most: 1000 };
/** The trial steps of a longer training. */
const LONGER = { multiplications: 1.5e10, least: 30, most: 5000 };
/** The network has begun to learn if its loss is below this share of that of a blind guess. */
const BEGUN_SHARE = 0.9;
/** Higher rates to try, as multiples of the present one. */
const HIGHER_RATES = [10, 100, 1000];
/** The factor by which a longer training is longer. */
const LONGER_FACTOR = 10;

/** The outcome of a run of the planned number of steps. */
export interface WithinPlan {
  steps: number;
  /** The loss below which the network has begun to learn. */
  goal: number;
  /** The loss at the end, or when it has reached the goal. */
  end: number;
  hasBegun: boolean;
}

/**
 * Trains for the planned number of steps, or until the network has begun to learn. Returns
 * undefined if no number is planned, if it is larger than is affordable, and if the network works
 * already.
 */
export function withinPlan(evidence: Evidence): WithinPlan | undefined {
  const { plannedSteps: steps, trace } = evidence;
  if (steps === undefined || trace.loss === undefined || works(evidence)) return undefined;
  if (steps > affordableSteps(evidence, PLAN)) return undefined;
  const goal = BEGUN_SHARE * Math.min(trace.loss.value, blindLoss(evidence)?.informed ?? Number.POSITIVE_INFINITY);
  const losses = evidence.trial({ steps, until: goal });
  return { steps, goal, end: lossAtEnd(losses), hasBegun: hasReached(losses, goal) };
}

/** Finds the lowest of some higher rates with which the network begins to learn within the plan. */
export function higherWithinPlan(evidence: Evidence, { steps, goal }: WithinPlan): TriedRate | undefined {
  const { name, learningRate: rate } = evidence.trace.optimizer ?? {};
  if (name === undefined || rate === undefined) return undefined;
  for (const factor of HIGHER_RATES) {
    const tried = tryRate(evidence, name, Number((factor * rate).toPrecision(3)), steps);
    if (tried && tried.after <= goal) return tried;
  }
  return undefined;
}

/**
 * Finds the number of steps after which the network begins to learn at its own rate, in a longer
 * training; undefined if this is not long enough.
 */
export function laterThanPlan(evidence: Evidence, { steps, goal }: WithinPlan): number | undefined {
  const most = Math.min(LONGER_FACTOR * steps, affordableSteps(evidence, LONGER));
  if (most <= steps) return undefined;
  const losses = evidence.trial({ steps: most, until: goal });
  return hasReached(losses, goal) ? losses.length - 1 : undefined;
}
