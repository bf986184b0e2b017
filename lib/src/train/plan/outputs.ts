import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isInteger, type NumberArray } from '../../foundation/numberArray.js';
import { product } from '../../init/shape.js';
import { outputBlocks, placeArena } from './arena.js';
import type { Block } from './blocks.js';
import { kindOf, type PlanGraph, readGraph } from './graph.js';
import { copyToTensor, type PlanHeap } from './operations/operation.js';
import { planHeap } from './planHeap.js';

/** Computes the outputs of batch after batch. `free` frees what is kept between them. */
export interface PlannedOutputs {
  /** Returns undefined for what is left to tfjs, and for outputs that are not finite. */
  of(x: NumberArray): Tensor | undefined;
  free(): void;
}

/**
 * Plans the outputs of a model of known layers on the wasm backend, as they are without training.
 * The weights may change between two batches; the layers may not. The plan is kept for the next
 * time that the model is used, but not its memory.
 */
export function plannedOutputs(model: LayersModel): PlannedOutputs {
  let placed: PlannedOutputs | undefined;
  let kind = '';
  return {
    of: (x) => {
      if (kindOf(x) !== kind) {
        placed?.free();
        kind = kindOf(x);
        placed = place(planFor(model, x));
      }
      return placed?.of(x);
    },
    free: () => placed?.free(),
  };
}

interface Plan {
  heap: PlanHeap;
  /** Part of the heap that the operations use. Another way of rounding has another. */
  correlations: PlanHeap['correlations'];
  graph: PlanGraph;
  blocks: Block[];
}

/** Plans of models, keyed by the shape and the kind of their inputs. */
const plans = new WeakMap<LayersModel, Map<string, Plan>>();

/** Number of kinds of inputs for which plans of a model are kept. */
const MOST_PLANS = 8;

function planFor(model: LayersModel, x: NumberArray): Plan | undefined {
  const heap = planHeap();
  if (heap === undefined) return undefined;
  const known = plans.get(model) ?? new Map<string, Plan>();
  plans.set(model, known);
  const key = kindOf(x);
  const found = known.get(key);
  if (found && found.correlations === heap.correlations && found.graph.isCurrent()) return found;
  known.delete(key);
  const graph = readGraph(heap, model, [...x.shape], false);
  if (graph === undefined || (isInteger(x) && !graph.takesIntegers)) return undefined;
  const plan = { heap, correlations: heap.correlations, graph, blocks: outputBlocks(graph.nodes, false) };
  if (known.size === MOST_PLANS) known.clear();
  known.set(key, plan);
  return plan;
}

function place(plan: Plan | undefined): PlannedOutputs | undefined {
  if (plan === undefined) return undefined;
  const { heap, graph, blocks } = plan;
  const { nodes, outputActivation } = graph;
  const { calls, free } = placeArena(heap, nodes, blocks);
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
