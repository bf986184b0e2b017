import { significant } from '../../../display/significant.js';
import { type SignalEffect, signalEffect, sizeOf } from '../../evidence/signalEffect.js';
import type { FindingKind } from '../../finding.js';
import type { AllowedVariance } from '../../matrices/allowedVariance.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { type Mistake, mistakeOf } from '../../matrices/knownMistakes.js';
import { tolerance } from '../../matrices/scaleRatio.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/** The quantity that measures the scale of weights. */
export const SCALE = 'fanIn·E w²';
/** The change of a second moment, as a factor, from which the check makes a note. */
const NOTE_FACTOR = 3;
/**
 * The change of a second moment, as a factor, from which it hampers learning and counts as a fault.
 */
const FAULT_FACTOR = 10;

/**
 * Recognizes weights whose variance does not suit the next activation, if this changes the signal
 * noticeably, and names the mistake if it is a known one.
 */
export const weightScale: Check = {
  kinds: ['truncated', 'wrongFan', 'wrongGain', 'vanishingForward', 'explodingForward', 'saturated'],
  stage: 'scale',
  explains: ['saturated', 'dead', 'vanishingBackward', 'explodingBackward', 'correlationCollapse'],
  run(evidence) {
    const wrong = evidence.matrices.filter(({ secondMoment, scaleRatio }) => secondMoment > 0 && scaleRatio !== 1);
    if (wrong.length === 0) return [];
    const effect = signalEffect(evidence.expectation(), wrong);
    if (sizeOf(effect) < NOTE_FACTOR) return [];
    const [{ call, variance, error, allowed }] = wrong;
    const mistake = mistakeOf(wrong);
    const slack = Math.exp(tolerance(error));
    const isSaturated = wrong.some((matrix) => (evidence.trace.layers[matrix.call].saturatedFraction ?? 0) > 0.3);
    const kind = mistake?.kind ?? kindBySign(wrong[0], isSaturated);
    return [
      {
        kind,
        ...(sizeOf(effect) < FAULT_FACTOR && { severity: 'note' as const }),
        layer: evidence.view.calls[call].name,
        quantity: SCALE,
        observed: variance,
        expected: nearest(allowed, allowed.target),
        band: [allowed.low / slack, allowed.high * slack],
        why: `${mistake?.why ?? generalReason(kind)} ${effectText(wrong, effect, mistake)}`,
        repair: redraw(evidence, wrong),
      },
    ];
  },
};

function kindBySign({ scaleRatio }: ExaminedMatrix, isSaturated: boolean): FindingKind {
  if (scaleRatio < 1) return 'vanishingForward';
  return isSaturated ? 'saturated' : 'explodingForward';
}

function generalReason(kind: FindingKind): string {
  if (kind === 'vanishingForward') return 'The weights are too small for the number of inputs and the activation.';
  if (kind === 'saturated')
    return 'The weights are so large that the activation is at an end of its range, where its slope is 0.';
  return 'The weights are too large for the number of inputs and the activation.';
}

/**
 * Says how far off the first wrong layer is, and how much all wrong layers change the signal, or
 * the gradient if they change that much more.
 */
function effectText(
  wrong: readonly ExaminedMatrix[],
  { forward, backward }: SignalEffect,
  mistake: Mistake | undefined,
): string {
  const [first] = wrong;
  const factor = mistake ? mistake.variance(first) / nearest(first.allowed, first.variance) : first.scaleRatio;
  const isForward = Math.abs(Math.log(forward)) >= 0.5 * Math.abs(Math.log(backward));
  const where = wrong.length === 1 ? 'In this layer' : `This holds for ${wrong.length} layers. In the first of them`;
  return `${where} the variance is ${times(factor)} what it should be, and the second moment of the ${isForward ? 'signal' : 'gradient'} becomes ${times(isForward ? forward : backward)} what it should be.`;
}

function nearest({ low, high }: AllowedVariance, variance: number): number {
  return Math.min(Math.max(variance, low), high);
}

function times(ratio: number): string {
  const size = ratio >= 1 ? ratio : 1 / ratio;
  return ratio >= 1 ? `${significant(size, 2)} ×` : `1/${significant(size, 2)} of`;
}
