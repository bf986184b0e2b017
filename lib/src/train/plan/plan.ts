import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { wasmHeap } from '../../backend/wasm.js';
import { isInteger } from '../../foundation/numberArray.js';
import type { Objective } from '../../network/losses.js';
import { withTapeFreed } from '../../network/withTapeFreed.js';
import { type Dataset, toTensor } from '../data/dataset.js';
import type { BatchGradients } from '../trainingStep.js';
import { type Chain, readChain } from './chain.js';
import type { Operation, PlanHeap } from './operations.js';
import { softmaxLoss } from './softmaxLoss.js';

/** Computes the gradients of batch after batch. `free` frees what is kept between them. */
export interface PlannedGradients {
  /** Returns undefined for what is left to tfjs. */
  of(batch: Dataset): BatchGradients | undefined;
  free(): void;
}

/**
 * Plans the gradients of a chain of known layers on the wasm backend with a known loss: its passes
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
        const key = batch.x.shape.join();
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
  if (heap === undefined || objective.name === undefined || isInteger(x)) return undefined;
  const chain = readChain(heap, model, [...x.shape]);
  if (chain === undefined) return undefined;
  const { correlations } = heap;
  const variables = variablesOf(model);
  const shape = x.shape.join();
  const arena = placeArena(heap, chain.operations);
  return {
    fits: (batch) =>
      planHeap()?.correlations === correlations &&
      batch.x.shape.join() === shape &&
      isSame(variablesOf(model), variables) &&
      chain.isCurrent(),
    run: (batch) => runPlan(heap, chain, arena, variables, objective, batch),
    free: arena.free,
  };
}

/** Returns the memory of the wasm backend if it runs now and has all routines. */
function planHeap(): PlanHeap | undefined {
  const heap = tf.getBackend() === 'wasm' ? wasmHeap() : undefined;
  return heap?.routines && heap.correlations ? (heap as PlanHeap) : undefined;
}

function variablesOf(model: LayersModel): tf.Variable[] {
  return model.trainableWeights.map((weight) => weight.read() as tf.Variable);
}

function isSame<T>(some: readonly T[], others: readonly T[]): boolean {
  return some.length === others.length && some.every((value, i) => value === others[i]);
}

/** Memory of a plan that every step uses again. */
interface Arena {
  /** Address of the input, and of the output of each operation. */
  input: number;
  outputs: number[];
  /** Addresses of the gradients with respect to the outputs, two at a time. */
  gradients: [number, number];
  scratch: number;
  free(): void;
}

function placeArena(heap: PlanHeap, operations: Operation[]): Arena {
  const sizes = operations.map(({ shape }) => tf.util.sizeFromShape(shape));
  const scratchSize = Math.max(...operations.map(({ scratchBytes = 0 }) => scratchBytes / 4));
  const largest = Math.max(...sizes);
  // The first operation is that of the input layer, whose output is its input.
  const own = sizes.map((size, i) => (i > 0 && operations[i].sharesOutput ? 0 : size));
  const blocks = [...own, largest, largest, scratchSize].map((size) => 4 * Math.ceil(size / 4));
  const tensor = heap.make([blocks.reduce((sum, size) => sum + size, 0)]);
  let next = heap.at(tensor);
  const places = blocks.map((size) => {
    const place = next;
    next += 4 * size;
    return place;
  });
  const outputs: number[] = [];
  for (const [i, { sharesOutput }] of operations.entries())
    outputs.push(i > 0 && sharesOutput ? outputs[i - 1] : places[i]);
  const [first, second, scratch] = places.slice(sizes.length);
  return { input: places[0], outputs, gradients: [first, second], scratch, free: () => heap.free(tensor) };
}

function runPlan(
  heap: PlanHeap,
  chain: Chain,
  arena: Arena,
  variables: tf.Variable[],
  objective: Objective,
  { x, y }: Dataset,
): BatchGradients | undefined {
  const { operations } = chain;
  const { outputs, scratch } = arena;
  heap.numbersAt(arena.input, x.data.length).set(x.data);
  for (const [i, operation] of operations.entries()) operation.forward?.(outputs[i - 1], outputs[i], scratch);
  const values = isSoftmaxLoss(chain, objective, y)
    ? plannedLoss(heap, chain, arena, y)
    : lossOf(heap, chain, arena, objective, y);
  if (!Number.isFinite(values.loss)) return undefined;
  const addresses = new Map<tf.Variable, number>();
  let squares = 0;
  const gradients = tf.tidy(() => {
    const made = gradientTensors(heap, variables, addresses);
    runBackward(chain, arena, addresses);
    for (const [{ size }, address] of addresses) squares += heap.routines.sumOfSquares(address, size);
    return made;
  });
  const gradientNorm = Math.fround(Math.sqrt(squares));
  if (Number.isFinite(gradientNorm)) return { ...values, gradientNorm, gradients };
  tf.dispose(gradients);
  return undefined;
}

