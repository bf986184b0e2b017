import type { LayersModel, LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { isHomogeneous, type LayerActivation } from '../layerKinds/activations.js';
import type { LayerKind, MatrixKind, MatrixOperation, RecurrentOperation } from '../layerKinds/kind.js';
import { LAYER_KINDS, UNKNOWN } from '../layerKinds.js';

type Layer = layers.Layer;

/** What a layer with weights computes. `'unknown'` is a class that this library does not know. */
export type ModelLayerKind = MatrixOperation | RecurrentOperation | 'norm' | 'prelu' | 'unknown';

/** Kinds of layers whose units are Σwx + b. */
export const LINEAR_KINDS: readonly ModelLayerKind[] = ['dense', 'conv', 'depthwise', 'separable', 'convTranspose'];

/** A layer that has weights itself: a cell of an RNN, the layer within a wrapper. */
export interface WeightOwner {
  name: string;
  kind: ModelLayerKind;
  layer: Layer;
  /** Weights by name: `kernel`, `recurrent`, `depthwise`, `pointwise`, `embeddings`, `bias`, `gamma`, `movingMean` … */
  weights: Readonly<Record<string, LayerVariable>>;
}

/** What a layer is, whatever its place in a model. */
export interface LayerFacts {
  /** Its row in the table of layer kinds; the row of the layer within, for a wrapper that only repeats that layer. */
  kind: LayerKind;
  /** The activation that it applies to each unit, `'linear'` included; see {@link layerActivation}. */
  activation: LayerActivation | undefined;
  /** The layers that have its weights: itself, or the layers within it. */
  owners: WeightOwner[];
  /** Whether it multiplies its input by a matrix of weights. */
  hasMatrix: boolean;
  /** Whether it makes probabilities, as a softmax or a sigmoid does. */
  makesProbabilities: boolean;
  /** Whether a positive factor on its input is a factor on its output. */
  keepsScale: boolean;
}

/** Reads what a layer is, once; `name` is the first name of its weights. */
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
 * The activation that a layer applies to each unit, `'linear'` included. Undefined for a layer without one, and for
 * recurrent layers, which have several.
 */
export function layerActivation(layer: Layer): LayerActivation | undefined {
  const deciding = decidingLayer(layer);
  return rowOf(deciding).activation?.(deciding);
}

/** What the library knows of a layer's class, or of the class within a wrapper that only repeats a layer. */
export function layerKind(layer: Layer): LayerKind {
  return rowOf(decidingLayer(layer));
}

/** The layer that decides what a layer computes: the one within, for a wrapper that only repeats it. */
export function decidingLayer(layer: Layer): Layer {
  const { passesOn, parts } = rowOf(layer);
  return passesOn && parts ? decidingLayer(parts(layer)[0].layer) : layer;
}

function rowOf(layer: Layer): LayerKind {
  const name = layer.getClassName();
  return Object.hasOwn(LAYER_KINDS, name) ? LAYER_KINDS[name] : UNKNOWN;
}

/** Names of activations that give probabilities, as tfjs calls them. */
const PROBABILITIES: readonly unknown[] = ['softmax', 'sigmoid', 'hardSigmoid'];

function makesProbabilities(layer: Layer): boolean {
  const { operation, probability, activation } = rowOf(layer);
  if (operation === 'model') {
    return makesProbabilities(decidingLayer((layer as unknown as LayersModel).outputs[0].sourceLayer));
  }
  return probability === 'makes' && PROBABILITIES.includes(activation?.(layer)?.name ?? layer.getConfig().activation);
}

/** The layers that have the weights of a layer: itself, or what it wraps; none for a layer without weights. */
export function weightOwners(layer: Layer, name: string): WeightOwner[] {
  const kind = rowOf(layer);
  const parts = kind.parts?.(layer) ?? [];
  if (parts.length > 0) {
    return parts.flatMap((part) => weightOwners(part.layer, part.name === undefined ? name : `${name}/${part.name}`));
  }
  const weights = byName(layer.weights);
  if (Object.keys(weights).length === 0) return [];
  return [{ name, kind: kind.operation as ModelLayerKind, layer, weights }];
}

/** `dense_1/recurrent_kernel` is `recurrent`; a second weight of one name gets a number. */
function byName(weights: readonly LayerVariable[]): Record<string, LayerVariable> {
  const named: Record<string, LayerVariable> = {};
  for (const weight of weights) {
    const last = weight.originalName.split('/').at(-1) as string;
    const name = last.replace(/(?<=.)_kernel$/, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const taken = Object.keys(named).filter((key) => key.replace(/\d+$/, '') === name).length;
    named[taken === 0 ? name : `${name}${taken + 1}`] = weight;
  }
  return named;
}

/** What is known of one matrix of a layer. */
export function matrixKind({ layer }: WeightOwner, weight: string): MatrixKind | undefined {
  return rowOf(layer).matrices?.[weight];
}

/** The names of the weights that a layer multiplies its input by: what an initializer alone is for. */
export function matrixNames({ layer, weights }: WeightOwner): string[] {
  const { matrices } = rowOf(layer);
  return Object.keys(weights).filter((name) => (matrices ? name in matrices : weights[name].shape.length > 1));
}

/** Name of the matrix with a column for each unit; undefined for a recurrent layer, or one with several of its own. */
export function unitMatrix(owner: WeightOwner): string | undefined {
  const { matrices, unitMatrix: known } = rowOf(owner.layer);
  if (matrices) return known !== undefined && owner.weights[known] ? known : undefined;
  const names = matrixNames(owner);
  return names.length === 1 && !owner.weights.recurrent ? names[0] : undefined;
}

/** The one matrix that a layer's output is proportional to, biases apart; undefined where there is none. */
export function outputMatrix(owner: WeightOwner): LayerVariable | undefined {
  const name = unitMatrix(owner);
  return name === undefined ? undefined : owner.weights[name];
}
