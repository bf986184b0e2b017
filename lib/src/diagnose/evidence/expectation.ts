import type { Initializer } from '../../init/initializer.js';
import { normal } from '../../init/normal.js';
import { type ModelPrediction, predict } from '../../theory/predict/predict.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { rightInitializer } from '../repairs/repairWeights.js';
import type { Examination } from './examine.js';

/** The signal that theory expects, by call; empty where a number is beyond the range of numbers, which the measurement tells. */
export interface Expectation {
  /** Of weights as they are. */
  asIs: ModelPrediction[];
  /** Of weights that are no more wrong than is allowed. */
  right: ModelPrediction[];
  /** Of weights drawn anew as the repairs would draw them; computed when called. */
  ideal(): ModelPrediction[];
}

export function expectation({ model, x, training, matrices, batch }: Examination): Expectation {
  const options = { input: x.map(({ data }) => data), batch, training };
  const attempt = (init?: (one: ExaminedMatrix) => Initializer | undefined): ModelPrediction[] => {
    try {
      return predict(model, { ...options, ...(init && { init: (_layer, name) => byWeight(matrices, name, init) }) });
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  };
  const asIs = attempt();
  return {
    asIs,
    right: matrices.some((one) => mended(one)) ? attempt(mended) : asIs,
    ideal: () => attempt((one) => (one.secondMoment > 0 ? rightInitializer(one) : undefined)),
  };
}

/** The initializers of one layer, by the names of its weights. */
function byWeight(
  matrices: readonly ExaminedMatrix[],
  name: string,
  init: (one: ExaminedMatrix) => Initializer | undefined,
): Record<string, Initializer | undefined> | undefined {
  const own = matrices.filter(({ layer }) => layer.name === name);
  return own.length === 0 ? undefined : Object.fromEntries(own.map((one) => [one.weight, init(one)]));
}

/** Weights that are wrong replaced by such as are right; all others stay as they are. */
function mended(one: ExaminedMatrix): Initializer | undefined {
  const wrong = one.excess !== 1 || isCentreless(one);
  if (!wrong || one.variance === 0) return undefined;
  const { low, high, target } = one.allowed;
  const variance = Math.min(Math.max(target, low), high);
  return normal({ std: Math.sqrt(variance / one.fanIn) });
}

/** Whether the mean of the weights is no accident. */
export function isCentreless({ mean, secondMoment, shape }: ExaminedMatrix): boolean {
  const count = shape.reduce((product, n) => product * n, 1);
  return mean ** 2 > (25 * secondMoment) / count;
}
