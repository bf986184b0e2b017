import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import type { LayerActivation } from '../layerKinds/activations.js';
import { activationAfter, consumersOf, isOutput } from './downstream.js';
import { type LayerContext, layerContext } from './layerContext.js';
import type { WeightOwner } from './layerFacts.js';
import { type CallOutput, type LayerCall, type ModelGraph, modelGraph } from './modelGraph.js';
import { type ResidualBranch, residualBranches } from './residualBranches.js';

/** A layer with weights, and its place in the model. */
export interface ModelLayer extends WeightOwner, LayerContext {
  /** Its own activation or the one that follows it; linear if there is none. */
  activation: LayerActivation;
  /** Whether it is an output layer: no other layer with a matrix of weights follows it. */
  isOutput: boolean;
  /** Its place in a residual branch, if it is in one: `'last'` if it is what writes to the residual stream. */
  residual: 'inner' | 'last' | undefined;
  /** How often the model calls it: more than once if it is shared. */
  callCount: number;
  /** Whether training leaves all its weights as they are. */
  isFrozen: boolean;
}

/** An output of the model. */
export interface ModelOutput extends CallOutput {
  /** The activation that makes it, past layers that only move or average values; undefined where there is none. */
  activation: LayerActivation | undefined;
  /** Whether it is a probability, as of a softmax or a sigmoid. */
  isProbability: boolean;
}

/** One reading of a model, made at each public entry and handed down. */
export interface ModelView extends ModelGraph {
  model: LayersModel;
  outputs: ModelOutput[];
  /** Places of the calls that take the output of each call. */
  consumers: number[][];
  /** The layers that are called, once each. */
  distinctLayers: layers.Layer[];
  /** The layers with weights, once each, in the order in which they first run. */
  layers: ModelLayer[];
  /** The layers whose weights a call uses. */
  layersOf(call: number): ModelLayer[];
  branches: ResidualBranch[];
}

/**
 * Reads a model: its calls, its layers with weights, its residual branches.
 *
 * @throws TypeError for what is not a model, or a model without layers
 */
export function viewModel(model: LayersModel): ModelView {
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

function placeInBranch(branches: readonly ResidualBranch[], call: number): ModelLayer['residual'] {
  if (branches.some(({ last }) => last.includes(call))) return 'last';
  return branches.some(({ matrices }) => matrices.includes(call)) ? 'inner' : undefined;
}

/** Whether no weight is trained, apart from the moving statistics of a normalization, which never are. */
function isFrozen({ weights, layer }: WeightOwner, trained: ReadonlySet<number>): boolean {
  const trainable = Object.keys(weights).filter((name) => !name.startsWith('moving'));
  return trainable.length > 0 ? !trainable.some((name) => trained.has(weights[name].id)) : !layer.trainable;
}

/** Goes back from an output past layers that keep probabilities what they are. */
function modelOutput(calls: readonly LayerCall[], output: CallOutput): ModelOutput {
  const makers = makersOf(calls, output.call);
  return {
    ...output,
    activation: makers[0].activation,
    isProbability: makers.every(({ makesProbabilities }) => makesProbabilities),
  };
}

function makersOf(calls: readonly LayerCall[], index: number): LayerCall[] {
  const { kind, inputs } = calls[index];
  if (kind.probability !== 'keeps' || inputs.length === 0) return [calls[index]];
  return inputs.flatMap((from) => makersOf(calls, from));
}
