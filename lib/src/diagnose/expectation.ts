import type { Initializer } from '../init/initializer.js';
import { normal } from '../init/normal.js';
import { type ModelPrediction, predict } from '../theory/predict.js';
import type { Examination } from './examine.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

/** The signal that theory expects, by call: of weights as they are, and of such as are no more wrong than allowed. */
export interface Expectation {
  asIs: ModelPrediction[];
  right: ModelPrediction[];
}

export function expectation({ model, x, training, matrices, batch }: Examination): Expectation {
  const options = { input: x, batch, training };
  const attempt = (init?: (name: string) => Initializer | undefined): ModelPrediction[] => {
    try {
      return predict(model, { ...options, ...(init && { init: (_layer, name) => init(name) }) });
    } catch (error) {
      // A signal beyond the range of numbers is told by the measurement.
      if (error instanceof RangeError) return [];
      throw error;
    }
  };
  const rights = new Map(matrices.map((one) => [one.layer.name, rightInitializer(one)]));
  return { asIs: attempt(), right: attempt((name) => rights.get(name)) };
}

/** Weights that are wrong replaced by such as are right; all others stay as they are. */
function rightInitializer(one: ExaminedMatrix): Initializer | undefined {
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

/** By what factor the weights change the signal, forward or backward, where that is most; with no theory, their own product. */
export function effectOf(
  { asIs, right }: Expectation,
  layers: readonly ExaminedMatrix[],
): { forward: number; backward: number } {
  const known = right.length > 0 && asIs.length > 0 && right.at(-1)?.preActivation && asIs.at(-1)?.preActivation;
  if (!known) {
    const product = layers.reduce((all, one) => all * one.excess ** one.passes, 1);
    return { forward: product, backward: product };
  }
  const most = (quantity: 'preActivation' | 'gradient'): number =>
    right.reduce((worst, expected, i) => {
      const [have, want] = [asIs[i][quantity]?.secondMoment, expected[quantity]?.secondMoment];
      // The gradient by the input moves nothing.
      if (have === undefined || want === undefined || want === 0 || i === 0) return worst;
      const ratio = Math.max(have, 1e-300) / want;
      return Math.abs(Math.log(ratio)) > Math.abs(Math.log(worst)) ? ratio : worst;
    }, 1);
  return { forward: most('preActivation'), backward: most('gradient') };
}
