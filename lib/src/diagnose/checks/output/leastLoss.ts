import { columnMeans, entropy, mean, sum } from '../../../foundation/statistics.js';
import type { Interval } from '../../../network/layerKinds/ranges.js';
import type { LossFacts } from '../../../network/lossFacts.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';

/** Losses of the targets that are measured, as means over them. */
export interface Reach {
  /** Loss that the best weights leave, given the range of the output. */
  least: number;
  /** Loss that the best output of any range leaves. */
  floor: number;
  /** Loss that the best output leaves if it is the same for all samples. */
  blind: number;
}

/** Distance of a probability from 0 and 1 at which losses are cut off. */
const TINY = 1e-7;

/**
 * Computes how near to its targets an output can come, whatever its weights are; undefined for a
 * loss or a range that is unknown.
 */
export function reachOf({ loss: { facts }, range, y, units, hasRows, activation }: ExaminedOutput): Reach | undefined {
  if (facts === undefined || range === undefined) return undefined;
  const { data } = y;
  const columns = Math.max(1, data.length / y.shape[0]);
  const means = columnMeans(data, columns);
  switch (facts.family) {
    case 'squaredError':
    case 'absoluteError':
    case 'otherError':
      return reach(
        data,
        (value) => (value - clamp(value, range)) ** 2,
        0,
        meanOf(data, (value, i) => (value - means[i % columns]) ** 2),
      );
    case 'binaryCrossEntropy': {
      const least = (value: number): number => binaryLoss(facts, value, range);
      return {
        least: meanOf(data, least),
        floor: meanOf(data, (value) => binaryEntropy(value)),
        blind: mean(means.map(binaryEntropy)),
      };
    }
    case 'hinge':
    case 'squaredHinge':
      return reach(data, (value) => hingeLoss(facts, value, range), 0, Math.min(1, 2 * Math.min(...shares(data))));
    case 'crossEntropy': {
      if (units < 2) return undefined;
      const blind = classEntropy(data, { units, hasRows });
      return { least: bestOfClass(facts, range, units, activation?.name === 'softmax'), floor: 0, blind };
    }
    default:
      return undefined;
  }
}

/** The share of what can be learned that stays out of reach. */
export function unreachableShare({ least, floor, blind }: Reach): number {
  const excess = least - floor;
  return excess <= 1e-6 * Math.max(1, Math.abs(blind)) ? 0 : Math.min(1, excess / Math.max(blind - floor, 1e-12));
}

function reach(data: Float32Array, loss: (value: number) => number, floor: number, blind: number): Reach {
  return { least: meanOf(data, loss), floor, blind };
}

function binaryLoss({ reads }: LossFacts, value: number, range: Interval): number {
  if (reads === 'probabilities') {
    const p = clamp(clamp(value, range), [TINY, 1 - TINY]);
    return -value * Math.log(p) - (1 - value) * Math.log(1 - p);
  }
  const logit = Math.log(clamp(value, [TINY, 1 - TINY])) - Math.log(1 - clamp(value, [TINY, 1 - TINY]));
  const z = clamp(logit, range);
  return Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - value * z;
}

function hingeLoss({ labels = [-1, 1], family }: LossFacts, value: number, [low, high]: Interval): number {
  const sign = Math.sign(value - (labels[0] + labels[1]) / 2);
  const margin = Math.max(0, 1 - (sign > 0 ? high : -low));
  return family === 'squaredHinge' ? margin ** 2 : margin;
}

/** The least loss of a sample of one class among several. */
function bestOfClass(
  { reads, normalizes }: LossFacts,
  [low, high]: Interval,
  units: number,
  isSoftmax: boolean,
): number {
  if (reads === 'logits') return Math.log1p((units - 1) * Math.exp(low - high));
  const best = normalizes && !isSoftmax ? high / (high + (units - 1) * Math.max(low, 0)) : high;
  return best >= 1 - TINY || Number.isNaN(best) ? 0 : -Math.log(Math.max(best, TINY));
}

/** Entropy of the labels in nats. */
function classEntropy(data: Float32Array, { units, hasRows }: Pick<ExaminedOutput, 'units' | 'hasRows'>): number {
  const counts = new Float64Array(units);
  for (const [i, value] of data.entries()) {
    if (hasRows) counts[i % units] += value;
    else if (value >= 0 && value < units) counts[Math.floor(value)]++;
  }
  const total = sum(counts);
  return entropy(counts.map((count) => count / total));
}

/** Entropy of a label that is 1 with probability `p`; 0 outside (0, 1). */
function binaryEntropy(p: number): number {
  return p <= 0 || p >= 1 ? 0 : entropy([p, 1 - p]);
}

/** The shares of the smaller and of the larger of two labels. */
function shares(data: Float32Array): [number, number] {
  const low = data.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const smaller = meanOf(data, (value) => Number(value === low));
  return [smaller, 1 - smaller];
}

function meanOf(data: Float32Array, value: (x: number, i: number) => number): number {
  let total = 0;
  for (let i = 0; i < data.length; i++) total += value(data[i], i);
  return total / data.length;
}

function clamp(value: number, [low, high]: Interval): number {
  return Math.min(Math.max(value, low), high);
}
