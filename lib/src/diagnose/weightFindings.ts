import type { Examination } from './examine.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import { tolerance } from './excess.js';
import { type Expectation, effectOf, isCentreless } from './expectation.js';
import { type Finding, type FindingKind, finding } from './finding.js';
import { redraw } from './repairWeights.js';
import { mistakeOf } from './scaleCause.js';

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
      why: `${matrix?.distinctColumns === 1 ? 'All units have the same weights' : 'The units have few independent weights'}: units that begin alike get like gradients, and stay so. ${layer.name} does the work of ${matrix?.rank} units.`,
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
      quantity: 'fanIn·E w²',
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
  const { forward, backward } = effectOf(expected, wrong);
  const effect = Math.exp(Math.max(Math.abs(Math.log(forward)), Math.abs(Math.log(backward))));
  if (effect < NOTED) return [];
  const [first] = wrong;
  const { low, high, target } = first.allowed;
  const mistake = mistakeOf(wrong);
  const slack = Math.exp(tolerance(first.error));
  const kind = mistake?.kind ?? symptom(examined, wrong);
  const behind = Math.abs(Math.log(forward)) >= Math.abs(Math.log(backward)) ? 'signal' : 'gradient';
  return [
    finding({
      kind,
      ...(effect < FAULT && { severity: 'note' as const }),
      layer: nameOf(examined, first),
      quantity: 'fanIn·E w²',
      observed: first.variance,
      expected: Math.min(Math.max(target, low), high),
      band: [low / slack, high * slack],
      why: `${mistake?.why ?? generic(kind)} ${count(wrong.length)} so, which makes the second moment of the ${behind} ${factor(behind === 'signal' ? forward : backward)} what it should be.`,
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

function count(layers: number): string {
  return layers === 1 ? '1 layer is' : `${layers} layers are`;
}

function factor(ratio: number): string {
  return ratio >= 1 ? `${ratio.toPrecision(2)} times` : `${ratio.toPrecision(2)} of`;
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
      quantity: 'fanIn·E w²',
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
