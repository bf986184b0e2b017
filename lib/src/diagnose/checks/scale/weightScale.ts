import { significant } from '../../../display/significant.js';
import type { Evidence } from '../../evidence/evidence.js';
import { isShallow } from '../../evidence/shallow.js';
import { type SignalEffect, signalEffect, sizeOf } from '../../evidence/signalEffect.js';
import type { FindingDraft, FindingKind } from '../../finding.js';
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
 * The change of a second moment, as a factor, up to which a trial decides whether it hinders a
 * shallow network: less for weights of an unusual scale, and more for those of a common default.
 */
const CLEAR_FACTOR = { usual: 1e3, default: 1e6 };
/**
 * The factor by which the deviations of two groups of layers must differ to count as two causes.
 */
const SEPARATING_FACTOR = 20;

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
    return [draftOf(evidence, mostSevere(wrong), effect)];
  },
};

/**
 * Selects the layers whose scale is wrong by far more than that of the other wrong layers, or all
 * if there is no such gap. The others are a second cause, which is found after these are repaired.
 * Layers with the same standard deviation have the same cause, even if their scale ratios differ
 * because of their fans.
 */
function mostSevere(wrong: readonly ExaminedMatrix[]): readonly ExaminedMatrix[] {
  const distance = ({ scaleRatio }: ExaminedMatrix): number => Math.abs(Math.log(scaleRatio));
  const sorted = [...wrong].sort((a, b) => distance(b) - distance(a));
  const isApart = (matrix: ExaminedMatrix, i: number): boolean =>
    i > 0 &&
    distance(sorted[i - 1]) - distance(matrix) > Math.log(SEPARATING_FACTOR) &&
    Math.abs(Math.log(sorted[i - 1].secondMoment / matrix.secondMoment)) > Math.log(SEPARATING_FACTOR);
  const gap = sorted.findIndex(isApart);
  if (gap < 0 || mistakeOf(wrong) !== undefined) return wrong;
  const severe = sorted.slice(0, gap);
  return wrong.filter((matrix) => severe.includes(matrix));
}

function draftOf(evidence: Evidence, wrong: readonly ExaminedMatrix[], effect: SignalEffect): FindingDraft {
  const mistake = mistakeOf(wrong);
  const isGrowth = Math.log(strongerOf(effect)) > 0;
  // If some layers are too large and others too small, the change of the signal decides which of
  // them the finding names.
  const first = mistake ? wrong[0] : (wrong.find(({ scaleRatio }) => scaleRatio > 1 === isGrowth) ?? wrong[0]);
  const { call, variance, error, allowed } = first;
  const slack = Math.exp(tolerance(error));
  const isSaturated = wrong.some((matrix) => (evidence.trace.layers[matrix.call].saturatedFraction ?? 0) > 0.3);
  const kind = mistake?.kind ?? kindBySign(first, isSaturated);
  const isDefault = mistake?.kind === 'wrongGain' || mistake?.kind === 'truncated';
  return {
    kind,
    ...(sizeOf(effect) < FAULT_FACTOR && { severity: 'note' as const }),
    isMild: isShallow(evidence, { isDefault }) && sizeOf(effect) < CLEAR_FACTOR[isDefault ? 'default' : 'usual'],
    ...(isDefault && { isDefault }),
    layer: evidence.view.calls[call].name,
    quantity: SCALE,
    observed: variance,
    expected: nearest(allowed, allowed.target),
    band: [allowed.low / slack, allowed.high * slack],
    why: `${mistake?.why ?? generalReason(kind)} ${effectText(first, wrong.length, effect, mistake)}`,
    repair: redraw(evidence, wrong),
  };
}

/** Returns the effect on the signal, or the effect on the gradient if that is much larger. */
function strongerOf({ forward, backward }: SignalEffect): number {
  return Math.abs(Math.log(forward)) >= 0.5 * Math.abs(Math.log(backward)) ? forward : backward;
}

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
function effectText(first: ExaminedMatrix, count: number, effect: SignalEffect, mistake: Mistake | undefined): string {
  const factor = mistake ? mistake.variance(first) / nearest(first.allowed, first.variance) : first.scaleRatio;
  const stronger = strongerOf(effect);
  const where = count === 1 ? 'In this layer' : `This holds for ${count} layers. In the first of them`;
  return `${where} the variance is ${times(factor)} what it should be, and the second moment of the ${stronger === effect.forward ? 'signal' : 'gradient'} becomes ${times(stronger)} what it should be.`;
}

function nearest({ low, high }: AllowedVariance, variance: number): number {
  return Math.min(Math.max(variance, low), high);
}

function times(ratio: number): string {
  const size = ratio >= 1 ? ratio : 1 / ratio;
  return ratio >= 1 ? `${significant(size, 2)} ×` : `1/${significant(size, 2)} of`;
}
