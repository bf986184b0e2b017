import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { engine } from '#tfjs-core';
import type { Heap } from '../../../backend/kernels/heap.js';
import { product } from '../../../init/shape.js';

/** Heap with the routines that a plan needs. */
export type PlanHeap = Heap & { [Name in 'routines' | 'correlations']: NonNullable<Heap[Name]> };

/** One operation of a planned step, for a fixed size of the batch. It works on addresses. */
export interface Operation {
  /** Shape of the output, with the batch. */
  shape: number[];
  /** Whether the output has the same numbers in the same place as the only input. */
  sharesOutput?: boolean;
  /**
   * Whether dx takes the place of dy. With several inputs, dx is the gradient with respect to each
   * of them.
   */
  sharesGradient?: boolean;
  /**
   * Whether the gradient with respect to the only input is a sum of parts, which can be added to
   * the gradient that this input has from other operations. tfjs adds them one by one.
   */
  addsGradient?: boolean;
  scratchBytes?: number;
  /** Size of what the forward pass leaves for the backward pass, besides the output. */
  keptBytes?: number;
  /** Weights in the order of their gradients. */
  weights: LayerVariable[];
  /** Whether the layer still has the settings that the operation was made for. */
  isCurrent?(): boolean;
  forward?(call: Forward): void;
  backward?(call: Backward): void;
  /** Updates what the layer keeps from batch to batch, once the step is known to be finite. */
  updateState?(call: Forward): void;
}

/** Addresses of a forward pass. */
export interface Forward {
  /** Address of the first input. */
  x: number;
  /** Addresses of all inputs. */
  inputs: readonly number[];
  y: number;
  kept: number;
  scratch: number;
}

/** Addresses of a backward pass. The address of a gradient that is not needed is 0. */
export interface Backward extends Forward {
  /** Gradient with respect to y. May be changed. */
  dy: number;
  /** Place for the gradient with respect to the input. */
  dx: number;
  /** Whether dx holds the gradient from other operations, to which the parts are added. */
  isAdded: boolean;
  dWeights: readonly number[];
}

/** An activation of tfjs-layers. */
export interface Activation {
  apply(z: unknown): unknown;
  getClassName(): string;
}

/** A layer of tfjs with the fields that its class has. */
export type KnownLayer = layers.Layer & {
  activation?: Activation | null;
  kernel: LayerVariable;
  bias?: LayerVariable | null;
  dataFormat?: string;
  dilationRate?: number | number[];
  strides: number[];
  padding: string;
  poolSize: number[];
  maxValue?: number | null;
  axis: number | number[];
  epsilon: number;
  momentum: number;
  gamma?: LayerVariable | null;
  beta?: LayerVariable | null;
  movingMean: LayerVariable;
  movingVariance: LayerVariable;
};

/** Circumstances of an operation besides the layer and its inputs. */
export interface Situation {
  /** Name of the layer's activation. One that is not fused follows as an operation of its own. */
  activation: string;
  /** Whether the layer runs as in training. Otherwise there is no backward pass. */
  isTraining: boolean;
}

/**
 * Makes the operation of a layer, given the shapes of its inputs with the batch. Makes none if the
 * layer has a setting that is not known here.
 */
export type Planner = (
  heap: PlanHeap,
  layer: KnownLayer,
  shapes: readonly number[][],
  situation: Situation,
) => Operation | undefined;

/** Makes the operation of a layer that changes no number. */
export function unchanged(shape: number[]): Operation {
  return { shape, sharesOutput: true, sharesGradient: true, weights: [] };
}

/** Activations that dense layers and convolutions apply in the same pass. */
export function isFused(activation: string): boolean {
  return activation === 'linear' || activation === 'relu';
}

/** Lists a kernel and a bias that may be missing. */
export function kernelAndBias({ kernel, bias }: KnownLayer): LayerVariable[] {
  return bias ? [kernel, bias] : [kernel];
}

/** Returns the address of a weight's numbers, which change their place with each update. */
export function addressOf(heap: PlanHeap, weight: LayerVariable): number {
  return heap.at(weight.read());
}

/** Returns the address of a weight, or of spare memory filled with the value that replaces it. */
export function addressOr(
  heap: PlanHeap,
  weight: LayerVariable | null | undefined,
  { spare, width, value }: { spare: number; width: number; value: number },
): number {
  if (weight) return addressOf(heap, weight);
  heap.numbersAt(spare, width).fill(value);
  return spare;
}

/** Copies numbers to a new tensor. */
export function copyToTensor(heap: PlanHeap, at: number, shape: number[]): Tensor {
  const made = heap.make(shape);
  heap.numbers(made).set(heap.numbersAt(at, product(shape)));
  return engine().makeTensorFromTensorInfo(made);
}

/** Runs a kernel of tfjs on numbers, which its results replace. */
export function runInPlace(
  heap: PlanHeap,
  kernel: string,
  at: number,
  shape: number[] | number,
  { input = 'x', ...attributes }: { input?: string; dim?: number } = {},
): void {
  const given = heap.make([shape].flat());
  const count = product([shape].flat());
  heap.numbers(given).set(heap.numbersAt(at, count));
  const result = heap.run(kernel, { [input]: given }, attributes);
  heap.numbersAt(at, count).set(heap.numbers(result));
  heap.free(given);
  heap.free(result);
}
