import type { LayersModel, LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { isHomogeneous, type LayerActivation } from '../layerKinds/activations.js';
import type { LayerKind, MatrixKind, MatrixOperation, RecurrentOperation } from '../layerKinds/kind.js';
import { LAYER_KINDS, UNKNOWN } from '../layerKinds.js';

type Layer = layers.Layer;

/** Operation of a layer with weights. `'unknown'` is a class that this library does not know. */
export type ModelLayerKind = MatrixOperation | RecurrentOperation | 'norm' | 'prelu' | 'unknown';

/** Kinds of layers whose units are Σwx + b. */
export const LINEAR_KINDS: readonly ModelLayerKind[] = ['dense', 'conv', 'depthwise', 'separable', 'convTranspose'];

/** A layer that holds weights itself, such as the cell of an RNN or the layer inside a wrapper. */
export interface WeightOwner {
  name: string;
  kind: ModelLayerKind;
  layer: Layer;
  /**
   * Weights with their names as keys: `kernel`, `recurrent`, `depthwise`, `pointwise`,
   * `embeddings`, `bias`, `gamma`, `movingMean` …
   */
  weights: Readonly<Record<string, LayerVariable>>;
}

/** Facts about a layer that do not depend on its place in a model. */
export interface LayerFacts {
  /**
   * Row in the table of layer kinds. For a wrapper that only repeats a layer, it is the row of that
   * layer.
   */
  kind: LayerKind;
  /** Activation of each unit, `'linear'` included; see {@link layerActivation}. */
  activation: LayerActivation | undefined;
  /** Layers that hold its weights: the layer itself, or the layers inside it. */
  owners: WeightOwner[];
  /** Whether it multiplies its input by a weight matrix. */
  hasMatrix: boolean;
  /** Whether it outputs probabilities, as a softmax or a sigmoid does. */
  makesProbabilities: boolean;
  /** Whether a positive factor on its input becomes the same factor on its output. */
  keepsScale: boolean;
}

/** Collects the facts about a layer; `name` is the first part of its weights' names. */
export function layerFacts(layer: Layer, name: string): LayerFacts {
  const deciding = decidingLayer(layer);
  const kind = rowOf(deciding);
  const activation = kind.activation?.(deciding);
  const owners = weightOwners(layer, name);
  const hasBias = owners.some(({ weights }) => weights.bias !== undefined);
  return {
    kind,
    activation,
    owners,
    hasMatrix: owners.some((owner) => matrixNames(owner).length > 0),
    makesProbabilities: makesProbabilities(deciding),
    keepsScale: kind.scale === 'keeps' && !hasBias && (activation === undefined || isHomogeneous(activation)),
  };
}

/**
 * Finds the activation that a layer applies to each unit, `'linear'` included. Returns undefined
 * for a layer without one, and for recurrent layers, which have several.
 */
export function layerActivation(layer: Layer): LayerActivation | undefined {
  const deciding = decidingLayer(layer);
  return rowOf(deciding).activation?.(deciding);
}

/**
 * Looks up the class of a layer in the table of layer kinds. A wrapper that only repeats a layer
 * has the class of that layer.
 */
export function layerKind(layer: Layer): LayerKind {
  return rowOf(decidingLayer(layer));
}

/**
 * Finds the layer that decides what a layer computes: the layer itself or, for a wrapper that only
 * repeats a layer, the inner one.
 */
export function decidingLayer(layer: Layer): Layer {
  const { passesOn, parts } = rowOf(layer);
  return passesOn && parts ? decidingLayer(parts(layer)[0].layer) : layer;
}

function rowOf(layer: Layer): LayerKind {
  const name = layer.getClassName();
  return Object.hasOwn(LAYER_KINDS, name) ? LAYER_KINDS[name] : UNKNOWN;
}

/** The names that tfjs gives to activations whose outputs are probabilities. */
const PROBABILITIES: readonly unknown[] = ['softmax', 'sigmoid', 'hardSigmoid'];

function makesProbabilities(layer: Layer): boolean {
  const { operation, probability, activation } = rowOf(layer);
  if (operation === 'model') {
    return makesProbabilities(decidingLayer((layer as unknown as LayersModel).outputs[0].sourceLayer));
  }
  return probability === 'makes' && PROBABILITIES.includes(activation?.(layer)?.name ?? layer.getConfig().activation);
}

/**
 * Lists the layers that hold the weights of a layer: the layer itself, or the layers inside it. The
 * list is empty for a layer without weights.
 */
function weightOwners(layer: Layer, name: string): WeightOwner[] {
  const kind = rowOf(layer);
  const parts = kind.parts?.(layer) ?? [];
  if (parts.length > 0) {
    return parts.flatMap((part) => weightOwners(part.layer, part.name === undefined ? name : `${name}/${part.name}`));
  }
  const weights = keyByName(layer.weights);
  if (Object.keys(weights).length === 0) return [];
  return [{ name, kind: kind.operation as ModelLayerKind, layer, weights }];
}

/**
 * Makes a record of weights with short names: `dense_1/recurrent_kernel` becomes `recurrent`, and a
 * repeated name gets a number.
 */
function keyByName(weights: readonly LayerVariable[]): Record<string, LayerVariable> {
  const named: Record<string, LayerVariable> = {};
  for (const weight of weights) {
    const last = weight.originalName.split('/').at(-1) as string;
    const name = last.replace(/(?<=.)_kernel$/, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const taken = Object.keys(named).filter((key) => key.replace(/\d+$/, '') === name).length;
    named[taken === 0 ? name : `${name}${taken + 1}`] = weight;
  }
  return named;
}

/** Looks up one matrix of a layer in the table of layer kinds. */
export function matrixKind({ layer }: WeightOwner, weight: string): MatrixKind | undefined {
  return rowOf(layer).matrices?.[weight];
}

/**
 * Lists the names of the weights by which a layer multiplies its input. If a rule returns a single
 * initializer, it applies to these weights.
 */
export function matrixNames({ layer, weights }: WeightOwner): string[] {
  const { matrices } = rowOf(layer);
  return Object.keys(weights).filter((name) => (matrices ? name in matrices : weights[name].shape.length > 1));
}

/**
 * Names the matrix with a column for each unit. Returns undefined for a recurrent layer, or one
 * with several matrices of its own.
 */
export function unitMatrix(owner: WeightOwner): string | undefined {
  const { matrices, unitMatrix: known } = rowOf(owner.layer);
  if (matrices) return known !== undefined && owner.weights[known] ? known : undefined;
  const names = matrixNames(owner);
  return names.length === 1 && !owner.weights.recurrent ? names[0] : undefined;
}

/**
 * Finds the matrix to which a layer's output is proportional, apart from biases. Returns undefined
 * if there is none.
 */
export function outputMatrix(owner: WeightOwner): LayerVariable | undefined {
  const name = unitMatrix(owner);
  return name === undefined ? undefined : owner.weights[name];
}
