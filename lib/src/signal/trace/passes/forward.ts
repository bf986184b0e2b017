import type { Tensor } from '@tensorflow/tfjs-core';
import type { ModelGraph } from '../../../network/view/modelGraph.js';
import { callLayer, withSteps } from './patches.js';

/** What is done with the signals of a call on their way: each is given a tensor and returns the one to go on with. */
export interface Hooks {
  /** `inputs` are what the layer is called on; an input layer on nothing. */
  activation(call: number, a: Tensor, inputs: readonly Tensor[]): Tensor;
  /** `f` is the function that follows. */
  preActivation(call: number, z: Tensor, f: (z: Tensor) => Tensor, inputs: readonly Tensor[]): Tensor;
  step(call: number, h: Tensor, step: number): Tensor;
}

/** Runs a model call by call, as its `predict` does, or its `fit` with `training`. Returns its outputs. */
export function runCalls(
  { calls, inputs, outputs }: ModelGraph,
  feeds: readonly Tensor[],
  training: boolean,
  hooks: Hooks,
): Tensor[] {
  const results: Tensor[][] = [];
  const masks: (Tensor | null)[] = [];
  // As in tfjs, a mask is handed on to all layers until another takes its place.
  let mask: Tensor | null = null;
  for (const [call, { layer, inputs: from, outputIndices }] of calls.entries()) {
    if (from.length === 0) {
      results.push([hooks.activation(call, feeds[inputs.findIndex((input) => input.call === call)], [])]);
      masks.push(null);
      continue;
    }
    const values = from.map((source, i) => results[source][outputIndices[i]]);
    const given = from.map((source) => masks[source]);
    if (given.some((one) => one !== null)) mask = given[0];
    const called = withSteps(
      layer,
      (h, step) => hooks.step(call, h, step),
      () => callLayer(layer, values, { training, mask }, (z, f) => hooks.preActivation(call, z, f, values)),
    );
    const [first, ...others] = Array.isArray(called) ? called : [called];
    const a = hooks.activation(call, first, values);
    // The state that an RNN returns may be its output once more.
    results.push([a, ...others.map((other) => (other === first ? a : other))]);
    masks.push(layer.supportsMasking ? oneMask(layer.computeMask(values, given as Tensor[])) : null);
  }
  return outputs.map(({ call, output }) => results[call][output]);
}

function oneMask(mask: Tensor | Tensor[] | null | undefined): Tensor | null {
  return (Array.isArray(mask) ? mask[0] : mask) ?? null;
}
