import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { nameOf } from '../matrices/nameOf.js';
import { redraw } from '../repairs/repairWeights.js';

/** All units of a layer alike, or far fewer independent ones than there could be. */
export function symmetricWeights(examined: Examination): Finding[] {
  const alike = examined.matrices.filter((one) => one.secondMoment > 0 && isLowRank(one));
  if (alike.length === 0) return [];
  const [{ layer, matrix, fullRank: full }] = alike;
  return [
    finding({
      kind: 'symmetric',
      layer: nameOf(examined, alike[0]),
      quantity: 'rank of the weights',
      observed: matrix?.rank ?? 0,
      expected: full,
      band: [Math.ceil(full / 2), full],
      why: `${matrix?.distinctColumns === 1 ? 'All units have the same weights' : 'The units have few independent weights'}: units that begin alike get like gradients, and stay so. ${layer.name} does the work of ${matrix?.rank === 1 ? 'one unit' : `${matrix?.rank} units`}.`,
      repair: redraw(examined, alike),
    }),
  ];
}

function isLowRank({ matrix, fullRank }: ExaminedMatrix): boolean {
  return matrix !== undefined && matrix.columns > 1 && fullRank > 1 && matrix.rank < fullRank / 2;
}
