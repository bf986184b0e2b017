import type { Activation } from '../activation/elementwise.js';
import { derivativeSecondMoment, secondMoment } from '../activation/moments.js';
import { positive } from '../argument.js';
import type { InputStatistics } from './inputStatistics.js';
import { type PairMoments, pairMoments } from './pairMoments.js';
import { none, type Spread, spreadOfMean, sum, times } from './spread.js';

/** The forward pass at one layer. */
export interface Forward {
  phi: Activation;
  width: number;
  /** Second moment of z, and how its logarithm spreads over nets before the layer's own weights are drawn. */
  q: number;
  spread: Spread;
  /** What the layer's own weights add to z², and to a². */
  ownZ: Spread;
  ownA: Spread;
  second: number;
  slopeSecond: number;
  /** d ln E f²/d ln q and d ln E f′²/d ln q. */
  elasticity: number;
  slopeElasticity: number;
  pair: PairMoments;
}

/** The forward pass from the input to the last layer. */
export function followForward(
  widths: readonly number[],
  activations: readonly Activation[],
  variances: readonly number[],
  input: InputStatistics,
): Forward[] {
  const layers: Forward[] = [];
  let { secondMoment: q, cosine, cosineVariance } = input;
  let spread = none;
  for (const [layer, width] of widths.entries()) {
    const phi = activations[layer];
    if (layer > 0) q = positive(variances[layer] * q, `second moment of layer ${layer}`);
    const together = Math.min(1, Math.sqrt(cosine ** 2 + cosineVariance));
    const pair = pairMoments(phi, q, together);
    const own = (fourth: number, square: number): Spread =>
      layer === 0 ? none : spreadOfMean(width, input.batch, fourth, square);
    const second = positive(secondMoment(phi, q), `second moment of activations of layer ${layer}`);
    const here: Forward = {
      phi,
      width,
      q,
      spread,
      ownZ: own(3, 1 + 2 * together ** 2),
      ownA: own(pair.fourth, pair.square),
      second,
      slopeSecond: positive(derivativeSecondMoment(phi, q), `second moment of derivatives of layer ${layer}`),
      elasticity: elasticity((at) => secondMoment(phi, at), q),
      slopeElasticity: elasticity((at) => derivativeSecondMoment(phi, at), q),
      pair,
    };
    layers.push(here);
    spread = sum(times(here.elasticity, spread), here.ownA);
    if (layer > 0) [cosine, cosineVariance] = nextCosine(phi, q, cosine, cosineVariance, width);
    q = second;
  }
  return layers;
}

/** Mean and variance of the cosine of two samples' activations, from those of their pre-activations. */
function nextCosine(phi: Activation, q: number, mean: number, variance: number, width: number): [number, number] {
  const at = pairMoments(phi, q, mean);
  const [low, high] = [Math.max(-1, mean - 0.05), Math.min(1, mean + 0.05)];
  const slope = (pairMoments(phi, q, high).value - pairMoments(phi, q, low).value) / (high - low);
  const noise = ((1 - at.value ** 2) ** 2 * Math.max(0, at.square - at.value ** 2)) / width;
  return [at.value, Math.min(1 - at.value ** 2, slope ** 2 * variance + Math.max(0, 1 - variance) * noise)];
}

function elasticity(g: (q: number) => number, q: number): number {
  const step = 1e-3;
  return Math.log(g(q * (1 + step)) / g(q * (1 - step))) / Math.log((1 + step) / (1 - step));
}
