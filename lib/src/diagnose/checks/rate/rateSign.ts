import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';
import { bestRate } from './bestRate.js';

/** Recognizes a learning rate of 0 or below, with which no loss can fall. */
export const rateSign: Check = {
  kinds: ['learningRate'],
  stage: 'rate',
  explains: ['learningRate'],
  run(evidence): FindingDraft[] {
    const { trace, refusedRate, view } = evidence;
    const { name, learningRate = Number.NaN } = trace.optimizer ?? {};
    const rate = refusedRate ?? learningRate;
    if (name === undefined || !(rate <= 0)) return [];
    // The optimizer's default, or the given rate with the other sign.
    const usual = refusedRate === undefined && rate < 0 ? -rate : Math.max(learningRate, 1e-3);
    const suggested = bestRate(evidence, name, usual)?.rate ?? usual;
    const effect =
      rate === 0 ? 'With a rate of 0 no weight ever changes.' : 'Each step goes up the gradient, so the loss grows.';
    return [
      {
        kind: 'learningRate',
        layer: view.calls[view.outputs[0].maker].name,
        quantity: 'learning rate',
        observed: rate,
        expected: suggested,
        band: [Number.MIN_VALUE, Number.POSITIVE_INFINITY],
        why: `Set the learning rate to ${suggested}. The present rate, ${`${rate}`.replace('-', '−')}, is not above 0. ${effect}`,
        repair: [{ type: 'setLearningRate', optimizer: name.toLowerCase(), learningRate: suggested }],
      },
    ];
  },
};
