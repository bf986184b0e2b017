import { sumColumns } from '../../../backend/kernels/columnSums.js';
import { product } from '../../../init/shape.js';
import { addressOf, kernelAndBias, type Planner } from './operation.js';

/** Plans a dense layer, which multiplies the last axis of its input. */
export const dense: Planner = (heap, layer, [shape], { activation }) => {
  const { kernel, bias } = layer;
  const inputs = shape[shape.length - 1];
  const batch = product(shape) / inputs;
  if (shape.length < 2) return undefined;
  const units = kernel.shape[1] as number;
  const relu = Number(activation === 'relu');
  return {
    shape: [...shape.slice(0, -1), units],
    weights: kernelAndBias(layer),
    forward: ({ x, y }) => {
      heap.multiply(x, addressOf(heap, kernel), y, batch, inputs, units);
      if (bias || relu) heap.routines.addBias(y, batch, units, bias ? addressOf(heap, bias) : 0, relu);
    },
    backward: ({ x, y, dy, dx, dWeights: [dKernel, dBias] }) => {
      if (relu) heap.routines.reluGradient(y, dy, batch * units);
      if (dBias) sumColumns(heap.routines, dy, batch, units, dBias);
      if (dKernel) heap.multiply(x, dy, dKernel, inputs, batch, units, true, false);
      if (dx) heap.multiply(dy, addressOf(heap, kernel), dx, batch, units, inputs, false, true);
    },
  };
};
