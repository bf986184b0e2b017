import type { AllowedVariance } from './allowedVariance.js';
import { type Effect, effectOf, sizeOf } from './effect.js';
import type { Examination } from './examine.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import { tolerance } from './excess.js';
import { type Expectation, isCentreless } from './expectation.js';
import { type Finding, type FindingKind, finding } from './finding.js';
import { redraw } from './repairWeights.js';
import { mistakeOf } from './scaleCause.js';

/** What is measured of weights that have a scale. */
export const SCALE = 'fanIn·E w²';
/** A factor of the second moment that is not worth a finding; and one that keeps a network from learning as it could. */
const NOTED = 3;
const FAULT = 10;

/** All units of a layer alike, or far fewer independent ones than there could be. */
export function symmetric(examined: Examination): Finding[] {
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
  const text = size < 1e5 ? String(Number(size.toPrecision(2))) : size.toExponential(1).replace('e+', 'e');
  return ratio >= 1 ? `${text} ×` : `1/${text} of`;
}

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

/** Weights whose mean is not 0: all units get the same signal added, or are turned off by it. */
export function uncentred(examined: Examination): Finding[] {
  const { matrices } = examined;
  const off = matrices.filter(
    (one) =>
      !one.layer.output &&
      isCentreless(one) &&
      one.mean ** 2 * one.fanIn > 1.5 * one.secondMoment &&
      !one.layer.weights.recurrent &&
      one.weight !== 'depthwise' &&
      (one.matrix?.rank ?? 0) > 1 &&
      one.fanIn > 4 &&
      Math.abs(one.mean) ** 2 > 0.05 * one.secondMoment,
  );
  if (off.length === 0) return [];
  const [{ mean, secondMoment }] = off;
  return [
    finding({
      kind: 'correlationCollapse',
      layer: nameOf(examined, off[0]),
      quantity: 'mean of the weights over their root mean square',
      observed: mean / Math.sqrt(secondMoment),
      expected: 0,
      band: [-0.2, 0.2],
      why: 'The weights have a mean: a part that all units have in common grows with the number of inputs and drowns what tells samples apart.',
      repair: redraw(examined, off),
    }),
  ];
}

function nameOf({ view }: Examination, { call }: ExaminedMatrix): string {
  return view.calls[call].name;
}
