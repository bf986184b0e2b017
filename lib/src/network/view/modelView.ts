import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import type { LayerActivation } from '../layerActivation.js';
import { activationAfter, consumersOf, isOutput } from './downstream.js';
import { type LayerCall, modelNodes } from './modelGraph.js';
import { type ResidualBranch, residualBranches } from './residualBranches.js';
import { type WeightOwner, weightOwners } from './weightOwners.js';

/** A layer with weights, and its place in the model. */
export interface ModelLayer extends WeightOwner {
  /** Its own activation or the one that follows it; linear if there is none. */
  activation: LayerActivation;
  /** Whether it is an output layer: no other layer with a matrix of weights is behind it. */
  output: boolean;
  /** Its place in a residual branch, if it is in one: `'last'` if it is what writes to the residual stream. */
  residual: 'inner' | 'last' | undefined;
  /** How often the model calls it: more than once if it is shared. */
  calls: number;
  /** Whether training leaves all its weights as they are. */
  frozen: boolean;
}

/** A model's calls, its layers with weights, and its residual branches. */
export interface ModelView {
  model: LayersModel;
  calls: LayerCall[];
  branches: ResidualBranch[];
  /** Once each, in the order in which they first run. */
  layers: ModelLayer[];
  /** The layers whose weights a call uses. */
  layersOf(call: number): ModelLayer[];
}

export function viewModel(model: LayersModel): ModelView {
  const calls = modelNodes(model);
  const consumers = consumersOf(calls);
  const branches = residualBranches(calls);
  const trained = new Set(model.trainableWeights.map(({ id }) => id));
  const found = new Map<layers.Layer, ModelLayer[]>();
  for (const [i, { layer, name }] of calls.entries()) {
    if (found.has(layer)) continue;
    const place = {
      activation: activationAfter(calls, consumers, i),
      output: isOutput(calls, consumers, i),
      residual: placeInBranch(branches, i),
      calls: calls.filter((call) => call.layer === layer).length,
    };
    const owners = weightOwners(layer, name);
    found.set(
      layer,
      owners.map((owner) => ({ ...owner, ...place, frozen: isFrozen(owner, trained) })),
    );
  }
  const layersOf = (call: number): ModelLayer[] => found.get(calls[call].layer) ?? [];
  return { model, calls, branches, layers: [...found.values()].flat(), layersOf };
}

/** The layers of a model that have weights, once each, in the order in which they first run. */
export function modelLayers(model: LayersModel): ModelLayer[] {
  return viewModel(model).layers;
}

function placeInBranch(branches: readonly ResidualBranch[], call: number): ModelLayer['residual'] {
  if (branches.some(({ last }) => last.includes(call))) return 'last';
  return branches.some(({ matrices }) => matrices.includes(call)) ? 'inner' : undefined;
}

/** The moving statistics of a normalization are never trained, and say nothing. */
function isFrozen({ weights, layer }: WeightOwner, trained: ReadonlySet<number>): boolean {
  const trainable = Object.keys(weights).filter((name) => !name.startsWith('moving'));
  return trainable.length > 0 ? !trainable.some((name) => trained.has(weights[name].id)) : !layer.trainable;
}
