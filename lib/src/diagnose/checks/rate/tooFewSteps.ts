import { significant } from '../../../display/significant.js';
import type { Check } from '../check.js';
import { higherWithinPlan, laterThanPlan, withinPlan } from './withinPlan.js';

/** The factor by which the proposed training is longer than the network needs to begin to learn. */
const BEYOND_FACTOR = 5;

/**
 * Recognizes a plan of so few steps that the network is still at a guess when it ends, although it
 * learns later at the same rate. If a higher rate would do within the plan, the rate is the cause.
 */
export const tooFewSteps: Check = {
  kinds: ['tooFewSteps'],
  stage: 'rate',
  explains: ['learningRate'],
  run(evidence) {
    const { trace, matrices } = evidence;
    const plan = withinPlan(evidence);
    if (plan === undefined || plan.hasBegun || matrices.length === 0) return [];
    if (higherWithinPlan(evidence, plan)) return [];
    const later = laterThanPlan(evidence, plan);
    if (later === undefined) return [];
    const steps = Number((BEYOND_FACTOR * later).toPrecision(1));
    return [
      {
        kind: 'tooFewSteps',
        layer: trace.layers[matrices[0].call].name,
        quantity: 'planned steps over those until the network begins to learn',
        observed: plan.steps / later,
        expected: BEYOND_FACTOR,
        band: [1, Number.POSITIVE_INFINITY],
        why: `Train for more steps, about ${steps}. After the ${plan.steps} that you plan the loss is ${significant(plan.end, 3)}, hardly below that of a guess. At the same learning rate it reaches ${significant(plan.goal, 3)} after ${later} steps.`,
        repair: [{ type: 'trainLonger', steps }],
      },
    ];
  },
};
