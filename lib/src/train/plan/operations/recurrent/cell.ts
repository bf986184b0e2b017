import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { sumColumns } from '../../../../backend/kernels/columnSums.js';
import type { Activation, PlanHeap } from '../operation.js';

/** Sizes of a recurrent layer for a batch. */
export interface Sizes {
  steps: number;
  batch: number;
  inputs: number;
  units: number;
}

/** A recurrent cell of tfjs with the fields that its class has. */
export interface KnownCell {
  units: number;
  kernel: LayerVariable;
  recurrentKernel: LayerVariable;
  bias?: LayerVariable | null;
  activation: Activation;
  recurrentActivation?: Activation;
  dropout: number;
  recurrentDropout: number;
  getClassName(): string;
}

/** Addresses of one step in time. */
export interface Step {
  /**
   * Sums of the gates. What is kept of their activations, and later their gradients, replace them.
   */
  z: number;
  /** State before the step. */
  h0: number;
  /** State after the step. */
  h: number;
  /** Number of the step, from 0. */
  t: number;
}

/** Addresses of what all steps share. An address is 0 where there is nothing. */
export interface Shared {
  recurrentKernel: number;
  bias: number;
  /** Own memory of the cell that the forward pass leaves for the backward pass. */
  kept: number;
  /** Own memory of the cell for one step, or for one backward pass. */
  scratch: number;
  /** Gradient with respect to the state, which each step replaces. */
  dh: number;
  dRecurrent: number;
}

/** A cell without its products with the inputs. */
export interface Cell {
  /** Number of sums for each unit. */
  gates: number;
  /** Whether the bias is added to the products with the inputs, before those with the state. */
  isBiasFirst: boolean;
  keptNumbers: number;
  scratchNumbers: number;
  /** Prepares a pass over all steps. */
  begin?(shared: Shared): void;
  forward(step: Step, shared: Shared): void;
  /**
   * Computes the gradients of a step; the steps come in reverse order. `addOutput` adds to `dh` the
   * gradient that the output before this step gets from the layers above.
   */
  backward(step: Step, shared: Shared, addOutput: () => void): void;
  /** Ends a backward pass. */
  end?(shared: Shared): void;
}

export type CellMaker = (heap: PlanHeap, cell: KnownCell, sizes: Sizes) => Cell | undefined;

/** Numbers of the activations in `lib/assembly/recurrent.ts`. */
const ACTIVATIONS = ['linear', 'relu', 'tanh', 'sigmoid', 'hardSigmoid'];

/** Returns the number of an activation, or undefined for one that the cells do not have. */
export function activationNumber(activation: Activation | undefined): number | undefined {
  const number = ACTIVATIONS.indexOf(activation?.getClassName() ?? '');
  return number < 0 ? undefined : number;
}

/** Largest inner size for which a product may be added directly without another rounding. */
const LARGEST_BLOCK = 256;

/** Number of scratch numbers that `addProduct` needs for a result of this size. */
export function scratchForSum(inner: number, size: number): number {
  return inner > LARGEST_BLOCK ? size : 0;
}

/**
 * Adds aᵀ [m, k] · b [k, n] to `out`, as tfjs adds the gradients of the steps: each product is
 * rounded before it is added. The first product replaces what is there.
 */
export function addProduct(
  heap: PlanHeap,
  { a, b, out, scratch }: Record<'a' | 'b' | 'out' | 'scratch', number>,
  [m, k, n]: readonly [number, number, number],
  isFirst: boolean,
): void {
  if (isFirst || k <= LARGEST_BLOCK) heap.multiply(a, b, out, m, k, n, true, false, !isFirst);
  else {
    heap.multiply(a, b, scratch, m, k, n, true, false);
    heap.routines.add(out, scratch, out, m * n);
  }
}

/**
 * Adds the sums of the columns of x [rows, width] to `out`. The first sums replace what is there.
 */
export function addColumnSums(
  heap: PlanHeap,
  { x, out, scratch }: Record<'x' | 'out' | 'scratch', number>,
  [rows, width]: readonly [number, number],
  isFirst: boolean,
): void {
  sumColumns(heap.routines, x, rows, width, isFirst ? out : scratch);
  if (!isFirst) heap.routines.add(out, scratch, out, width);
}
