import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { nameOf } from '../matrices/nameOf.js';
import { redraw } from '../repairs/repairWeights.js';
import { SCALE } from './weightScale.js';

/** Weights of 0 where nothing else lets the signal through. */
export function zeroWeights(examined: Examination): Finding[] {
  const { matrices } = examined;
  const zeros = matrices.filter((one) => one.secondMoment === 0 && !isMeant(one));
  if (zeros.length === 0) return [];
  return [
    finding({
      kind: 'zeroWeights',
      layer: nameOf(examined, zeros[0]),
      quantity: SCALE,
      observed: 0,
      expected: zeros[0].allowed.target,
      band: [zeros[0].allowed.low, zeros[0].allowed.high],
      why: 'A hidden layer whose weights are all 0 passes no signal on and no gradient back, so that neither it nor the layers below can learn. Zeros are for output layers and the last layer of a residual branch.',
      repair: redraw(examined, zeros),
    }),
  ];
}

function isMeant({ layer }: ExaminedMatrix): boolean {
  return layer.output || layer.residual === 'last';
}
