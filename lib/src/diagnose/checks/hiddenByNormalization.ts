import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';
import { nameOf } from '../matrices/nameOf.js';
import { redraw } from '../repairs/repairWeights.js';
import { SCALE } from './weightScale.js';

/** Weights that are far off, but ahead of a normalization: told, since training rates depend on their scale. */
export function hiddenByNormalization(examined: Examination): Finding[] {
  const off = examined.matrices.filter(
    ({ normalized, variance, layer }) =>
      normalized && !layer.output && variance > 0 && (variance < 0.02 || variance > 50),
  );
  if (off.length === 0) return [];
  const [{ variance }] = off;
  return [
    finding({
      kind: 'hiddenByNormalization',
      severity: 'note',
      layer: nameOf(examined, off[0]),
      quantity: SCALE,
      observed: variance,
      expected: 1,
      band: [0.02, 50],
      why: 'The weights are far from the usual scale, but the normalization behind them takes the scale away, forward. Their gradient is divided by it, so that the best learning rate is another.',
      repair: redraw(examined, off),
    }),
  ];
}
