import type { ModelPrediction } from '../../theory/predict/predict.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import type { Expectation } from './expectation.js';

/**
 * The largest factors by which wrong weights change the second moments of the signal and of the
 * gradient.
 */
export interface SignalEffect {
  forward: number;
  backward: number;
}

/**
 * Computes the effect by theory. If theory does not reach the end of the network, the effect is the
 * product of the scale ratios.
 */
export function signalEffect({ asIs, right }: Expectation, wrong: readonly ExaminedMatrix[]): SignalEffect {
  const known = right.at(-1)?.preActivation && asIs.at(-1)?.preActivation;
  if (!known) {
    const product = wrong.reduce((total, { scaleRatio }) => total * scaleRatio, 1);
    return { forward: product, backward: product };
  }
  const forward = farthest(asIs, right, ({ preActivation }) => preActivation?.secondMoment);
  // Gradients are taken relative to the last wrong layer, because a confident softmax passes little
  // back, whatever the layers before it do.
  const last = Math.max(...wrong.map(({ call }) => call));
  const relative =
    (layers: ModelPrediction[]) =>
    (layer: ModelPrediction): number | undefined => {
      const [here, there] = [layer.gradient?.secondMoment, layers[last].gradient?.secondMoment];
      return here === undefined || !there ? undefined : here / there;
    };
  // The gradient with respect to the input moves no weights.
  const backward = farthest(asIs.slice(1), right.slice(1), relative(asIs), relative(right));
  return { forward, backward };
}

type Quantity = (layer: ModelPrediction) => number | undefined;

/** Finds the ratio that is farthest from 1. */
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

/**
 * Computes the size of an effect: the factor, at least 1, by which the more changed of the two
 * second moments differs.
 */
export function sizeOf({ forward, backward }: SignalEffect): number {
  return Math.exp(Math.max(Math.abs(Math.log(forward)), Math.abs(Math.log(backward))));
}
