import type { TracedNonFinite } from '../../../signal/trace/result.js';
import type { FindingDraft } from '../../finding.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';

const PLACES = {
  input: 'the inputs',
  weights: 'its weights',
  preActivation: 'its pre-activations',
  activation: 'its activations',
  loss: 'the loss',
  gradient: 'its gradients',
};

/** Reports the first NaN or infinite number that the numbers of the weights do not explain. */
export const nonFinite: Check = {
  kinds: ['nonFinite'],
  stage: 'signal',
  explains: [
    'residualGrowth',
    'dead',
    'saturated',
    'bias',
    'vanishingBackward',
    'explodingBackward',
    'correlationCollapse',
  ],
  run: ({ trace: { nonFinite: first } }) =>
    first === undefined ? [] : [nonFiniteDraft(first, [{ type: 'locateNonFinite' }])],
};

/** Makes the finding of the first NaN or infinite number. */
export function nonFiniteDraft({ layer, where }: TracedNonFinite, repair: readonly RepairStep[]): FindingDraft {
  const place = PLACES[where];
  return {
    kind: 'nonFinite',
    layer,
    quantity: `largest number in ${place}`,
    observed: Number.NaN,
    expected: 1,
    band: [0, 3.4e38],
    why: `The first NaN or infinite number arises in ${place}, and everything computed from it is lost.`,
    repair,
  };
}
