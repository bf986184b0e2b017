import { random } from '../../../random/random.js';
import { average, GRID } from '../grid/normalGrid.js';
import { ensembleMean } from '../spread/ensembleMean.js';
import type { Events } from '../spread/events.js';
import { pairShares, type Signal, sizeOf } from '../spread/signal.js';
import { toUnitSquare } from './weights.js';

/** Number of draws of the other logits. */
const LOGIT_DRAWS = 128;

interface Moments {
  /**
   * Mean E s² given the normal of the output's own logit. The `jacobian` is the mean E ∂s² of the
   * squared norm of a row of the Jacobian.
   */
  square: Float64Array;
  jacobian: Float64Array;
}

/**
 * The moments computed last, oldest first. The passes forward and backward ask for the same ones,
 * and so does a second prediction of a model whose logits are unchanged.
 */
const known = new Map<string, Moments>();
const MOST_KNOWN = 64;

/**
 * Returns the moments of s = softmax(z) for independent normal logits of second moment q. Do not
 * change the arrays: later calls return them again.
 */
export function softmaxMoments(q: number, classes: number): Moments {
  const key = `${q} ${classes}`;
  const moments = known.get(key) ?? computeMoments(q, classes);
  known.delete(key);
  known.set(key, moments);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value as string);
  return moments;
}

/**
 * Computes the moments of s = softmax(z) for independent normal logits of second moment q. The
 * other logits use the same random draws for every q.
 */
function computeMoments(q: number, classes: number): Moments {
  const std = Math.sqrt(q);
  const stream = random(0);
  const logits = new Float64Array(classes - 1);
  const square = new Float64Array(GRID.length);
  const jacobian = new Float64Array(GRID.length);
  for (let draw = 0; draw < LOGIT_DRAWS; draw++) {
    stream.normal(logits, 0, std);
    // Dividing by e^shift keeps the exponentials from overflowing.
    const shift = logits.reduce((most, z) => Math.max(most, z), 0);
    let [sum, squares] = [0, 0];
    for (const z of logits) {
      const e = Math.exp(z - shift);
      sum += e;
      squares += e * e;
    }
    for (let i = 0; i < GRID.length; i++) {
      // Dividing by the largest exponential keeps that of the output's own logit, and its square,
      // from overflowing.
      const ahead = Math.max(0, std * GRID[i] - shift);
      const [own, others] = [Math.exp(std * GRID[i] - shift - ahead), Math.exp(-ahead)];
      const total = own + sum * others;
      const s = own / total;
      const all = (own * own + squares * others * others) / total ** 2;
      square[i] += (s * s) / LOGIT_DRAWS;
      jacobian[i] += (s * s * (1 - 2 * s + all)) / LOGIT_DRAWS;
    }
  }
  return { square, jacobian };
}

/** Applies softmax to the logits. */
export function softmaxSignal(z: Signal, events: Events): Signal {
  const q = sizeOf(z);
  const { square } = softmaxMoments(q, z.channels);
  const { bias, response } = z.spread;
  const variance = events.covariance(response, response).sample;
  const size = (at: number): number => average(softmaxMoments(at, z.channels).square);
  const nets = ensembleMean(size, q, bias - variance / 2, variance);
  const profile = z.profile.map(() => average(square));
  return {
    ...z,
    profile,
    values: toUnitSquare(square.map(Math.sqrt)),
    isNormal: false,
    shares: pairShares(profile, z.rows, z.batch),
    spread: { bias: nets.bias, response: response.map((x) => x * nets.slope) },
  };
}
