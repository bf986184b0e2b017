import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { isSummedWide } from '../../../backend/kernels/columnSums.js';
import { product } from '../../../init/shape.js';
import { addressOf, addressOr, type Planner } from './operation.js';

/** Bytes of scratch memory for each column, with places for gradients that are not needed. */
const SCRATCH_BYTES = 20;

/** Plans a layer normalization over the last axis. */
export const layerNormalization: Planner = (heap, layer, [shape], { isTraining }) => {
  const { axis, gamma, beta } = layer;
  const rank = shape.length;
  const width = shape[rank - 1];
  // tfjs does not sum over an axis with one number, which matters for the sign of zeros.
  if (rank < 2 || rank > 4 || [axis].flat().join() !== `${rank - 1}` || width === 1) return undefined;
  // Without gamma or beta, tfjs cannot train such a layer.
  if (isTraining && !(gamma && beta)) return undefined;
  const { routines } = heap;
  const size = product(shape);
  const rows = size / width;
  const bytes = 4 * width;
  const varianceFrom = 4 * rows;
  // tfjs sums over rows in several axes by another kernel, in single precision.
  const isWide = Number(isSummedWide(size) && rows === shape[0]);
  return {
    shape,
    sharesGradient: true,
    addsGradient: true,
    keptBytes: 2 * varianceFrom,
    scratchBytes: SCRATCH_BYTES * width,
    weights: [gamma, beta].filter((weight) => weight != null),
    forward: ({ x, y, kept, scratch }) => {
      const scale = addressOr(heap, gamma, { spare: scratch, width, value: 1 });
      const offset = addressOr(heap, beta, { spare: scratch + bytes, width, value: 0 });
      routines.layerNorm(x, y, rows, width, kept, kept + varianceFrom, scale, offset, layer.epsilon);
    },
    backward: ({ x, dy, dx, isAdded, kept, scratch, dWeights }) => {
      const [dGamma, dBeta] = dWeights;
      const given = [kept, kept + varianceFrom, addressOf(heap, gamma as LayerVariable), layer.epsilon];
      const made = [dGamma || scratch, dBeta || scratch, scratch + bytes, isWide, Number(isAdded)];
      routines.layerNormGradient(x, dy, dx, rows, width, ...given, ...made);
    },
  };
};
