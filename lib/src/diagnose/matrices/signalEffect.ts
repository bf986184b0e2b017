import type { ModelPrediction } from '../../theory/predict/predict.js';
import type { Expectation } from '../evidence/expectation.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

/** By what factors weights change the second moments, where that is most. */
export interface Effect {
  forward: number;
  backward: number;
}

/** By theory; where that does not reach the end of the network, by the product of what each layer is too large or too small. */
export function effectOf({ asIs, right }: Expectation, wrong: readonly ExaminedMatrix[]): Effect {
  const known = right.at(-1)?.preActivation && asIs.at(-1)?.preActivation;
  if (!known) {
    const product = wrong.reduce((all, one) => all * one.excess ** one.passes, 1);
    return { forward: product, backward: product };
  }
  const forward = farthest(asIs, right, ({ preActivation }) => preActivation?.secondMoment);
  // Relative to the last layer: a softmax that is sure lets little through, whatever the layers ahead of it do.
  const last = Math.max(...wrong.map(({ call }) => call));
  const relative =
    (all: ModelPrediction[]) =>
    (layer: ModelPrediction): number | undefined => {
      const [here, there] = [layer.gradient?.secondMoment, all[last].gradient?.secondMoment];
      return here === undefined || !there ? undefined : here / there;
    };
  // The gradient by the input moves nothing.
  const backward = farthest(asIs.slice(1), right.slice(1), relative(asIs), relative(right));
  return { forward, backward };
}

type Quantity = (layer: ModelPrediction) => number | undefined;

/** The ratio that is farthest from 1. */
function farthest(
  asIs: readonly ModelPrediction[],
  right: readonly ModelPrediction[],
  have: Quantity,
  want = have,
): number {
  return right.reduce((worst, expected, i) => {
    const [a, b] = [have(asIs[i]), want(expected)];
    const ratio = a === undefined || b === undefined || b === 0 ? 1 : Math.max(a, 1e-300) / b;
    return Math.abs(Math.log(ratio)) > Math.abs(Math.log(worst)) ? ratio : worst;
  }, 1);
}

/** How far the farther of the two is from 1, as a factor. */
export function sizeOf({ forward, backward }: Effect): number {
  return Math.exp(Math.max(Math.abs(Math.log(forward)), Math.abs(Math.log(backward))));
}
