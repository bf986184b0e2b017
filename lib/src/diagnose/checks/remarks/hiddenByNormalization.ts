import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';
import { SCALE } from '../scale/weightScale.js';

/** The range of fanIn·E w² that is unremarkable before a normalization. */
const BAND = [0.02, 50] as const;

/**
 * Notes weights of an unusual scale before a normalization. The signal does not show their scale,
 * but the best learning rate depends on it.
 */
export const hiddenByNormalization: Check = {
  kinds: ['hiddenByNormalization'],
  stage: 'remarks',
  explains: [],
  run(evidence) {
    const off = evidence.matrices.filter(
      ({ variance, layer }) =>
        layer.isNormalized && !layer.isOutput && variance > 0 && (variance < BAND[0] || variance > BAND[1]),
    );
    if (off.length === 0) return [];
    const [{ call, variance }] = off;
    return [
      {
        kind: 'hiddenByNormalization',
        severity: 'note',
        layer: evidence.view.calls[call].name,
        quantity: SCALE,
        observed: variance,
        expected: 1,
        band: BAND,
        why: 'The weights are far from the usual scale. The normalization after them hides this from the forward signal, but the gradient is divided by the scale, which changes the best learning rate.',
        repair: redraw(evidence, off),
      },
    ];
  },
};
