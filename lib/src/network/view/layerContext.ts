import { isHomogeneous } from '../layerKinds/activations.js';
import { makesLogits } from './attention.js';
import type { LayerCall } from './modelGraph.js';

/** The context of a layer with weights, at its first call. */
export interface LayerContext {
  /** Whether a later normalization removes the scale of the weights in the forward pass. */
  isNormalized: boolean;
  /** Whether the inputs are the outputs of a sigmoid, whose mean is ½. */
  isAfterSigmoid: boolean;
  /** Whether the output only makes the logits of an attention, as queries and keys do. */
  makesLogits: boolean;
}

export function layerContext(calls: readonly LayerCall[], consumers: readonly number[][], call: number): LayerContext {
  const { activation } = calls[call];
  const isScaleFree = activation === undefined || isHomogeneous(activation);
  return {
    isNormalized: isScaleFree && isNormalized(calls, consumers, call),
    isAfterSigmoid: isAfterSigmoid(calls, call),
    makesLogits: makesLogits(calls, consumers, call),
  };
}

/**
 * Checks whether every path from a call reaches a normalization before any layer that depends on
 * the scale. A scale passes sums and homogeneous layers, such as ReLU, pools and matrices without a
 * bias.
 */
function isNormalized(calls: readonly LayerCall[], consumers: readonly number[][], from: number): boolean {
  const next = consumers[from];
  return (
    next.length > 0 &&
    next.every((i) => {
      const { kind, keepsScale } = calls[i];
      if (kind.scale === 'resets') return true;
      return (keepsScale || kind.scale === 'mixes') && isNormalized(calls, consumers, i);
    })
  );
}

/**
 * Checks whether the inputs of a call come from a sigmoid, possibly through layers without weights.
 */
function isAfterSigmoid(calls: readonly LayerCall[], call: number): boolean {
  return calls[call].inputs.some((i) => {
    const { owners, activation, kind } = calls[i];
    if (kind.operation === 'activation' || owners.length > 0) return activation?.name === 'sigmoid';
    return isAfterSigmoid(calls, i);
  });
}
