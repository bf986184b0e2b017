import { isShallow } from '../../evidence/shallow.js';
import { type ExaminedMatrix, hasSignificantMean } from '../../matrices/examinedMatrix.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/** The least share of the squared mean in the second moment for which a mean counts. */
const SHARE = 0.05;

/**
 * Recognizes weights whose mean is not 0. The mean adds the same signal to all units, or turns them
 * all off.
 */
export const weightMean: Check = {
  kinds: ['correlationCollapse'],
  stage: 'structure',
  explains: [],
  run(evidence) {
    const off = evidence.matrices.filter((matrix) => isSumming(matrix) && hasMean(matrix));
    if (off.length === 0) return [];
    const [{ call, mean, secondMoment }] = off;
    return [
      {
        kind: 'correlationCollapse',
        isMild: isShallow(evidence),
        layer: evidence.view.calls[call].name,
        quantity: 'mean of the weights over their root mean square',
        observed: mean / Math.sqrt(secondMoment),
        expected: 0,
        band: [-Math.sqrt(SHARE), Math.sqrt(SHARE)],
        why: 'The mean of the weights is not 0. It gives all units a common part, which grows with the number of inputs and drowns out the differences between samples.',
        repair: redraw(evidence, off),
      },
    ];
  },
};

/**
 * Whether a layer sums enough inputs for the mean of its weights to add up. Layers whose units are
 * all alike are excluded, because they are a finding of their own.
 */
function isSumming({ layer, weight, fanIn, matrix }: ExaminedMatrix): boolean {
  const hasSeveral = fanIn > 4 && (matrix?.rank ?? 0) > 1;
  return hasSeveral && !layer.isOutput && !layer.weights.recurrent && weight !== 'depthwise';
}

/**
 * Whether the mean is statistically significant, is not a small part of the weights, and outweighs
 * their random part in a sum over the inputs.
 */
function hasMean(matrix: ExaminedMatrix): boolean {
  const share = matrix.mean ** 2 / matrix.secondMoment;
  return hasSignificantMean(matrix) && share > SHARE && share * matrix.fanIn > 1.5;
}