/** Makes the tensors of the gradients, and notes their addresses. */
function gradientTensors(
  heap: PlanHeap,
  variables: tf.Variable[],
  addresses: Map<tf.Variable, number>,
): tf.NamedTensorMap {
  const named = variables.map((variable) => {
    const gradient = heap.make(variable.shape);
    addresses.set(variable, heap.at(gradient));
    return [variable.name, tf.engine().makeTensorFromTensorInfo(gradient)] as const;
  });
  return Object.fromEntries(named);
}

/** Whether the loss is one that a plan computes itself. */
function isSoftmaxLoss({ operations, outputActivation }: Chain, objective: Objective, y: Dataset['y']): boolean {
  const { shape } = operations[operations.length - 1];
  const fits = y.data.length === shape[0] || y.data.length === tf.util.sizeFromShape(shape);
  return objective.isSoftmaxLoss === true && !outputActivation && shape.length === 2 && fits;
}

function plannedLoss(
  heap: PlanHeap,
  { operations }: Chain,
  { outputs, gradients: [dy] }: Arena,
  y: Dataset['y'],
): Pick<BatchGradients, 'loss' | 'accuracy'> {
  const { shape } = operations[operations.length - 1];
  const size = tf.util.sizeFromShape(shape);
  const gradient = new Float32Array(size);
  const logits = heap.numbersAt(outputs[outputs.length - 1], size).slice();
  const values = softmaxLoss(heap, logits, shape[0], y, gradient);
  heap.numbersAt(dy, size).set(gradient);
  return values;
}

/**
 * Computes loss and accuracy by tfjs, and leaves the gradient with respect to the output in the
 * arena.
 */
function lossOf(
  heap: PlanHeap,
  { operations, outputActivation }: Chain,
  { outputs, gradients: [dy] }: Arena,
  objective: Objective,
  y: Dataset['y'],
): Pick<BatchGradients, 'loss' | 'accuracy'> {
  const { shape } = operations[operations.length - 1];
  const size = tf.util.sizeFromShape(shape);
  return tf.tidy(() => {
    const info = heap.make(shape);
    heap.numbers(info).set(heap.numbersAt(outputs[outputs.length - 1], size));
    const z = tf.engine().makeTensorFromTensorInfo(info);
    const targets = toTensor(y);
    const activate = (tensor: tf.Tensor): tf.Tensor =>
      outputActivation ? (outputActivation.apply(tensor) as tf.Tensor) : tensor;
    const accuracy = objective.accuracy?.(targets, activate(z)).dataSync()[0];
    const lossAt = (tensor: tf.Tensor): tf.Scalar => tf.reshape(objective.loss(targets, activate(tensor)), []);
    const { value, grad } = withTapeFreed(() => tf.valueAndGrad(lossAt)(z));
    heap.numbersAt(dy, size).set(heap.numbers(grad));
    return { loss: value.dataSync()[0], accuracy };
  });
}

function runBackward({ operations }: Chain, arena: Arena, addresses: Map<tf.Variable, number>): void {
  const { outputs, scratch } = arena;
  const firstTrained = operations.findIndex(({ weights }) => addressesOf(weights, addresses).some(Boolean));
  let [dy, spare] = arena.gradients;
  for (let i = operations.length - 1; i >= firstTrained; i--) {
    const { sharesGradient = false, weights, backward } = operations[i];
    const dx = sharesGradient ? dy : spare;
    const dWeights = addressesOf(weights, addresses);
    backward?.({ x: outputs[i - 1], y: outputs[i], dy, dx: i > firstTrained ? dx : 0, dWeights, scratch });
    if (!sharesGradient) [dy, spare] = [spare, dy];
  }
}

function addressesOf(weights: Operation['weights'], addresses: Map<tf.Variable, number>): number[] {
  return weights.map((weight) => addresses.get(weight.read() as tf.Variable) ?? 0);
}
