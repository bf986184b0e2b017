import { sumColumns } from '../../../backend/kernels/columnSums.js';
import { preparedConvolution } from '../../../backend/kernels/convolution/images.js';
import { addressOf, kernelAndBias, type Planner } from './operation.js';

/** Plans a convolution of images with channels last. */
export const convolution: Planner = (heap, layer, [shape], { activation, isTraining }) => {
  const { kernel, bias, strides, padding: pad, dataFormat, dilationRate } = layer;
  if (dataFormat === 'channelsFirst' || [dilationRate ?? 1].flat().some((rate) => rate !== 1)) return undefined;
  const attributes = { strides, pad, dataFormat: 'NHWC' };
  const { windows, correlation } = preparedConvolution(heap.correlations, shape, kernel.shape as number[], attributes);
  const { lines, lineLength, outChannels: channels, axes } = windows;
  const positions = lines * lineLength;
  const relu = activation === 'relu';
  // Like tfjs, which in training fuses a bias with the convolution only if there is no ReLU.
  const isFirst = !(relu && isTraining);
  return {
    shape: [shape[0], axes[1].output, lineLength, channels],
    scratchBytes: correlation.scratchBytes,
    weights: kernelAndBias(layer),
    forward: ({ x, y, scratch }) => {
      const added = bias ? { at: addressOf(heap, bias), isFirst, relu } : undefined;
      correlation.forward(scratch, x, addressOf(heap, kernel), y, added);
      if (!bias && relu) heap.routines.relu(y, y, positions * channels);
    },
    backward: ({ x, y, dy, dx, dWeights: [dKernel, dBias], scratch }) => {
      if (relu) heap.routines.reluGradient(y, dy, positions * channels);
      if (dBias) sumColumns(heap.routines, dy, positions, channels, dBias);
      if (dKernel) correlation.filterGradient(scratch, x, dy, dKernel);
      if (dx) correlation.inputGradient(scratch, dy, addressOf(heap, kernel), dx);
    },
  };
};
