import { isOptimizerName } from '../../../network/optimizer.js';
import { affordableSteps } from '../../evidence/affordableSteps.js';
import type { Evidence } from '../../evidence/evidence.js';
import { lossAtEnd } from '../../evidence/trialSteps.js';

/** The trial steps for each rate, so that a search takes seconds. */
const STEPS = { multiplications: 8e8, most: 30, least: 8 };
/** Decades that are tried first, relative to the expected rate. */
const DECADES = [-2, -1, 0, 1];
/** Largest number of decades to try. */
const MOST_RATES = 7;
/**
 * If the next lower rate makes at least this share of the progress of the fastest one, it is
 * preferred: it is farther from rates at which training diverges, and it catches up in a longer
 * run.
 */
const CAUTIOUS_SHARE = 0.5;

/** A rate, and the losses before and after the trial steps that were made with it. */
export interface TriedRate {
  rate: number;
  before: number;
  after: number;
  steps: number;
}

/**
 * Tries one rate, with the optimizer that the user made if there is one. Returns undefined for a
 * rate that no optimizer takes.
 */
export function tryRate(evidence: Evidence, optimizer: string, rate: number, steps: number): TriedRate | undefined {
  const name = optimizer.toLowerCase();
  if (!(rate > 0)) return undefined;
  const losses = evidence.trial({ ...(isOptimizerName(name) && { optimizer: name }), learningRate: rate, steps });
  return { rate, before: losses[0], after: lossAtEnd(losses), steps };
}

/**
 * Finds a rate with which the loss falls fast in a few steps. All rates are 1 or 3 times a power of
 * ten. The search tries decades around the expected rate, continues beyond an end if the best rate
 * lies there, and then tries the rates next to the best one. It does not simply go from a rate to a
 * better neighbour, because a rate that kills units can look better than the next lower one, which
 * kills most of them.
 */
export function bestRate(evidence: Evidence, optimizer: string, expected: number): TriedRate | undefined {
  const steps = affordableSteps(evidence, STEPS);
  const tried = new Map<number, TriedRate>();
  const attempt = (place: number): void => {
    const result = tried.has(place) ? undefined : tryRate(evidence, optimizer, rateAt(place), steps);
    if (result !== undefined) tried.set(place, result);
  };
  const best = (): number => [...tried.keys()].reduce((a, b) => (lossOf(tried, b) < lossOf(tried, a) ? b : a));
  const first = Math.round(2 * Math.log10(expected));
  for (const distance of DECADES) attempt(first + 2 * distance);
  if (tried.size === 0) return undefined;
  for (let known = 0; known < tried.size && tried.size < MOST_RATES; ) {
    known = tried.size;
    const place = best();
    if (place === Math.max(...tried.keys())) attempt(place + 2);
    if (place === Math.min(...tried.keys())) attempt(place - 2);
  }
  const coarse = best();
  attempt(coarse - 1);
  attempt(coarse + 1);
  const place = best();
  attempt(place - 1);
  const [fastest, lower] = [tried.get(place), tried.get(place - 1)];
  const progress = ({ before, after }: TriedRate): number => before - after;
  return fastest && lower && progress(lower) >= CAUTIOUS_SHARE * progress(fastest) ? lower : fastest;
}

function lossOf(tried: ReadonlyMap<number, TriedRate>, place: number): number {
  return tried.get(place)?.after ?? Number.POSITIVE_INFINITY;
}

/** Computes the rate at a place of the grid …, .01, .03, .1, .3, 1, … */
function rateAt(place: number): number {
  return Number(`${place % 2 === 0 ? 1 : 3}e${Math.floor(place / 2)}`);
}
