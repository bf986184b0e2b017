import { layers as tfl } from '#tfjs-layers';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { describeNode, type GraphContext, integerOf, integersOf } from './graphContext.js';
import { padded, windowOf } from './padding.js';
import type { Constant, Signal } from './values.js';

/** Imports a convolution over one or two axes, with one group or one group for each channel. */
export function convolution(node: OnnxNode, context: GraphContext): Signal {
  const kernel = context.constant(node, 1);
  const bias = context.optional(node, 2) as Constant | undefined;
  const axes = kernel.shape.length - 2;
  const [units, perGroup, ...sizes] = kernel.shape;
  const groups = integerOf(node, 'group', 1);
  if (axes !== 1 && axes !== 2)
    throw new ImportError(`${describeNode(node)} has ${axes} spatial axes; convolutions over one or two are known.`);
  const isDepthwise = groups > 1 && perGroup === 1 && units % groups === 0;
  if (groups !== 1 && !(isDepthwise && axes === 2))
    throw new ImportError(
      `${describeNode(node)} has ${groups} groups; one group, or one for each channel of an image, is known.`,
    );
  const name = context.nameFor(node, kernel, bias);
  const input = context.inChannelsLast(context.signal(node, 0), name);
  const window = windowOf(node, sizes, input.symbol.shape.slice(1, -1));
  const { signal, padding } = padded(context, input, window, name);
  const shared = {
    kernelSize: sizes as [number, number],
    strides: [...window.strides] as [number, number],
    dilationRate: [...window.dilations] as [number, number],
    padding,
    useBias: bias !== undefined,
    name,
  };
  // Kernels of the file are [units, inputs, …spatial]; those of TensorFlow.js are [… spatial,
  // inputs, units].
  const spatial = sizes.map((_, i) => i + 2);
  const order = isDepthwise ? [...spatial, 0, 1] : [...spatial, 1, 0];
  const layer = isDepthwise
    ? tfl.depthwiseConv2d({ ...shared, depthMultiplier: units / groups })
    : axes === 1
      ? tfl.conv1d({
          ...shared,
          filters: units,
          kernelSize: sizes[0],
          strides: window.strides[0],
          dilationRate: window.dilations[0],
        })
      : tfl.conv2d({ ...shared, filters: units });
  const result = context.weighted(layer, signal, [
    { weight: isDepthwise ? 'depthwise' : 'kernel', value: kernel, axes: order },
    ...(bias ? [{ weight: 'bias', value: bias }] : []),
  ]);
  return { ...result, layout: 'channelsLast' };
}

/** Imports a transposed convolution over images. */
export function transposedConvolution(node: OnnxNode, context: GraphContext): Signal {
  const kernel = context.constant(node, 1);
  const bias = context.optional(node, 2) as Constant | undefined;
  const [, units, ...sizes] = kernel.shape;
  const name = context.nameFor(node, kernel, bias);
  const input = context.inChannelsLast(context.signal(node, 0), name);
  const { strides, dilations, pads } = windowOf(node, sizes, input.symbol.shape.slice(1, -1));
  const extra = integersOf(node, 'output_padding') ?? [0, 0];
  const isKnown = sizes.length === 2 && integerOf(node, 'group', 1) === 1 && dilations.every((n) => n === 1);
  // TensorFlow's mode `valid` makes (n − 1)·stride + kernel places if the kernel is not smaller
  // than the stride.
  const isValid =
    pads.flat().every((n) => n === 0) && extra.every((n) => n === 0) && sizes.every((n, i) => n >= strides[i]);
  // Mode `same` makes n·stride places and cuts off the padding of the convolution that it
  // transposes.
  const isSame = sizes.every((n, i) => {
    const cut = n - strides[i];
    return cut >= 0 && pads[i][0] === Math.floor(cut / 2) && pads[i][0] + pads[i][1] - extra[i] === cut;
  });
  if (!isKnown || !(isValid || isSame))
    throw new ImportError(`${describeNode(node)} pads or groups a transposed convolution in a way that is not known.`);
  const layer = tfl.conv2dTranspose({
    filters: units,
    kernelSize: sizes as [number, number],
    strides: [...strides] as [number, number],
    padding: isValid ? 'valid' : 'same',
    useBias: bias !== undefined,
    name,
  });
  const result = context.weighted(layer, input, [
    { weight: 'kernel', value: kernel, axes: [2, 3, 1, 0] },
    ...(bias ? [{ weight: 'bias', value: bias }] : []),
  ]);
  return { ...result, layout: 'channelsLast' };
}
