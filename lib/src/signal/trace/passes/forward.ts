import type { Tensor } from '@tensorflow/tfjs-core';
import type { ModelGraph } from '../../../network/view/modelGraph.js';
import { callLayer, withSteps } from './patches.js';

/**
 * Callbacks for the signals of a call. Each callback receives a tensor and returns the tensor with
 * which the model continues.
 */
export interface Hooks {
  /** Receives the output. `inputs` are the inputs of the layer, none for an input layer. */
  activation(call: number, a: Tensor, inputs: readonly Tensor[]): Tensor;
  /** Receives the pre-activation. `f` is the function that follows. */
  preActivation(call: number, z: Tensor, f: (z: Tensor) => Tensor, inputs: readonly Tensor[]): Tensor;
  step(call: number, h: Tensor, step: number): Tensor;
}

/**
 * Runs a model call by call and returns its outputs, as `predict` does, or `fit` if `training` is
 * true.
 */
export function runCalls(
  { calls, inputs, outputs }: ModelGraph,
  feeds: readonly Tensor[],
  training: boolean,
  hooks: Hooks,
): Tensor[] {
  const results: Tensor[][] = [];
  const masks: (Tensor | null)[] = [];
  // As in tfjs, a mask is passed to all later layers until another one replaces it.
  let mask: Tensor | null = null;
  for (const [call, { layer, inputs: from, outputIndices }] of calls.entries()) {
    if (from.length === 0) {
      results.push([hooks.activation(call, feeds[inputs.findIndex((input) => input.call === call)], [])]);
      masks.push(null);
      continue;
    }
    const values = from.map((source, i) => results[source][outputIndices[i]]);
    const inputMasks = from.map((source) => masks[source]);
    if (inputMasks.some((inputMask) => inputMask !== null)) mask = inputMasks[0];
    const called = withSteps(
      layer,
      (h, step) => hooks.step(call, h, step),
      () => callLayer(layer, values, { training, mask }, (z, f) => hooks.preActivation(call, z, f, values)),
    );
    const [first, ...others] = Array.isArray(called) ? called : [called];
    const a = hooks.activation(call, first, values);
    // The state that an RNN returns can be the same tensor as its output.
    results.push([a, ...others.map((other) => (other === first ? a : other))]);
    masks.push(layer.supportsMasking ? firstMask(layer.computeMask(values, inputMasks as Tensor[])) : null);
  }
  return outputs.map(({ call, output }) => results[call][output]);
}

function firstMask(mask: Tensor | Tensor[] | null | undefined): Tensor | null {
  return (Array.isArray(mask) ? mask[0] : mask) ?? null;
}
