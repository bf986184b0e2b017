import type { Examination } from '../evidence/examine.js';
import { isCentreless } from '../evidence/expectation.js';
import { type Finding, finding } from '../finding.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { nameOf } from '../matrices/nameOf.js';
import { redraw } from '../repairs/repairWeights.js';

/** Of the mean squared in the second moment, from which on it counts. */
const SHARE = 0.05;

/** Weights whose mean is not 0: all units get the same signal added, or are turned off by it. */
export function uncentredWeights(examined: Examination): Finding[] {
  const { matrices } = examined;
  const off = matrices.filter((one) => isSumming(one) && hasMean(one));
  if (off.length === 0) return [];
  const [{ mean, secondMoment }] = off;
  return [
    finding({
      kind: 'correlationCollapse',
      layer: nameOf(examined, off[0]),
      quantity: 'mean of the weights over their root mean square',
      observed: mean / Math.sqrt(secondMoment),
      expected: 0,
      band: [-Math.sqrt(SHARE), Math.sqrt(SHARE)],
      why: 'The weights have a mean: a part that all units have in common grows with the number of inputs and drowns what tells samples apart.',
      repair: redraw(examined, off),
    }),
  ];
}

/** Whether a layer sums so many inputs that a mean adds up; the weights of units that are all alike are another finding. */
function isSumming({ layer, weight, fanIn, matrix }: ExaminedMatrix): boolean {
  const several = fanIn > 4 && (matrix?.rank ?? 0) > 1;
  return several && !layer.output && !layer.weights.recurrent && weight !== 'depthwise';
}

/** A mean that is no accident of sampling, no small part of the weights, and outweighs their random part in a sum over the fan. */
function hasMean(one: ExaminedMatrix): boolean {
  const share = one.mean ** 2 / one.secondMoment;
  return isCentreless(one) && share > SHARE && share * one.fanIn > 1.5;
}
