import { significant } from '../../display/significant.js';
import type { Examination } from '../evidence/examine.js';
import type { Expectation } from '../evidence/expectation.js';
import { type Finding, type FindingKind, finding } from '../finding.js';
import type { AllowedVariance } from '../matrices/allowedVariance.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { nameOf } from '../matrices/nameOf.js';
import { mistakeOf } from '../matrices/scaleCause.js';
import { tolerance } from '../matrices/scaleRatio.js';
import { type Effect, effectOf, sizeOf } from '../matrices/signalEffect.js';
import { redraw } from '../repairs/repairWeights.js';

/** What is measured of weights that have a scale. */
export const SCALE = 'fanIn·E w²';
/** A factor of the second moment that is not worth a finding; and one that keeps a network from learning as it could. */
const NOTED = 3;
const FAULT = 10;

/** Weights whose variance is not what the activation behind them needs, where that has an effect: the mistake named if it is a known one. */
export function weightScale(examined: Examination, expected: Expectation): Finding[] {
  const wrong = examined.matrices.filter((one) => one.secondMoment > 0 && one.excess !== 1);
  if (wrong.length === 0) return [];
  const effect = effectOf(expected, wrong);
  if (sizeOf(effect) < NOTED) return [];
  const [first] = wrong;
  const { low, high, target } = first.allowed;
  const mistake = mistakeOf(wrong);
  const slack = Math.exp(tolerance(first.error));
  const kind = mistake?.kind ?? symptom(examined, wrong);
  return [
    finding({
      kind,
      ...(sizeOf(effect) < FAULT && { severity: 'note' as const }),
      layer: nameOf(examined, first),
      quantity: SCALE,
      observed: first.variance,
      expected: nearest(first.allowed, target),
      band: [low / slack, high * slack],
      why: `${mistake?.why ?? generic(kind)} ${consequence(wrong, effect, mistake)}`,
      repair: redraw(examined, wrong),
    }),
  ];
}

function symptom({ trace }: Examination, wrong: readonly ExaminedMatrix[]): FindingKind {
  if (wrong[0].excess < 1) return 'vanishingForward';
  const saturated = wrong.some(({ call }) => (trace.layers[call].saturatedFraction ?? 0) > 0.3);
  return saturated ? 'saturated' : 'explodingForward';
}

function generic(kind: FindingKind): string {
  if (kind === 'vanishingForward') return 'The weights are too small for the number of inputs and the activation.';
  if (kind === 'saturated')
    return 'The weights are so large that the activation is at an end of its range, where its slope is 0.';
  return 'The weights are too large for the number of inputs and the activation.';
}

/** What it comes to: how far off the first layer is, and what all of them do to the signal, or to the gradient if that is much worse. */
function consequence(
  wrong: readonly ExaminedMatrix[],
  { forward, backward }: Effect,
  mistake: { variance(of: ExaminedMatrix): number } | undefined,
): string {
  const [first] = wrong;
  const factor = mistake ? mistake.variance(first) / nearest(first.allowed, first.variance) : first.excess;
  const isForward = Math.abs(Math.log(forward)) >= 0.5 * Math.abs(Math.log(backward));
  const where = wrong.length === 1 ? 'In this one layer' : `${wrong.length} layers are so; in the first`;
  return `${where} the variance is ${times(factor)} what it should be, and the second moment of the ${isForward ? 'signal' : 'gradient'} gets ${times(isForward ? forward : backward)} what it should be.`;
}

function nearest({ low, high }: AllowedVariance, variance: number): number {
  return Math.min(Math.max(variance, low), high);
}

function times(ratio: number): string {
  const size = ratio >= 1 ? ratio : 1 / ratio;
  return ratio >= 1 ? `${significant(size, 2)} ×` : `1/${significant(size, 2)} of`;
}
