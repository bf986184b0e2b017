import type { ModelTrace } from '../../signal/trace/result.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

interface Measured {
  readonly trace: ModelTrace;
  readonly matrices: readonly ExaminedMatrix[];
}

/**
 * Finds the hidden layers, up to a call, whose biases outweigh the rest of their pre-activations.
 * Returns undefined if there are none.
 */
export function biasedLayers({ matrices, trace }: Measured, upTo: number): ExaminedMatrix[] | undefined {
  const biased = matrices.filter(({ layer, call: at }) => {
    const bias = trace.layers[at].weights.find(({ name }) => name === 'bias');
    const z = trace.layers[at].preActivation ?? trace.layers[at].activation;
    return (
      at <= upTo &&
      !layer.isOutput &&
      bias !== undefined &&
      layer.weights.recurrent === undefined &&
      bias.secondMoment > 0.4 * z.secondMoment &&
      bias.secondMoment > 0
    );
  });
  return biased.length > 0 ? biased : undefined;
}
