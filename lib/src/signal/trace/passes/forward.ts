import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { tidy } from '#tfjs-core';
import type { ModelGraph } from '../../../network/view/modelGraph.js';
import { callLayer, type StepPlace, withSteps } from './patches.js';

type Layer = layers.Layer;

/**
 * Callbacks for the signals of a call. Each callback receives a tensor and returns the tensor with
 * which the model continues.
 */
export interface Hooks {
  /** Receives the output. `inputs` are the inputs of the layer, none for an input layer. */
  activation(call: number, a: Tensor, inputs: readonly Tensor[]): Tensor;
  /** Receives the pre-activation. `f` is the function that follows. */
  preActivation(call: number, z: Tensor, f: (z: Tensor) => Tensor, inputs: readonly Tensor[]): Tensor;
  step(call: number, h: Tensor, place: StepPlace): Tensor;
}

/**
 * A pass through a model, call by call. `training` is true for a pass as in `fit`, and false for
 * one as in `predict`.
 */
export interface Pass {
  graph: ModelGraph;
  feeds: readonly Tensor[];
  training: boolean;
  /** Outputs of each call that has run. */
  results: Tensor[][];
  masks: (Tensor | null)[];
  /** Mask that is passed to all later layers until another one replaces it, as in tfjs. */
  mask: Tensor | null;
}

export function startPass(graph: ModelGraph, feeds: readonly Tensor[], training: boolean): Pass {
  return { graph, feeds, training, results: [], masks: [], mask: null };
}

export interface RangeOptions {
  /** Receives the signals. Without hooks, layers run as they are. */
  hooks?: Hooks | undefined;
  /**
   * Whether to dispose each signal of these calls after the last call that takes it, unless a later
   * call or the model needs it. Not for calls on a tape: a gradient of a user's own may read the
   * inputs of its layer without having saved them.
   */
  frees?: boolean;
}

/** Runs the calls from index `from` to before index `to`. */
export function runRange(pass: Pass, from: number, to: number, { hooks, frees = false }: RangeOptions): void {
  const { calls } = pass.graph;
  const lastUses = frees ? findLastUses(pass.graph) : [];
  for (let call = from; call < to; call++) {
    if (!frees) {
      runCall(pass, call, hooks);
      continue;
    }
    tidy(() => {
      runCall(pass, call, hooks);
      return [...pass.results[call], pass.masks[call]] as Tensor[];
    });
    const unused = [...calls[call].inputs, call].filter((source) => source >= from && lastUses[source] <= call);
    disposeResults(pass, unused);
  }
}

/** Disposes the outputs of calls, except the inputs of the model. */
export function disposeResults({ feeds, masks, results }: Pass, calls: readonly number[]): void {
  const kept = new Set<Tensor | null>([...feeds, ...masks]);
  for (const result of calls.flatMap((call) => results[call])) if (!kept.has(result)) result.dispose();
}

/** Finds the last call that takes each output; an output of the model is taken after all calls. */
function findLastUses({ calls, outputs }: ModelGraph): number[] {
  const lastUses = calls.map((_, call) => call);
  for (const [call, { inputs }] of calls.entries()) for (const source of inputs) lastUses[source] = call;
  for (const { call } of outputs) lastUses[call] = calls.length;
  return lastUses;
}

/** Returns the outputs of the model after all calls have run. */
export function outputsOf({ graph, results }: Pass): Tensor[] {
  return graph.outputs.map(({ call, output }) => results[call][output]);
}

/**
 * Runs a model call by call and returns its outputs, as `predict` does, or `fit` if `training` is
 * true.
 */
export function runCalls(graph: ModelGraph, feeds: readonly Tensor[], training: boolean, hooks: Hooks): Tensor[] {
  const pass = startPass(graph, feeds, training);
  runRange(pass, 0, graph.calls.length, { hooks });
  return outputsOf(pass);
}

function runCall(pass: Pass, call: number, hooks: Hooks | undefined): void {
  const { graph, feeds, training, results, masks } = pass;
  const { layer, inputs: from, outputIndices } = graph.calls[call];
  if (from.length === 0) {
    const feed = feeds[graph.inputs.findIndex((input) => input.call === call)];
    results[call] = [hooks ? hooks.activation(call, feed, []) : feed];
    masks[call] = null;
    return;
  }
  const values = from.map((source, i) => results[source][outputIndices[i]]);
  const inputMasks = from.map((source) => masks[source]);
  if (inputMasks.some((inputMask) => inputMask !== null)) pass.mask = inputMasks[0];
  const options = { training, mask: pass.mask };
  results[call] = hooks
    ? callWithHooks(call, layer, values, options, hooks)
    : [layer.apply(values, options) as Tensor | Tensor[]].flat();
  masks[call] = layer.supportsMasking ? firstMask(layer.computeMask(values, inputMasks as Tensor[])) : null;
}

function callWithHooks(call: number, layer: Layer, values: Tensor[], options: object, hooks: Hooks): Tensor[] {
  const called = withSteps(
    layer,
    (h, place) => hooks.step(call, h, place),
    () => callLayer(layer, values, { ...options }, (z, f) => hooks.preActivation(call, z, f, values)),
  );
  const [first, ...others] = Array.isArray(called) ? called : [called];
  const a = hooks.activation(call, first, values);
  // The state that an RNN returns can be the same tensor as its output.
  return [a, ...others.map((other) => (other === first ? a : other))];
}

function firstMask(mask: Tensor | Tensor[] | null | undefined): Tensor | null {
  return (Array.isArray(mask) ? mask[0] : mask) ?? null;
}
