import type { Initializer } from '../../init/initializer.js';
import { normal } from '../../init/normal.js';
import type { ModelView } from '../../network/view/modelView.js';
import type { ModelPrediction } from '../../theory/predict/prediction.js';
import { predictView } from '../../theory/predict/predictModel.js';
import { type ExaminedMatrix, hasSignificantMean } from '../matrices/examinedMatrix.js';
import { rightInitializer } from '../matrices/rightInitializer.js';
import type { Samples } from './samples.js';

/**
 * The signal that theory expects at each call. The lists are empty if a number overflows, which the
 * measurement shows anyway.
 */
export interface Expectation {
  /** The signal with the weights as they are. */
  asIs: ModelPrediction[];
  /** The signal with wrong weights brought to the nearest allowed size. */
  right: ModelPrediction[];
  /** The signal with the weights that the repairs would draw. */
  ideal(): ModelPrediction[];
}

interface Expected extends Samples {
  view: ModelView;
  training: boolean;
  matrices: readonly ExaminedMatrix[];
}

export function expectation({ view, x, training, matrices, batch }: Expected): Expectation {
  const inputs = x.map(({ data }, i) => ({ name: `input ${i}`, numbers: data }));
  const attempt = (init?: (matrix: ExaminedMatrix) => Initializer | undefined): ModelPrediction[] => {
    try {
      return predictView(view, inputs, {
        batch,
        training,
        ...(init && { init: (_layer, name) => byWeight(matrices, name, init) }),
      });
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  };
  const asIs = attempt();
  let drawn: ModelPrediction[] | undefined;
  return {
    asIs,
    right: matrices.some((matrix) => nearestAllowed(matrix)) ? attempt(nearestAllowed) : asIs,
    ideal: () => {
      drawn ??= attempt((matrix) => (matrix.secondMoment > 0 ? rightInitializer(matrix) : undefined));
      return drawn;
    },
  };
}

/** Makes the initializers of one layer, keyed by the names of its weights. */
function byWeight(
  matrices: readonly ExaminedMatrix[],
  name: string,
  init: (matrix: ExaminedMatrix) => Initializer | undefined,
): Record<string, Initializer | undefined> | undefined {
  const own = matrices.filter(({ layer }) => layer.name === name);
  return own.length === 0 ? undefined : Object.fromEntries(own.map((matrix) => [matrix.weight, init(matrix)]));
}

/**
 * Makes an initializer of the nearest allowed size for weights of a wrong size or mean; undefined
 * for all others.
 */
function nearestAllowed(matrix: ExaminedMatrix): Initializer | undefined {
  const isWrong = matrix.scaleRatio !== 1 || hasSignificantMean(matrix);
  if (!isWrong || matrix.variance === 0) return undefined;
  const { low, high, target } = matrix.allowed;
  const variance = Math.min(Math.max(target, low), high);
  return normal({ std: Math.sqrt(variance / matrix.fanIn) });
}
