import type { Axis, Windows } from '../windows.js';

/** Images that are read through windows, and the padding with which they are copied. */
export interface Source {
  height: number;
  width: number;
  channels: number;
  paddedHeight: number;
  paddedWidth: number;
  above: number;
  left: number;
}

/** Places of positions in rows of numbers. */
export interface Places {
  /** Number of lines of positions in one image. */
  height: number;
  /** Number of rows of one image. */
  rows: number;
  /** Number of rows from one line to the next. */
  rowStep: number;
  rowBytes: number;
  columnBytes: number;
}

/**
 * A correlation: the result at a position is the sum, over runs of adjacent numbers of the padded
 * images, of run · matrix. Offsets are in bytes.
 */
export interface Pass {
  images: number;
  /** Number of positions on a line. */
  lineLength: number;
  source: Source;
  from: Places;
  to: Places;
  /** Offset of the first target. */
  target: number;
  outChannels: number;
  /** Offsets of the runs from a position. */
  runOffsets: Int32Array;
  runLength: number;
  /** Offsets of the matrices of the filter, in the order of the runs. */
  matrixOffsets: Int32Array;
  matrixRows: number;
  isTransposed: boolean;
  /** Whether each run is summed by itself. */
  isApart: boolean;
}

/** A row of the window is one run, because its positions and channels are adjacent. */
export function forwardPass({ axes: [, height, width], inChannels, outChannels, lines, lineLength }: Windows): Pass {
  const { source, from } = paddedInput(height, width, inChannels);
  return {
    images: lines / height.output,
    lineLength,
    source,
    from,
    to: {
      height: height.output,
      rows: height.output,
      rowStep: 1,
      rowBytes: 4 * lineLength * outChannels,
      columnBytes: 4 * outChannels,
    },
    target: 0,
    outChannels,
    runOffsets: Int32Array.from({ length: height.size }, (_, row) => row * from.rowBytes),
    runLength: width.size * inChannels,
    matrixOffsets: Int32Array.of(0),
    matrixRows: height.size * width.size * inChannels,
    isTransposed: false,
    isApart: false,
  };
}

/** The padded images of a convolution, and the places of its positions in them. */
export function paddedInput(height: Axis, width: Axis, channels: number): { source: Source; from: Places } {
  const source = {
    height: height.input,
    width: width.input,
    channels,
    paddedHeight: (height.output - 1) * height.stride + height.size,
    paddedWidth: (width.output - 1) * width.stride + width.size,
    above: height.before,
    left: width.before,
  };
  const from = {
    height: height.output,
    rows: source.paddedHeight,
    rowStep: height.stride,
    rowBytes: 4 * source.paddedWidth * channels,
    columnBytes: 4 * width.stride * channels,
  };
  return { source, from };
}

/**
 * Passes that compute the gradient of the input, one for each residue of its positions modulo the
 * strides. Each correlates dy with the taps that reach those positions, in the order of the
 * outputs. Each tap is summed over the channels by itself, as if the gradient of each patch were
 * added to the image.
 */
export function inputPasses({ axes: [, height, width], inChannels, outChannels, lines }: Windows): Pass[] {
  const images = lines / height.output;
  const matrixBytes = 4 * inChannels * outChannels;
  const pass = (y: Phase, x: Phase): Pass => {
    const source = {
      height: height.output,
      width: width.output,
      channels: outChannels,
      paddedHeight: y.count + Math.max(0, y.taps.length - 1),
      paddedWidth: x.count + Math.max(0, x.taps.length - 1),
      above: y.before,
      left: x.before,
    };
    const rowBytes = 4 * source.paddedWidth * outChannels;
    const taps = y.taps.flatMap((row, i) => x.taps.map((column, j) => ({ row, column, i, j })));
    return {
      images,
      lineLength: x.count,
      source,
      from: { height: y.count, rows: source.paddedHeight, rowStep: 1, rowBytes, columnBytes: 4 * outChannels },
      to: {
        height: y.count,
        rows: height.input,
        rowStep: height.stride,
        rowBytes: 4 * width.input * inChannels,
        columnBytes: 4 * width.stride * inChannels,
      },
      target: 4 * (y.first * width.input + x.first) * inChannels,
      outChannels: inChannels,
      runOffsets: Int32Array.from(taps, ({ i, j }) => i * rowBytes + 4 * j * outChannels),
      runLength: outChannels,
      matrixOffsets: Int32Array.from(taps, ({ row, column }) => (row * width.size + column) * matrixBytes),
      matrixRows: outChannels,
      isTransposed: true,
      isApart: true,
    };
  };
  return phasesOf(height).flatMap((y) => phasesOf(width).map((x) => pass(y, x)));
}

/** Inputs along an axis that the same taps reach. */
interface Phase {
  first: number;
  count: number;
  /** Taps in the order of the outputs that they lead to. */
  taps: number[];
  /** Padding before the outputs. */
  before: number;
}

function phasesOf({ input, size, stride, before }: Axis): Phase[] {
  return Array.from({ length: Math.min(stride, input) }, (_, first) => {
    const residue = (first + before) % stride;
    const taps: number[] = [];
    for (let tap = residue; tap < size; tap += stride) taps.unshift(tap);
    const firstOutput = (first + before - residue) / stride;
    return { first, count: Math.ceil((input - first) / stride), taps, before: taps.length - 1 - firstOutput };
  });
}
