import type { Examination } from '../evidence/examine.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

/** Layers up to a call whose biases outweigh the rest of their pre-activations. */
export function biasedUpTo({ matrices, trace }: Examination, call: number): ExaminedMatrix[] | undefined {
  const biased = matrices.filter(({ layer, call: at }) => {
    const bias = trace.layers[at].weights.find(({ name }) => name === 'bias');
    const z = trace.layers[at].preActivation ?? trace.layers[at].activation;
    return (
      at <= call &&
      !layer.output &&
      bias !== undefined &&
      layer.weights.recurrent === undefined &&
      bias.secondMoment > 0.4 * z.secondMoment &&
      bias.secondMoment > 0
    );
  });
  return biased.length > 0 ? biased : undefined;
}
