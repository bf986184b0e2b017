import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isInteger, type NumberArray } from '../../foundation/numberArray.js';
import { product } from '../../init/shape.js';
import { outputBlocks, placeArena } from './arena.js';
import { readGraph } from './graph.js';
import { copyToTensor } from './operations/operation.js';
import { planHeap } from './planHeap.js';

/** Computes the outputs of batch after batch. `free` frees what is kept between them. */
export interface PlannedOutputs {
  /** Returns undefined for what is left to tfjs, and for outputs that are not finite. */
  of(x: NumberArray): Tensor | undefined;
  free(): void;
}

/**
 * Plans the outputs of a model of known layers on the wasm backend, as they are without training.
 * The weights may change between two batches; the layers may not.
 */
export function plannedOutputs(model: LayersModel): PlannedOutputs {
  let plan: PlannedOutputs | undefined;
  let shape = '';
  return {
    of: (x) => {
      if (x.shape.join() !== shape) {
        plan?.free();
        shape = x.shape.join();
        plan = planFor(model, x);
      }
      return plan?.of(x);
    },
    free: () => plan?.free(),
  };
}

function planFor(model: LayersModel, x: NumberArray): PlannedOutputs | undefined {
  const heap = planHeap();
  if (heap === undefined || isInteger(x)) return undefined;
  const graph = readGraph(heap, model, [...x.shape], false);
  if (graph === undefined) return undefined;
  const { nodes, outputActivation } = graph;
  const { calls, free } = placeArena(heap, nodes, outputBlocks(nodes, false));
  const { shape } = nodes[nodes.length - 1].operation;
  return {
    of: ({ data }) => {
      heap.numbersAt(calls[0].y, data.length).set(data);
      for (const [i, { operation }] of nodes.entries()) operation.forward?.(calls[i]);
      const { y } = calls[calls.length - 1];
      if (!heap.numbersAt(y, product(shape)).every(Number.isFinite)) return undefined;
      const z = copyToTensor(heap, y, shape);
      return outputActivation ? (outputActivation.apply(z) as Tensor) : z;
    },
    free,
  };
}
