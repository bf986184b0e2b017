import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { dispose, keep } from '#tfjs-core';
import type { ModelView } from '../../network/view/modelView.js';
import { areFinite, firstNonFinite, squaredDistance, sumOfSquares } from './sums.js';

/** The weights of one layer, as tensors that training assigns to. */
export interface LayerWeights {
  /** The name that `trace` gives to the first call of the layer. */
  layer: string;
  weights: readonly { name: string; variable: Variable; isTrained: boolean }[];
}

/** Lists the weights of each layer, at its first call, in the order in which the layers run. */
export function listWeights({ model, calls }: ModelView): LayerWeights[] {
  const trained = new Set(model.trainableWeights.map(({ id }) => id));
  const seen = new Set<layers.Layer>();
  return calls.flatMap(({ layer, name }) => {
    if (seen.has(layer) || layer.weights.length === 0) return [];
    seen.add(layer);
    const weights = layer.weights.map((weight) => ({
      name: weight.originalName.replace(`${layer.name}/`, ''),
      variable: variableOf(weight),
      isTrained: trained.has(weight.id),
    }));
    return [{ layer: name, weights }];
  });
}

function variablesOf(layerWeights: readonly LayerWeights[]): Variable[] {
  return layerWeights.flatMap(({ weights }) => weights.map(({ variable }) => variable));
}

function variableOf(weight: LayerVariable): Variable {
  return weight.read() as Variable;
}

/** All weights after some step. The tensors share their numbers with the variables of that time. */
export interface Snapshot {
  step: number;
  tensors: readonly Tensor[];
}

/** Number of steps that a history looks back, if the memory allows it. */
const MAX_SNAPSHOTS = 8;

/** Limit on the memory for snapshots beyond the first two. */
const MAX_SNAPSHOT_BYTES = 64 * 2 ** 20;

/**
 * The weights after each of the last few steps. Taking a snapshot computes and copies nothing:
 * training assigns new numbers to a variable and leaves the old ones as they are.
 */
export class WeightHistory {
  readonly length: number;
  readonly #variables: readonly Variable[];
  #snapshots: Snapshot[] = [];

  constructor(layerWeights: readonly LayerWeights[]) {
    this.#variables = variablesOf(layerWeights);
    const bytes = this.#variables.reduce((total, { size }) => total + 4 * size, 0);
    this.length = Math.max(2, Math.min(MAX_SNAPSHOTS, Math.floor(MAX_SNAPSHOT_BYTES / Math.max(1, bytes))));
  }

  /** Adds the weights as they are now. Drops the oldest snapshot if there are too many. */
  add(step: number): void {
    this.#snapshots.push({ step, tensors: this.#variables.map((variable) => keep(variable.clone())) });
    while (this.#snapshots.length > this.length) free(this.#snapshots.shift());
  }

  /** Snapshots in the order of their steps. */
  get all(): readonly Snapshot[] {
    return this.#snapshots;
  }

  get last(): Snapshot | undefined {
    return this.#snapshots.at(-1);
  }

  free(): void {
    for (const snapshot of this.#snapshots) free(snapshot);
    this.#snapshots = [];
  }

  /** Assigns the weights of a snapshot to the model. The caller restores the present ones. */
  recall({ tensors }: Snapshot): void {
    for (const [i, variable] of this.#variables.entries()) variable.assign(tensors[i]);
  }
}

function free(snapshot: Snapshot | undefined): void {
  dispose([...(snapshot?.tensors ?? [])]);
}

/**
 * Computes ‖Δw‖/‖w‖ over the trained weights of each layer that has some, with its name as key.
 *
 * @param after a later snapshot, by default the weights as they are now
 */
export function updateRatios(
  layerWeights: readonly LayerWeights[],
  before: Snapshot,
  after?: Snapshot,
): Map<string, number> {
  const ratios = new Map<string, number>();
  let next = 0;
  for (const { layer, weights } of layerWeights) {
    let [change, size, trained] = [0, 0, 0];
    for (const { variable, isTrained } of weights) {
      const [from, to] = [before.tensors[next], after?.tensors[next] ?? variable];
      next++;
      if (!isTrained) continue;
      change += squaredDistance(from, to);
      size += sumOfSquares(from);
      trained++;
    }
    if (trained > 0) ratios.set(layer, Math.sqrt(change / size));
  }
  return ratios;
}

/** Finds the weights with a NaN or an infinity: their layer, name and first such number. */
export function findNonFinite(
  layerWeights: readonly LayerWeights[],
  tensors?: readonly Tensor[],
): { layer: string; weight: string; value: number }[] {
  if (areFinite(tensors ?? variablesOf(layerWeights))) return [];
  let next = 0;
  return layerWeights.flatMap(({ layer, weights }) =>
    weights.flatMap(({ name, variable }) => {
      const value = firstNonFinite(tensors?.[next++] ?? variable);
      return value === undefined ? [] : [{ layer, weight: name, value }];
    }),
  );
}
