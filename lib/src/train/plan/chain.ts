import { serialization, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { penaltiesOf } from '../../network/penalties.js';
import { modelGraph } from '../../network/view/modelGraph.js';
import { isFused, type KnownLayer, type Operation, PLANNERS, type PlanHeap } from './operations.js';

/** A model whose layers follow each other, as operations on a batch. */
export interface Chain {
  operations: Operation[];
  /** Activation of the last layer, if it is not one that the operation applies. */
  outputActivation: OutputActivation | undefined;
  /** Whether no layer has changed since, in a way that changes the operations. */
  isCurrent(): boolean;
}

export interface OutputActivation {
  apply(z: unknown): unknown;
  getClassName(): string;
}

/**
 * Reads a model as a chain of operations for inputs of a shape, with the batch. Returns undefined
 * if it is none, if a layer is not known, or if its loss has penalties.
 */
export function readChain(heap: PlanHeap, model: LayersModel, shape: number[]): Chain | undefined {
  const { calls } = modelGraph(model);
  const followsOn = calls.every(({ inputs }, i) => (i === 0 ? inputs.length === 0 : inputs.join() === `${i - 1}`));
  if (!followsOn || new Set(calls.map(({ layer }) => layer)).size < calls.length || hasPenalties(model))
    return undefined;
  const known = calls.map(({ layer }) => layer as KnownLayer);
  const own = known.map(({ activation }) => activation);
  const outputActivation = own.at(-1);
  const isApart = outputActivation != null && !isFused(outputActivation.getClassName());
  const operations: Operation[] = [];
  for (const [i, layer] of known.entries()) {
    const isLast = i === known.length - 1;
    const activation = isLast && isApart ? 'linear' : (own[i]?.getClassName() ?? 'linear');
    const operation = isPlain(layer) ? PLANNERS[layer.getClassName()]?.(heap, layer, shape, activation) : undefined;
    if (operation === undefined) return undefined;
    operations.push(operation);
    shape = operation.shape;
  }
  return {
    operations,
    outputActivation: isApart ? (outputActivation as OutputActivation) : undefined,
    isCurrent: () => known.every((layer, i) => layer.activation === own[i] && isPlain(layer)),
  };
}

function hasPenalties(model: LayersModel): boolean {
  return tidy(() => penaltiesOf(model).length > 0);
}

/** Whether a layer does just what its class in tfjs does. */
function isPlain(layer: layers.Layer): boolean {
  const [registered] = serialization.SerializationMap.getMap().classNameMap[layer.getClassName()] ?? [];
  const { _callHook: hook } = layer as unknown as { _callHook: unknown };
  const isOwn = ['call', 'apply'].every((method) => !Object.hasOwn(layer, method));
  return (layer.constructor as unknown) === registered && isOwn && hook === null;
}
