import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { sumColumns } from '../../backend/kernels/columnSums.js';
import { preparedConvolution } from '../../backend/kernels/convolution/images.js';
import type { Heap } from '../../backend/kernels/heap.js';
import { windowNumbers } from '../../backend/kernels/pooling.js';
import { poolWindows } from '../../backend/kernels/windows.js';

/** Heap with the routines that a plan needs. */
export type PlanHeap = Heap & { [Name in 'routines' | 'correlations']: NonNullable<Heap[Name]> };

/**
 * One operation of a planned step, for a fixed size of the batch. It works on addresses: x and y
 * are its input and output, dx and dy their gradients.
 */
export interface Operation {
  /** Shape of the output, with the batch. */
  shape: number[];
  /** Whether the output has the same numbers in the same place as the input. */
  sharesOutput?: boolean;
  /** Whether dx takes the place of dy. */
  sharesGradient?: boolean;
  scratchBytes?: number;
  /** Weights in the order of their gradients. */
  weights: LayerVariable[];
  forward?(x: number, y: number, scratch: number): void;
  backward?(call: Backward): void;
}

/** Addresses of a backward pass. The address of a gradient that is not needed is 0. */
interface Backward {
  x: number;
  y: number;
  /** May be changed. */
  dy: number;
  dx: number;
  dWeights: number[];
  scratch: number;
}

/** A layer of tfjs with the fields that its class has. */
export type KnownLayer = layers.Layer & {
  activation?: { getClassName(): string } | null;
  kernel: LayerVariable;
  bias?: LayerVariable | null;
  dataFormat?: string;
  dilationRate?: number | number[];
  strides: number[];
  padding: string;
  poolSize: number[];
  maxValue?: number | null;
};

type Planner = (heap: PlanHeap, layer: KnownLayer, shape: number[], activation: string) => Operation | undefined;

/**
 * Makes an operation for each class of layers, given the input's shape with the batch. Makes none
 * if the layer has a setting that is not known here. The activation is the layer's own or another.
 */
export const PLANNERS: Readonly<Record<string, Planner>> = {
  InputLayer: (_, __, shape) => unchanged(shape),
  Flatten: (_, { dataFormat }, [batch, ...rest]) =>
    dataFormat === 'channelsFirst' ? undefined : unchanged([batch, product(rest)]),
  Dense: dense,
  Conv2D: convolution,
  MaxPooling2D: maxPooling,
  Activation: (heap, _, shape, activation) => elementwise(heap, shape, activation),
  ReLU: (heap, { maxValue }, shape) => (maxValue == null ? elementwise(heap, shape, 'relu') : undefined),
};

function unchanged(shape: number[]): Operation {
  return { shape, sharesOutput: true, sharesGradient: true, weights: [] };
}

function elementwise({ routines }: PlanHeap, shape: number[], activation: string): Operation | undefined {
  if (activation === 'linear') return unchanged(shape);
  if (activation !== 'relu') return undefined;
  const count = product(shape);
  return {
    shape,
    sharesGradient: true,
    weights: [],
    forward: (x, y) => routines.relu(x, y, count),
    backward: ({ y, dy }) => routines.reluGradient(y, dy, count),
  };
}

function dense(
  heap: PlanHeap,
  { kernel, bias }: KnownLayer,
  shape: number[],
  activation: string,
): Operation | undefined {
  const [batch, inputs] = shape;
  if (shape.length !== 2 || !isFused(activation)) return undefined;
  const units = kernel.shape[1] as number;
  const relu = Number(activation === 'relu');
  return {
    shape: [batch, units],
    weights: weightsOf(kernel, bias),
    forward: (x, y) => {
      heap.multiply(x, at(heap, kernel), y, batch, inputs, units);
      if (bias || relu) heap.routines.addBias(y, batch, units, bias ? at(heap, bias) : 0, relu);
    },
    backward: ({ x, y, dy, dx, dWeights: [dKernel, dBias] }) => {
      if (relu) heap.routines.reluGradient(y, dy, batch * units);
      if (dBias) sumColumns(heap.routines, dy, batch, units, dBias);
      if (dKernel) heap.multiply(x, dy, dKernel, inputs, batch, units, true, false);
      if (dx) heap.multiply(dy, at(heap, kernel), dx, batch, units, inputs, false, true);
    },
  };
}

function convolution(heap: PlanHeap, layer: KnownLayer, shape: number[], activation: string): Operation | undefined {
  const { kernel, bias, strides, padding: pad, dataFormat, dilationRate } = layer;
  if (dataFormat === 'channelsFirst' || [dilationRate ?? 1].flat().some((rate) => rate !== 1)) return undefined;
  if (!isFused(activation)) return undefined;
  const attributes = { strides, pad, dataFormat: 'NHWC' };
  const { windows, correlation } = preparedConvolution(heap.correlations, shape, kernel.shape as number[], attributes);
  const { lines, lineLength, outChannels: channels, axes } = windows;
  const positions = lines * lineLength;
  const relu = activation === 'relu';
  return {
    shape: [shape[0], axes[1].output, lineLength, channels],
    scratchBytes: correlation.scratchBytes,
    weights: weightsOf(kernel, bias),
    forward: (x, y, scratch) => {
      // Like tfjs, which fuses a bias with the convolution if there is no activation.
      const added = bias ? { at: at(heap, bias), isFirst: !relu, relu } : undefined;
      correlation.forward(scratch, x, at(heap, kernel), y, added);
      if (!bias && relu) heap.routines.relu(y, y, positions * channels);
    },
    backward: ({ x, y, dy, dx, dWeights: [dKernel, dBias], scratch }) => {
      if (relu) heap.routines.reluGradient(y, dy, positions * channels);
      if (dBias) sumColumns(heap.routines, dy, positions, channels, dBias);
      if (dKernel) correlation.filterGradient(scratch, x, dy, dKernel);
      if (dx) correlation.inputGradient(scratch, dy, at(heap, kernel), dx);
    },
  };
}

function maxPooling({ routines }: PlanHeap, layer: KnownLayer, shape: number[]): Operation | undefined {
  const { poolSize, strides, padding: pad, dataFormat } = layer;
  if (dataFormat === 'channelsFirst') return undefined;
  const windows = poolWindows(shape, { filterSize: poolSize, strides, pad });
  const numbers = windowNumbers(windows);
  return {
    shape: [shape[0], windows.axes[1].output, windows.lineLength, windows.inChannels],
    weights: [],
    forward: (x, y) => routines.maxPool(x, y, ...numbers),
    backward: ({ x, y, dy, dx }) => {
      if (dx) routines.maxPoolGradient(x, y, dy, dx, ...numbers);
    },
  };
}

/** Activations that dense layers and convolutions apply in the same pass. */
export function isFused(activation: string): boolean {
  return activation === 'linear' || activation === 'relu';
}

function weightsOf(kernel: LayerVariable, bias: LayerVariable | null | undefined): LayerVariable[] {
  return bias ? [kernel, bias] : [kernel];
}

function at(heap: PlanHeap, weight: LayerVariable): number {
  return heap.at(weight.read());
}

const product = (sizes: number[]): number => sizes.reduce((size, n) => size * n, 1);
