import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/**
 * Recognizes layers whose units are copies of each other, or are combinations of far fewer units.
 */
export const symmetricWeights: Check = {
  kinds: ['symmetric'],
  stage: 'structure',
  explains: ['dead', 'saturated', 'bias', 'correlationCollapse'],
  run(evidence) {
    const alike = evidence.matrices.filter((matrix) => matrix.secondMoment > 0 && isLowRank(matrix));
    if (alike.length === 0) return [];
    const [{ call, layer, matrix, fullRank }] = alike;
    const rank = matrix?.rank ?? 0;
    const what =
      matrix?.distinctColumns === 1 ? 'All units have the same weights' : 'The units have few independent weights';
    return [
      {
        kind: 'symmetric',
        layer: evidence.view.calls[call].name,
        quantity: 'rank of the weights',
        observed: rank,
        expected: fullRank,
        band: [Math.ceil(fullRank / 2), fullRank],
        why: `${what}. Units that start alike get the same gradients and stay alike, so ${layer.name} does the work of ${rank === 1 ? 'one unit' : `${rank} units`}.`,
        repair: redraw(evidence, alike),
      },
    ];
  },
};

function isLowRank({ matrix, fullRank }: ExaminedMatrix): boolean {
  return matrix !== undefined && matrix.columns > 1 && fullRank > 1 && matrix.rank < fullRank / 2;
}
