import type * as tfc from '@tensorflow/tfjs-core';
import { backend_util } from '#tfjs-core';

/** Spatial axis of a convolution or pooling. `before` is the padding at its start. */
export interface Axis {
  input: number;
  output: number;
  size: number;
  stride: number;
  before: number;
}

/** Windows of a convolution or pooling over volumes with channels last. An image has depth 1. */
export interface Windows {
  inChannels: number;
  outChannels: number;
  /** Number of positions in one window. */
  taps: number;
  /** Number of lines of outputs along the width, in all images together. */
  lines: number;
  /** Number of outputs in one line. */
  lineLength: number;
  axes: readonly [depth: Axis, height: Axis, width: Axis];
}

type Info = tfc.backend_util.Conv2DInfo | tfc.backend_util.Conv3DInfo;

/** Attributes of the gradient of a convolution or a pooling, as tfjs passes them. */
interface Attributes {
  strides: never;
  pad: never;
  dimRoundingMode?: never;
  dataFormat?: string;
  filterSize?: never;
}

export function convolutionWindows(input: number[], filter: number[], attributes: object, depthwise = false): Windows {
  const { strides, pad, dimRoundingMode, dataFormat = 'NHWC' } = attributes as Attributes;
  if (!['NHWC', 'NDHWC'].includes(dataFormat)) {
    throw new RangeError(
      `the wasm backend needs the channels of images last (NHWC), not ${dataFormat}; transpose the images`,
    );
  }
  if (input.length === 5)
    return windowsOf(backend_util.computeConv3DInfo(input as never, filter as never, strides, 1, pad));
  return windowsOf(
    backend_util.computeConv2DInfo(input as never, filter as never, strides, 1, pad, dimRoundingMode, depthwise),
  );
}

export function poolWindows(input: number[], attributes: object): Windows {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as Attributes;
  const compute = input.length === 5 ? backend_util.computePool3DInfo : backend_util.computePool2DInfo;
  return windowsOf(compute(input as never, filterSize as never, strides, 1, pad, dimRoundingMode));
}

function windowsOf(info: Info): Windows {
  const { height, width } = planeOf(info);
  const depth = 'inDepth' in info ? depthOf(info) : { input: 1, output: 1, size: 1, stride: 1, before: 0 };
  return {
    inChannels: info.inChannels,
    outChannels: info.outChannels,
    taps: depth.size * height.size * width.size,
    lines: info.batchSize * depth.output * height.output,
    lineLength: width.output,
    axes: [depth, height, width],
  };
}

function planeOf(info: Info): { height: Axis; width: Axis } {
  const { inHeight, outHeight, filterHeight, strideHeight, inWidth, outWidth, filterWidth, strideWidth, padInfo } =
    info;
  return {
    height: { input: inHeight, output: outHeight, size: filterHeight, stride: strideHeight, before: padInfo.top },
    width: { input: inWidth, output: outWidth, size: filterWidth, stride: strideWidth, before: padInfo.left },
  };
}

function depthOf({ inDepth, outDepth, filterDepth, strideDepth, padInfo }: tfc.backend_util.Conv3DInfo): Axis {
  return { input: inDepth, output: outDepth, size: filterDepth, stride: strideDepth, before: padInfo.front };
}

/**
 * Visits the pairs of inputs and outputs that windows connect, in the order of the outputs and then
 * of the positions in the window (taps). One visit covers `count` adjacent inputs under as many
 * successive taps. Inputs and outputs are counted without their channels, and taps over the padding
 * are skipped.
 */
export function visitTaps(
  { axes: [depth, height, width] }: Windows,
  from: number,
  to: number,
  visit: (input: number, output: number, tap: number, count: number) => void,
): void {
  for (let line = from; line < to; line++) {
    const volume = Math.floor(line / height.output);
    const z0 = (volume % depth.output) * depth.stride - depth.before;
    const y0 = (line % height.output) * height.stride - height.before;
    const image = Math.floor(volume / depth.output) * depth.input;
    for (let column = 0; column < width.output; column++) {
      const output = line * width.output + column;
      const x0 = column * width.stride - width.before;
      const first = Math.max(0, -x0);
      const count = Math.min(width.size, width.input - x0) - first;
      for (let i = Math.max(0, -z0); i < Math.min(depth.size, depth.input - z0); i++) {
        for (let j = Math.max(0, -y0); j < Math.min(height.size, height.input - y0); j++) {
          const input = ((image + z0 + i) * height.input + y0 + j) * width.input + x0 + first;
          visit(input, output, (i * height.size + j) * width.size + first, count);
        }
      }
    }
  }
}
