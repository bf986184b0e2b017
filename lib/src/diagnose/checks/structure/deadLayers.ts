import type { TracedLayer } from '../../../signal/trace/result.js';
import type { Check } from '../check.js';
import { findStuckUnits } from '../signal/stuckUnits.js';

/**
 * Recognizes layers in which nearly all units are off, so that almost no signal passes. The cause
 * is in the weights or biases, whatever their scale.
 */
export const deadLayers: Check = {
  kinds: ['dead', 'saturated', 'bias'],
  stage: 'structure',
  explains: ['correlationCollapse'],
  run(evidence) {
    // Units of a layer that gets no numbers are off as well, but their weights are not the cause.
    const { nonFinite } = evidence.trace;
    if (nonFinite !== undefined && nonFinite.where !== 'loss' && nonFinite.where !== 'gradient') return [];
    const isOff = ({ deadFraction }: TracedLayer): boolean => (deadFraction ?? 0) > 0.9;
    return evidence.batch > 4 && evidence.trace.layers.some(isOff) ? findStuckUnits(evidence) : [];
  },
};
