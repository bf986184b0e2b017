import { windowNumbers } from '../../../backend/kernels/pooling.js';
import { poolWindows } from '../../../backend/kernels/windows.js';
import type { Planner } from './operation.js';

/** Plans max pooling of images with channels last. */
export const maxPooling: Planner = ({ routines }, layer, [shape]) => {
  const { poolSize, strides, padding: pad, dataFormat } = layer;
  if (dataFormat === 'channelsFirst') return undefined;
  const windows = poolWindows(shape, { filterSize: poolSize, strides, pad });
  const numbers = windowNumbers(windows);
  return {
    shape: [shape[0], windows.axes[1].output, windows.lineLength, windows.inChannels],
    weights: [],
    forward: ({ x, y }) => routines.maxPool(x, y, ...numbers),
    backward: ({ x, y, dy, dx }) => {
      if (dx) routines.maxPoolGradient(x, y, dy, dx, ...numbers);
    },
  };
};

/** Plans the average over the positions of images with channels last. */
export const globalAverage: Planner = ({ routines }, { dataFormat }, [shape]) => {
  if (dataFormat === 'channelsFirst') return undefined;
  const [images, height, width, channels] = shape;
  return {
    shape: [images, channels],
    weights: [],
    forward: ({ x, y }) => routines.meanRows(x, images, height * width, channels, y),
    backward: ({ dy, dx }) => {
      if (dx) routines.meanRowsGradient(dy, images, height * width, channels, dx);
    },
  };
};
