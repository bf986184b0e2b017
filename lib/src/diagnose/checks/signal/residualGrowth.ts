import type { Evidence } from '../../evidence/evidence.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';

/** Recognizes a residual stream that grows exponentially with its depth instead of linearly. */
export const residualGrowth: Check = {
  kinds: ['residualGrowth'],
  stage: 'signal',
  explains: ['dead', 'saturated', 'bias', 'vanishingBackward', 'explodingBackward', 'correlationCollapse'],
  run: (evidence) => findResidualGrowth(evidence, 4),
};

/**
 * Finds a residual stream that is too large at its end.
 *
 * @param slack how many times larger the stream may be than one to which every block adds the same
 * amount
 */
export function findResidualGrowth({ view, trace }: Evidence, slack: number): FindingDraft[] {
  if (view.branches.length < 2) return [];
  const sums = [...new Set(view.branches.map(({ sum }) => sum))];
  const size = (call: number): number => trace.layers[call].activation.secondMoment;
  const start = Math.max(...view.calls[sums[0]].inputs.map(size));
  const last = size(sums[sums.length - 1]);
  const high = slack * (1 + sums.length);
  if (!(last / start > high)) return [];
  return [
    {
      kind: 'residualGrowth',
      layer: trace.layers[sums[0]].name,
      quantity: 'E a² of the residual stream, last over first',
      observed: last / start,
      expected: 1 + sums.length,
      band: [0, high],
      why: `Each of ${sums.length} blocks adds a branch as large as the stream itself, so the stream is multiplied in every block. Branches that start small prevent this.`,
      repair: [{ type: 'scaleResiduals' }],
    },
  ];
}
