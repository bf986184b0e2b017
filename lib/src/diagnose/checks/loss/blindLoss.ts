import { columnMeans, entropy, mean, meanSquare } from '../../../foundation/statistics.js';
import type { Evidence } from '../../evidence/evidence.js';

/** The loss of the best guess that does not look at the input. */
export interface BlindLoss {
  task: 'softmax' | 'binary' | 'regression';
  /**
   * The loss of a guess that only knows the number of classes: ln C, or ln 2 for two. For a
   * regression, it is the variance of the targets.
   */
  uniform: number;
  /**
   * The loss of a guess that also knows how frequent the classes are: the entropy of the labels.
   * For a regression, it is again the variance of the targets.
   */
  informed: number;
}

/**
 * Margin for outputs of variance about 1, for each task: the most that they add to the loss of a
 * guess that ignores the input.
 */
const SLACK = { softmax: 1.25, binary: 0.7 };
/** Margin for the chance error of a small batch, before division by √batch. */
const SAMPLING_SLACK = 4;

/** The highest initial loss that outputs of the usual size explain. */
export function highestLoss({ task, uniform }: BlindLoss, batch: number): number {
  return uniform + (task === 'regression' ? 4 * uniform + 5 : SLACK[task] + SAMPLING_SLACK / Math.sqrt(batch));
}

/** A network works if its loss is below this share of the loss of a blind guess. */
const WORKING_SHARE = 0.5;

/** Checks whether the network already knows much more than a guess that ignores the input. */
export function works(evidence: Evidence): boolean {
  const loss = evidence.trace.loss?.value ?? Number.NaN;
  return loss < WORKING_SHARE * (blindLoss(evidence)?.informed ?? 0);
}

/**
 * Computes the blind loss. Returns undefined for losses that this library does not know, and for
 * models with several outputs.
 */
export function blindLoss({ outputs, batch }: Evidence): BlindLoss | undefined {
  if (outputs.length !== 1) return undefined;
  const [{ loss, y, units, hasRows }] = outputs;
  const { data } = y;
  switch (loss.facts?.family) {
    case 'crossEntropy':
      return { task: 'softmax', uniform: Math.log(units), informed: classEntropy(data, units, hasRows) };
    case 'binaryCrossEntropy':
      return { task: 'binary', uniform: Math.LN2, informed: binaryEntropy(data) };
    case 'squaredError': {
      const variance = varianceOf(data, data.length / batch);
      return { task: 'regression', uniform: variance, informed: variance };
    }
    default:
      return undefined;
  }
}

/**
 * Computes the entropy of class numbers or of rows of probabilities, with Miller's correction
 * (1955) for few samples.
 */
function classEntropy(y: Float32Array, classes: number, isRows: boolean): number {
  const shares = new Array<number>(classes).fill(0);
  const count = isRows ? y.length / classes : y.length;
  for (const [i, value] of y.entries()) shares[isRows ? i % classes : value] += (isRows ? value : 1) / count;
  return entropy(shares) + (shares.filter((p) => p > 0).length - 1) / (2 * count);
}

function binaryEntropy(y: Float32Array): number {
  const positive = mean(y);
  return entropy([positive, 1 - positive]);
}

/** Computes the variance about the mean of each column. */
function varianceOf(y: Float32Array, columns: number): number {
  const means = columnMeans(y, columns);
  return meanSquare(Float64Array.from(y, (value, i) => value - means[i % columns]));
}
