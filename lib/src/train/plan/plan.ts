import type { NamedTensorMap, Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '#tfjs-core';
import { isInteger } from '../../foundation/numberArray.js';
import type { Objective } from '../../network/losses.js';
import { penaltiesOf } from '../../network/penalties.js';
import { withTapeFreed } from '../../network/withTapeFreed.js';
import { type Dataset, toTensor } from '../data/dataset.js';
import type { BatchGradients } from '../trainingStep.js';
import { type Arena, outputBlocks, placeArena } from './arena.js';
import type { Block } from './blocks.js';
import { type GradientStep, gradientSteps } from './gradientSteps.js';
import { isSame, kindOf, type PlanGraph, type PlanNode, readGraph } from './graph.js';
import { copyToTensor, type PlanHeap } from './operations/operation.js';
import { planHeap } from './planHeap.js';
import { softmaxLoss } from './softmaxLoss.js';

/** Computes the gradients of batch after batch. `free` frees what is kept between them. */
export interface PlannedGradients {
  /** Returns undefined for what is left to tfjs. */
  of(batch: Dataset): BatchGradients | undefined;
  free(): void;
}

/**
 * Plans the gradients of a model of known layers on the wasm backend with a known loss: its passes
 * run in memory that is reused, without a tensor for each operation. Everything else, and a batch
 * whose numbers overflow, is left to tfjs.
 */
export function plannedGradients(model: LayersModel, objective: Objective): PlannedGradients {
  let plan: Plan | undefined;
  let unplannable = '';
  return {
    of: (batch) => {
      if (!plan?.fits(batch)) {
        plan?.free();
        const key = kindOf(batch.x);
        plan = key === unplannable ? undefined : planFor(model, objective, batch);
        unplannable = plan ? '' : key;
      }
      return plan?.run(batch);
    },
    free: () => plan?.free(),
  };
}

interface Plan {
  fits(batch: Dataset): boolean;
  /** Returns undefined if the loss or a gradient is not finite. */
  run(batch: Dataset): BatchGradients | undefined;
  free(): void;
}

function planFor(model: LayersModel, objective: Objective, { x }: Dataset): Plan | undefined {
  const heap = planHeap();
  if (heap === undefined || objective.name === undefined) return undefined;
  const graph = hasPenalties(model) ? undefined : readGraph(heap, model, [...x.shape], true);
  if (graph === undefined || (isInteger(x) && !graph.takesIntegers)) return undefined;
  const { correlations } = heap;
  const variables = variablesOf(model);
  const key = kindOf(x);
  const isTrained = ({ operation }: PlanNode): boolean =>
    operation.weights.some((weight) => variables.includes(weight.read() as Variable));
  const { steps, blocks, output } = gradientSteps(graph.nodes, isTrained);
  const arena = placeArena(heap, graph.nodes, outputBlocks(graph.nodes, true), blocks);
  const step: PlannedStep = { heap, graph, arena, steps, dOutput: arena.at.get(output) as number, variables };
  return {
    fits: (batch) =>
      planHeap()?.correlations === correlations &&
      kindOf(batch.x) === key &&
      isSame(variablesOf(model), variables) &&
      graph.isCurrent(),
    run: (batch) => runStep(step, objective, batch),
    free: arena.free,
  };
}

function hasPenalties(model: LayersModel): boolean {
  return tf.tidy(() => penaltiesOf(model).length > 0);
}

function variablesOf(model: LayersModel): Variable[] {
  return model.trainableWeights.map((weight) => weight.read() as Variable);
}

/** Everything that stays the same from step to step. */
interface PlannedStep {
  heap: PlanHeap;
  graph: PlanGraph;
  arena: Arena;
  steps: GradientStep[];
  /** Address of the gradient with respect to the output. */
  dOutput: number;
  variables: Variable[];
}

function runStep(step: PlannedStep, objective: Objective, { x, y }: Dataset): BatchGradients | undefined {
  const { heap, graph, arena, variables } = step;
  const { nodes } = graph;
  heap.numbersAt(arena.calls[0].y, x.data.length).set(x.data);
  for (const [i, { operation }] of nodes.entries()) operation.forward?.(arena.calls[i]);
  const values = isSoftmaxLoss(graph, objective, y) ? plannedLoss(step, y) : lossOf(step, objective, y);
  if (!Number.isFinite(values.loss)) return undefined;
  const addresses = new Map<Variable, number>();
  let squares = 0;
  const gradients = tf.tidy(() => {
    const made = gradientTensors(heap, variables, addresses);
    runBackward(step, addresses);
    for (const [{ size }, address] of addresses) squares += heap.routines.sumOfSquares(address, size);
    return made;
  });
  const gradientNorm = Math.fround(Math.sqrt(squares));
  if (Number.isFinite(gradientNorm)) {
    for (const [i, { operation }] of nodes.entries()) operation.updateState?.(arena.calls[i]);
    return { ...values, gradientNorm, gradients };
  }
  tf.dispose(gradients);
  return undefined;
}

/** Makes the tensors of the gradients, and notes their addresses. */
function gradientTensors(heap: PlanHeap, variables: Variable[], addresses: Map<Variable, number>): NamedTensorMap {
  const named = variables.map((variable) => {
    const gradient = heap.make(variable.shape);
    addresses.set(variable, heap.at(gradient));
    return [variable.name, tf.engine().makeTensorFromTensorInfo(gradient)] as const;
  });
  return Object.fromEntries(named);
}

/** Whether the loss is one that a plan computes itself. */
function isSoftmaxLoss({ nodes, outputActivation }: PlanGraph, objective: Objective, y: Dataset['y']): boolean {
  const { shape } = nodes[nodes.length - 1].operation;
  const size = tf.util.sizeFromShape(shape);
  const fits = y.data.length === size / shape[shape.length - 1] || y.data.length === size;
  return objective.isSoftmaxLoss === true && !outputActivation && shape.length > 1 && fits;
}

function plannedLoss({ heap, graph: { nodes }, arena, dOutput }: PlannedStep, y: Dataset['y']): LossValues {
  const last = nodes.length - 1;
  const { shape } = nodes[last].operation;
  const size = tf.util.sizeFromShape(shape);
  const gradient = new Float32Array(size);
  const logits = heap.numbersAt(arena.calls[last].y, size).slice();
  const values = softmaxLoss(heap, logits, size / shape[shape.length - 1], y, gradient);
  heap.numbersAt(dOutput, size).set(gradient);
  return values;
}

type LossValues = Pick<BatchGradients, 'loss' | 'accuracy'>;

/**
 * Computes loss and accuracy by tfjs, and leaves the gradient with respect to the output in the
 * arena.
 */
function lossOf({ heap, graph, arena, dOutput }: PlannedStep, objective: Objective, y: Dataset['y']): LossValues {
  const { nodes, outputActivation } = graph;
  const last = nodes.length - 1;
  const { shape } = nodes[last].operation;
  const size = tf.util.sizeFromShape(shape);
  return tf.tidy(() => {
    const z = copyToTensor(heap, arena.calls[last].y, shape);
    const targets = toTensor(y);
    const activate = (tensor: Tensor): Tensor =>
      outputActivation ? (outputActivation.apply(tensor) as Tensor) : tensor;
    const accuracy = objective.accuracy?.(targets, activate(z)).dataSync()[0];
    const lossAt = (tensor: Tensor): Scalar => tf.reshape(objective.loss(targets, activate(tensor)), []);
    const { value, grad } = withTapeFreed(() => tf.valueAndGrad(lossAt)(z));
    heap.numbersAt(dOutput, size).set(heap.numbers(grad));
    return { loss: value.dataSync()[0], accuracy };
  });
}

function runBackward({ heap, graph: { nodes }, arena, steps }: PlannedStep, addresses: Map<Variable, number>): void {
  const addressOf = (block: Block | undefined): number => (block ? (arena.at.get(block) as number) : 0);
  for (const { node, dy, dx, isAdded: isSum, handedOn } of steps) {
    const { weights, backward } = nodes[node].operation;
    const dWeights = weights.map((weight) => addresses.get(weight.read() as Variable) ?? 0);
    const from = addressOf(dx);
    backward?.({ ...arena.calls[node], dy: addressOf(dy), dx: from, isAdded: isSum, dWeights });
    for (const { to, isAdded, size } of handedOn) {
      const at = addressOf(to);
      if (isAdded) heap.routines.add(at, from, at, size);
      else heap.numbersAt(at, size).set(heap.numbersAt(from, size));
    }
  }
}
