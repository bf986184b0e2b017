import type { TracedLayer } from '../../../signal/trace/result.js';
import type { FindingDraft } from '../../finding.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';
import { nonFiniteDraft } from '../signal/nonFinite.js';

/**
 * Recognizes weights that are not numbers. Nothing else can be said of them, such as that they have
 * rank 0.
 */
export const nonFiniteWeights: Check = {
  kinds: ['nonFinite'],
  stage: 'structure',
  explains: ['symmetric', 'zeroWeights', 'dead', 'saturated', 'bias', 'correlationCollapse'],
  run(evidence): FindingDraft[] {
    const { trace, matrices } = evidence;
    const broken = trace.layers.filter(hasBrokenWeights);
    if (broken.length === 0) return [];
    const own = matrices.filter(({ call }) => broken.includes(trace.layers[call]));
    const repair = own.length > 0 ? redraw(evidence, own) : [{ type: 'locateNonFinite' as const }];
    return [nonFiniteDraft({ layer: broken[0].name, where: 'weights' }, repair)];
  },
};

function hasBrokenWeights({ weights }: TracedLayer): boolean {
  return weights.some(({ secondMoment }) => !Number.isFinite(secondMoment));
}
