import type { Activation } from '../activation/elementwise.js';
import { derivativeSecondMoment, secondMoment } from '../activation/moments.js';
import { between, nonNegativeInteger, positive } from '../foundation/argument.js';
import { jointMoment } from './jointMoment.js';

/** One layer of a net of infinite width. */
export interface MeanFieldLayer {
  /** Index of the layer; 0 is the input. */
  layer: number;
  /** Second moment of the pre-activations z. */
  q: number;
  /** Second moment E a² of the activations a = f(z). */
  secondMoment: number;
  /**
   * Second moment of the gradient with respect to the input, divided by that with respect to a, at
   * equal widths: the product of χ from layer 1 to this layer.
   */
  gradientFactor: number;
  /** Cosine E a·a′/E a² of the activations of two inputs. */
  correlation: number;
}

interface Layer {
  activation: Activation;
  weightVariance: number;
  biasVariance: number;
}

/** Computes layers 0 to `depth`, for two inputs of second moment `q0` and cosine `correlation`. */
export function propagateLayers(kind: Layer, q0: number, depth: number, correlation: number): MeanFieldLayer[] {
  positive(q0, 'q0');
  between(correlation, -1, 1, 'correlation');
  const layers: MeanFieldLayer[] = [{ layer: 0, q: q0, secondMoment: q0, gradientFactor: 1, correlation }];
  for (let layer = 1; layer <= nonNegativeInteger(depth, 'depth'); layer++)
    layers.push(layerAfter(layers[layer - 1], kind));
  return layers;
}

function layerAfter(before: MeanFieldLayer, { activation: phi, weightVariance, biasVariance }: Layer): MeanFieldLayer {
  const layer = before.layer + 1;
  const q = positive(weightVariance * before.secondMoment + biasVariance, `q of layer ${layer}`);
  const c = (weightVariance * before.secondMoment * before.correlation + biasVariance) / q;
  const second = positive(secondMoment(phi, q), `second moment of layer ${layer}`);
  const joint = jointMoment(phi, q, Math.max(-1, Math.min(1, c)));
  return {
    layer,
    q,
    secondMoment: second,
    gradientFactor: before.gradientFactor * weightVariance * derivativeSecondMoment(phi, q),
    correlation: Math.max(-1, Math.min(1, joint / second)),
  };
}
