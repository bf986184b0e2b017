import { significant } from '../../../display/significant.js';
import { lecunNormal } from '../../../init/lecun.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { redraw } from '../../repairs/redraw.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';
import { logitSource } from './logitSource.js';

/**
 * The standard deviation of attention logits from which trial steps show whether it hinders
 * learning. Vectors of queries and keys with second moment 1 give 1 if their product is divided by
 * √d. A query then gives .74 of its weight to one of 8 positions, and its loss takes twice as many
 * steps.
 */
const SUSPECT_SPREAD = 4;
/** The standard deviation from which no trial is needed: 95 % of the weight is on one position. */
const CLEAR_SPREAD = 20;

/**
 * Recognizes attention whose logits are so large that each query sees a single position from the
 * start. The softmax then passes hardly any gradient to queries and keys.
 */
export const sharpAttention: Check = {
  kinds: ['saturated'],
  stage: 'signal',
  explains: ['vanishingBackward', 'correlationCollapse'],
  run(evidence) {
    const sharp = evidence.attention().filter(({ spread }) => spread > SUSPECT_SPREAD);
    if (sharp.length === 0) return [];
    const sources = sharp.map(({ call }) => logitSource(evidence, call));
    const [{ spread, largestWeight, equalWeight }] = sharp;
    const [{ call, size }] = sources;
    const root = size === undefined ? '' : ` Divide them by √${size} if nothing does so yet.`;
    return [
      {
        kind: 'saturated',
        isMild: sharp.every((state) => state.spread < CLEAR_SPREAD),
        layer: evidence.view.calls[call].name,
        quantity: 'standard deviation of the attention logits of a query',
        observed: spread,
        expected: 1,
        band: [0, SUSPECT_SPREAD],
        why: `The logits of the attention are too large: a query gives ${significant(largestWeight, 2)} of its weight to one position, where equal weights would be ${significant(equalWeight, 2)}. So each query sees one position by chance, and queries and keys get hardly any gradient.${root}`,
        repair: sources.flatMap((source, i) => calmed(evidence, source, sharp[i].spread)),
      },
    ];
  },
};

/** Makes the steps that bring the logits to standard deviation 1. */
function calmed(
  evidence: Evidence,
  { call, matrices, isProduct }: ReturnType<typeof logitSource>,
  spread: number,
): RepairStep[] {
  if (matrices.length === 0) return [{ type: 'lookAt', layer: evidence.view.calls[call].layer.name }];
  // A product of queries and keys contains the scale of both.
  const factor = isProduct ? Math.sqrt(spread) : spread;
  const gain = ({ variance }: ExaminedMatrix): number => Math.sqrt(variance) / factor;
  return matrices.flatMap((matrix) => redraw(evidence, [matrix], lecunNormal({ gain: gain(matrix) })));
}
