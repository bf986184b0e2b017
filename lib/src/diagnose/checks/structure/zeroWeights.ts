import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';
import { SCALE } from '../scale/weightScale.js';

/**
 * Recognizes hidden layers with all weights 0, except the last layer of a residual branch, whose
 * shortcut lets the signal past.
 */
export const zeroWeights: Check = {
  kinds: ['zeroWeights'],
  stage: 'structure',
  explains: ['dead', 'saturated', 'bias', 'correlationCollapse'],
  run(evidence) {
    const zeros = evidence.matrices.filter((matrix) => matrix.secondMoment === 0 && !isIntentional(matrix));
    if (zeros.length === 0) return [];
    const [{ call, allowed }] = zeros;
    return [
      {
        kind: 'zeroWeights',
        layer: evidence.view.calls[call].name,
        quantity: SCALE,
        observed: 0,
        expected: allowed.target,
        band: [allowed.low, allowed.high],
        why: 'A hidden layer whose weights are all 0 passes no signal on and no gradient back, so neither it nor the layers before it can learn. Zeros are for output layers and for the last layer of a residual branch.',
        repair: redraw(evidence, zeros),
      },
    ];
  },
};

function isIntentional({ layer }: ExaminedMatrix): boolean {
  return layer.isOutput || layer.residual === 'last';
}
