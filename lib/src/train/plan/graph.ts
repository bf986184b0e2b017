import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { serialization } from '#tfjs-core';
import { isInteger, type NumberArray } from '../../foundation/numberArray.js';
import { type LayerCall, modelGraph } from '../../network/view/modelGraph.js';
import { elementwise } from './operations/elementwise.js';
import { type Activation, isFused, type KnownLayer, type Operation, type PlanHeap } from './operations/operation.js';
import { PLANNERS, TAKES_INTEGERS } from './operations/planners.js';

/** An operation with the places in the list of nodes that its inputs come from. */
export interface PlanNode {
  operation: Operation;
  inputs: number[];
}

/** A model as operations on a batch. */
export interface PlanGraph {
  /** Nodes in the order in which they run: first the input, last the output. */
  nodes: PlanNode[];
  /** Activation of the last layer, if it is not one that the operation applies. */
  outputActivation: Activation | undefined;
  /** Whether only layers that take whole numbers see the input. */
  takesIntegers: boolean;
  /** Whether the model still has the same layers, and they the same weights and activations. */
  isCurrent(): boolean;
}

/**
 * Reads a model as operations for inputs of a shape, with the batch. Returns undefined if a layer
 * is not known or is called twice, or if the model has several inputs or outputs.
 */
export function readGraph(
  heap: PlanHeap,
  model: LayersModel,
  shape: number[],
  isTraining: boolean,
): PlanGraph | undefined {
  const { calls: listed, outputs } = modelGraph(model);
  const calls = inOrderOfTfjs(listed);
  const isRead = calls.every(({ inputs }, i) => (i === 0) === (inputs.length === 0));
  const isPlainGraph = outputs.length === 1 && outputs[0].call === listed.length - 1;
  if (!isRead || !isPlainGraph || new Set(calls.map(({ layer }) => layer)).size < calls.length) return undefined;
  const known = calls.map(({ layer }) => layer as KnownLayer);
  const own = known.map(({ activation }) => activation ?? undefined);
  const nodes: PlanNode[] = [];
  let outputActivation: Activation | undefined;
  // Places of the nodes that give the outputs of the calls.
  const places: number[] = [];
  for (const [i, layer] of known.entries()) {
    const inputs = calls[i].inputs.map((from) => places[from]);
    const activation = own[i]?.getClassName() ?? 'linear';
    const shapes = i === 0 ? [shape] : inputs.map((from) => nodes[from].operation.shape);
    const planner = isPlain(layer) ? PLANNERS[layer.getClassName()] : undefined;
    const operation = planner?.(heap, layer, shapes, { activation, isTraining });
    if (operation === undefined) return undefined;
    const isAlias = inputs.length === 1 && operation.sharesOutput && operation.shape.join() === shapes[0].join();
    places.push(isAlias ? inputs[0] : nodes.push({ operation, inputs }) - 1);
    const apart = layer.getClassName() === 'Activation' || !isFused(activation) ? own[i] : undefined;
    if (i === known.length - 1 && !isFused(activation)) outputActivation = apart;
    else if (apart) {
      const following = { operation: elementwise(heap, operation.shape, apart), inputs: [places[i]] };
      places[i] = nodes.push(following) - 1;
    }
  }
  const parts = structureOf(model);
  const users = calls.filter(({ inputs }) => inputs.includes(0));
  return {
    nodes,
    outputActivation,
    takesIntegers: users.every(({ layer }) => TAKES_INTEGERS.includes(layer.getClassName())),
    isCurrent: () =>
      known.every((layer, i) => (layer.activation ?? undefined) === own[i] && isPlain(layer)) &&
      nodes.every(({ operation }) => operation.isCurrent?.() ?? true) &&
      isSame(structureOf(model), parts),
  };
}

/** Describes the shape of an array, and whether it holds whole numbers. */
export function kindOf(x: NumberArray): string {
  return `${isInteger(x) ? 'integers ' : ''}${x.shape.join()}`;
}

/** Lists the layers, weights and outputs of a model and of the models in it. */
function structureOf(model: LayersModel): object[] {
  const parts: object[] = [...model.outputs];
  for (const layer of model.layers) {
    if ('layers' in layer) parts.push(...structureOf(layer as LayersModel));
    else parts.push(layer, ...layer.weights);
  }
  return parts;
}

export function isSame<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((value, i) => value === others[i]);
}

/**
 * Sorts calls as tfjs runs them: the last input of a call first. Then the gradients of a signal
 * with several users are added in the same order.
 */
function inOrderOfTfjs(calls: readonly LayerCall[]): LayerCall[] {
  const places = new Map<number, number>();
  const sorted: LayerCall[] = [];
  const visit = (i: number): void => {
    if (places.has(i)) return;
    for (const input of calls[i].inputs.toReversed()) visit(input);
    places.set(i, sorted.push(calls[i]) - 1);
  };
  visit(calls.length - 1);
  return sorted.map((call) => ({ ...call, inputs: call.inputs.map((input) => places.get(input) as number) }));
}

/** Whether a layer does just what its class in tfjs does. */
function isPlain(layer: layers.Layer): boolean {
  const [registered] = serialization.SerializationMap.getMap().classNameMap[layer.getClassName()] ?? [];
  const { _callHook: hook } = layer as unknown as { _callHook: unknown };
  const isOwn = ['call', 'apply'].every((method) => !Object.hasOwn(layer, method));
  return (layer.constructor as unknown) === registered && isOwn && hook === null;
}
