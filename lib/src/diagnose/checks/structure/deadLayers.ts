import type { TracedLayer } from '../../../signal/trace/result.js';
import type { Check } from '../check.js';
import { findStuckUnits } from '../signal/stuckUnits.js';

/**
 * Recognizes layers that are off as a whole: nothing passes them, whatever else their weights may
 * be.
 */
export const deadLayers: Check = {
  kinds: ['dead', 'saturated', 'bias'],
  stage: 'structure',
  explains: ['correlationCollapse'],
  run(evidence) {
    const isOff = ({ deadFraction }: TracedLayer): boolean => (deadFraction ?? 0) > 0.9;
    return evidence.batch > 4 && evidence.trace.layers.some(isOff) ? findStuckUnits(evidence) : [];
  },
};
