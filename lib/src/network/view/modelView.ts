import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { backend } from '#tfjs-core';
import type { LayerActivation } from '../layerKinds/activations.js';
import { activationAfter, consumersOf, isOutput } from './downstream.js';
import { type LayerContext, layerContext } from './layerContext.js';
import type { WeightOwner } from './layerFacts.js';
import { type CallOutput, type LayerCall, type ModelGraph, modelGraph } from './modelGraph.js';
import { type ResidualBranch, residualBranches } from './residualBranches.js';

/** A layer with weights, and its place in the model. */
export interface ModelLayer extends WeightOwner, LayerContext {
  /** Activation of its own or the next one after it; linear if there is none. */
  activation: LayerActivation;
  /** Whether it is an output layer: no other layer with a weight matrix follows it. */
  isOutput: boolean;
  /**
   * Position in a residual branch, if it is in one: `'last'` if it writes to the residual stream.
   */
  residual: 'inner' | 'last' | undefined;
  /** Number of times that the model calls it: more than one if it is shared. */
  callCount: number;
  /** Whether training leaves all its weights unchanged. */
  isFrozen: boolean;
}

/** An output of the model. */
export interface ModelOutput extends CallOutput {
  /**
   * Activation that produces it, even if layers that only move or average values follow; undefined
   * if there is none.
   */
  activation: LayerActivation | undefined;
  /** Whether it is a probability, as after a softmax or a sigmoid. */
  isProbability: boolean;
  /** Index of the call that applies the activation. */
  maker: number;
}

/**
 * Everything that the library reads from a model. Each public function makes one view and passes it
 * on.
 */
export interface ModelView extends ModelGraph {
  model: LayersModel;
  outputs: ModelOutput[];
  /** Indices of the calls that take the output of each call. */
  consumers: number[][];
  /** Layers that are called, once each. */
  distinctLayers: layers.Layer[];
  /** Layers with weights, once each, in the order in which they first run. */
  layers: ModelLayer[];
  /** Lists the layers whose weights a call uses. */
  layersOf(call: number): ModelLayer[];
  branches: ResidualBranch[];
}

/**
 * Reads a model: its calls, its layers with weights and its residual branches.
 *
 * @throws TypeError if `model` isn't a model or has no layers; Error if TensorFlow.js has no
 *   backend
 */
export function viewModel(model: LayersModel): ModelView {
  checkBackend();
  const graph = modelGraph(model);
  const { calls } = graph;
  const consumers = consumersOf(calls);
  const branches = residualBranches(calls);
  const trained = new Set(model.trainableWeights.map(({ id }) => id));
  const found = new Map<layers.Layer, ModelLayer[]>();
  for (const [i, { layer, owners }] of calls.entries()) {
    if (found.has(layer)) continue;
    const place = {
      ...layerContext(calls, consumers, i),
      activation: activationAfter(calls, consumers, i),
      isOutput: isOutput(calls, consumers, i),
      residual: placeInBranch(branches, i),
      callCount: calls.filter((call) => call.layer === layer).length,
    };
    found.set(
      layer,
      owners.map((owner) => ({ ...owner, ...place, isFrozen: isFrozen(owner, trained) })),
    );
  }
  return {
    ...graph,
    model,
    outputs: graph.outputs.map((output) => modelOutput(calls, output)),
    consumers,
    distinctLayers: [...found.keys()],
    layers: [...found.values()].flat(),
    layersOf: (call) => found.get(calls[call].layer) ?? [],
    branches,
  };
}

/**
 * Checks that this library's copy of TensorFlow.js has a backend. A model can exist without one if
 * another copy of TensorFlow.js built it, or if the backend was removed afterwards.
 */
function checkBackend(): void {
  try {
    backend();
  } catch (cause) {
    throw new Error(
      'TensorFlow.js has no backend that can read the weights of the model; choose one before building the model: ' +
        'await useBackend()',
      { cause },
    );
  }
}

function placeInBranch(branches: readonly ResidualBranch[], call: number): ModelLayer['residual'] {
  if (branches.some(({ last }) => last.includes(call))) return 'last';
  return branches.some(({ matrices }) => matrices.includes(call)) ? 'inner' : undefined;
}

/**
 * Checks that no weight is trained. The moving statistics of a normalization do not count, because
 * they are never trained.
 */
function isFrozen({ weights, layer }: WeightOwner, trained: ReadonlySet<number>): boolean {
  const trainable = Object.keys(weights).filter((name) => !name.startsWith('moving'));
  return trainable.length > 0 ? !trainable.some((name) => trained.has(weights[name].id)) : !layer.trainable;
}

/** Follows an output back through layers that keep probabilities unchanged. */
function modelOutput(calls: readonly LayerCall[], output: CallOutput): ModelOutput {
  const makers = makersOf(calls, output.call);
  return {
    ...output,
    activation: calls[makers[0]].activation,
    isProbability: makers.every((maker) => calls[maker].makesProbabilities),
    maker: makers[0],
  };
}

function makersOf(calls: readonly LayerCall[], index: number): number[] {
  const { kind, inputs } = calls[index];
  if (kind.probability !== 'keeps' || inputs.length === 0) return [index];
  return inputs.flatMap((from) => makersOf(calls, from));
}

/** Names the first call of a layer, which is what findings and repairs call it. */
export function callName({ calls }: ModelView, layer: layers.Layer): string {
  return calls.find((call) => call.layer === layer)?.name ?? layer.name;
}
