import type { Variable } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { isSummedWide } from '../../../backend/kernels/columnSums.js';
import { replaceNumbers } from '../../../backend/variableNumbers.js';
import { product } from '../../../init/shape.js';
import { addressOf, addressOr, type KnownLayer, type Operation, type PlanHeap, type Planner } from './operation.js';

/** Bytes of scratch memory for each column, with places for gradients that are not needed. */
const SCRATCH_BYTES = 56;

/**
 * Plans a batch normalization over all axes but the last. Without gamma and beta, tfjs cannot train
 * such a layer.
 */
export const batchNormalization: Planner = (heap, layer, [shape], { isTraining }) => {
  const { axis, gamma, beta, movingMean, movingVariance } = layer;
  const rank = shape.length;
  if (rank < 2 || rank > 4 || (axis !== -1 && axis !== rank - 1)) return undefined;
  if (!isTraining) return withMovingAverages(heap, layer, shape);
  if (!gamma || !beta) return undefined;
  const { routines } = heap;
  const width = shape[rank - 1];
  const size = product(shape);
  const rows = size / width;
  const isWide = Number(isSummedWide(size));
  const bytes = 4 * width;
  return {
    shape,
    sharesGradient: true,
    addsGradient: true,
    keptBytes: 2 * bytes,
    scratchBytes: SCRATCH_BYTES * width,
    weights: [gamma, beta],
    forward: ({ x, y, kept, scratch }) => {
      routines.columnMoments(x, rows, width, kept, kept + bytes, scratch, isWide);
      const [scale, offset] = [gamma, beta].map((weight) => addressOf(heap, weight));
      routines.normalizeColumns(x, y, rows, width, kept, kept + bytes, scale, offset, layer.epsilon, scratch);
    },
    backward: ({ x, dy, dx, isAdded, kept, scratch, dWeights: [dGamma, dBeta] }) => {
      const given = [kept, kept + bytes, addressOf(heap, gamma), layer.epsilon];
      const made = [dGamma || scratch, dBeta || scratch + bytes, scratch + 2 * bytes, isWide, Number(isAdded)];
      routines.batchNormGradient(x, dy, dx, rows, width, ...given, ...made);
    },
    updateState: ({ kept }) => {
      moveAverage(heap, movingMean, kept, layer.momentum);
      moveAverage(heap, movingVariance, kept + bytes, layer.momentum);
    },
  };
};

/** Plans the normalization by the moving averages, as a model does outside of training. */
function withMovingAverages(heap: PlanHeap, layer: KnownLayer, shape: number[]): Operation {
  const width = shape[shape.length - 1];
  const rows = product(shape) / width;
  const bytes = 4 * width;
  return {
    shape,
    scratchBytes: 3 * bytes,
    weights: [],
    forward: ({ x, y, scratch }) => {
      const { gamma, beta, movingMean, movingVariance, epsilon } = layer;
      const scale = addressOr(heap, gamma, { spare: scratch + bytes, width, value: 1 });
      const offset = addressOr(heap, beta, { spare: scratch + 2 * bytes, width, value: 0 });
      const [mean, variance] = [movingMean, movingVariance].map((weight) => addressOf(heap, weight));
      heap.routines.normalizeColumns(x, y, rows, width, mean, variance, scale, offset, epsilon, scratch);
    },
  };
}

/** Moves an average towards the values of a batch, with the roundings of tfjs. */
function moveAverage(heap: PlanHeap, average: LayerVariable, at: number, momentum: number): void {
  const { fround } = Math;
  const variable = average.read() as Variable;
  const decay = fround(1 - momentum);
  replaceNumbers(heap, variable, (from, to) => {
    const [old, values, moved] = [from, at, to].map((address) => heap.numbersAt(address, variable.size));
    for (let i = 0; i < moved.length; i++) moved[i] = old[i] - fround(fround(old[i] - values[i]) * decay);
  });
}
