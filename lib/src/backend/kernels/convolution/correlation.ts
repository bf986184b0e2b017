import { wasm as plainRounding } from '../../../foundation/wasm/generated/convolution.js';
import { wasm as fusedRounding } from '../../../foundation/wasm/generated/convolutionFused.js';
import { instantiate, type WasmMemory } from '../../../foundation/wasm/instantiate.js';
import type { Windows } from '../windows.js';
import { forwardPass, inputPasses, type Pass, type Places, paddedInput, type Source } from './passes.js';

/**
 * A convolution of images and its gradients without a matrix of patches. Each is a sum over runs of
 * adjacent numbers of padded images, which are copied a few lines at a time. All addresses are in
 * bytes, and `scratch` has room for `scratchBytes`.
 */
export interface Correlation {
  scratchBytes: number;
  /** Computes out = x ∗ filter. With a bias, the sums begin with it, or it is added to them. */
  forward(scratch: number, x: number, filter: number, out: number, bias?: Bias): void;
  inputGradient(scratch: number, dy: number, filter: number, dx: number): void;
  filterGradient(scratch: number, x: number, dy: number, dFilter: number): void;
}

/** The exports of `lib/assembly/convolution.ts`. */
type Exports = Record<
  'copyRows' | 'placePositions' | 'packStrips' | 'correlate' | 'correlateOver',
  (...numbers: number[]) => void
>;

/**
 * Starts the SIMD module on a memory, and returns a function that prepares a convolution. Returns
 * undefined where that is not possible.
 */
export function correlationsOn(memory: WasmMemory, fused: boolean): ((windows: Windows) => Correlation) | undefined {
  const simd = (fused && start(fusedRounding, memory)) || start(plainRounding, memory);
  return simd && ((windows) => correlationOf(simd, memory, windows));
}

function start(wasm: string, memory: WasmMemory): Exports | undefined {
  try {
    return instantiate<Exports>(wasm, memory)?.exports;
  } catch {
    // The module cannot import this memory, because it is shared or is not WebAssembly memory.
    return undefined;
  }
}

function correlationOf(simd: Exports, memory: WasmMemory, windows: Windows): Correlation {
  const forward = placed(forwardPass(windows));
  const backward = inputPasses(windows).map(placed);
  const filter = placedFilter(windows);
  return {
    scratchBytes: Math.max(forward.bytes, filter.bytes, ...backward.map(({ bytes }) => bytes)),
    forward: (scratch, x, weights, out, bias) =>
      correlate(simd, memory, forward, { scratch, x, filter: weights, out, bias }),
    inputGradient: (scratch, dy, weights, dx) => {
      const call = { scratch, x: dy, filter: weights, out: dx };
      for (const pass of backward) correlate(simd, memory, pass, call);
    },
    filterGradient: (scratch, x, dy, dFilter) => filterGradient(simd, memory, filter, scratch, x, dy, dFilter),
  };
}

/** Numbers of the images that are read at once, at least one line, so that they stay cached. */
const PART_NUMBERS = 8192;
const PART_POSITIONS = 1024;

/** Number of channels that are packed and computed together. */
const STRIP = 8;

/** Room after the padded rows, because the last run may be read past its end. */
const SLACK_BYTES = 16;

/** Places of the tables, the packed filter and the padded rows in the scratch memory. */
interface Layout {
  /** Number of lines that are computed at once. */
  step: number;
  runs: number;
  matrices: number;
  positions: number;
  targets: number;
  bias: number;
  weights: number;
  rows: number;
  bytes: number;
}

type PlacedPass = Pass & Layout;

function placed(pass: Pass): PlacedPass {
  const { images, lineLength, source, from, runOffsets, runLength, matrixOffsets, outChannels } = pass;
  const lineNumbers = Math.max(1, source.paddedWidth * source.channels * from.rowStep);
  const fitting = Math.floor(Math.min(PART_POSITIONS / lineLength, PART_NUMBERS / lineNumbers));
  const step = Math.max(1, Math.min(fitting, images * from.height));
  const strips = Math.ceil(outChannels / STRIP);
  const sizes = {
    runs: runOffsets.length,
    matrices: matrixOffsets.length,
    positions: step * lineLength,
    targets: step * lineLength,
    bias: strips * STRIP,
    weights: runOffsets.length * runLength * strips * STRIP,
    rows: (rowCount(source, from, step) * from.rowBytes) / 4,
  };
  return { ...pass, step, ...placesOf(sizes) };
}

/** Places blocks of numbers after each other. */
function placesOf<Name extends string>(sizes: Record<Name, number>): Record<Name | 'bytes', number> {
  let bytes = 0;
  const places: Record<string, number> = {};
  for (const [name, size] of Object.entries<number>(sizes)) {
    places[name] = bytes;
    bytes += 16 * Math.ceil(size / 4);
  }
  return { ...places, bytes: bytes + SLACK_BYTES } as Record<Name | 'bytes', number>;
}

/** Bounds the number of padded rows that a number of lines reads. */
function rowCount({ paddedHeight }: Source, { height }: Places, lines: number): number {
  return (Math.ceil((lines - 1) / height) + 1) * paddedHeight;
}

function correlate(simd: Exports, memory: WasmMemory, pass: PlacedPass, { scratch, x, filter, out, bias }: Call): void {
  const { images, lineLength, source, from, to, runOffsets, runLength, matrixOffsets, matrixRows, outChannels } = pass;
  const [positions, targets, rows] = [scratch + pass.positions, scratch + pass.targets, scratch + pass.rows];
  const weights = scratch + pass.weights;
  const tables = new Int32Array(memory.buffer, scratch, pass.matrices / 4 + matrixOffsets.length);
  tables.set(runOffsets, pass.runs / 4);
  tables.set(matrixOffsets, pass.matrices / 4);
  const matricesAt = scratch + pass.matrices;
  simd.packStrips(
    filter,
    weights,
    matricesAt,
    matrixOffsets.length,
    matrixRows,
    outChannels,
    Number(pass.isTransposed),
  );
  const packedBias = bias ? scratch + pass.bias : 0;
  if (bias) simd.packStrips(bias.at, packedBias, matricesAt, 1, 1, outChannels, 0);
  const lines = images * from.height;
  for (let first = 0; first < lines; first += pass.step) {
    const last = Math.min(lines, first + pass.step);
    place(simd, positions, from, first, last, lineLength);
    place(simd, targets, to, first, last, lineLength);
    if (runOffsets.length > 0) copyRows(simd, source, from, x, rows, first, last);
    simd.correlate(
      rows,
      out + pass.target + rowOf(to, first) * to.rowBytes,
      positions,
      targets,
      (last - first) * lineLength,
      scratch + pass.runs,
      runOffsets.length,
      runLength,
      weights,
      outChannels,
      Number(pass.isApart),
      packedBias,
      Number(bias?.isFirst ?? false),
      Number(bias?.relu ?? false),
    );
  }
}

/** Addresses of one correlation. */
interface Call {
  scratch: number;
  x: number;
  filter: number;
  out: number;
  bias?: Bias | undefined;
}

/** A bias that each sum begins with or that is added to it, and whether the ReLU follows. */
interface Bias {
  at: number;
  isFirst: boolean;
  relu: boolean;
}

function place(simd: Exports, at: number, places: Places, first: number, last: number, lineLength: number): void {
  const { height, rows, rowStep, rowBytes, columnBytes } = places;
  simd.placePositions(at, first, last, lineLength, height, rows, rowStep, rowBytes, columnBytes);
}

/** Copies the padded rows that the lines `first` to `last` read. */
function copyRows(
  simd: Exports,
  { height, width, channels, paddedHeight, paddedWidth, above, left }: Source,
  places: Places,
  x: number,
  to: number,
  first: number,
  last: number,
): void {
  const windowRows = paddedHeight - (places.height - 1) * places.rowStep;
  const end = rowOf(places, last - 1) + windowRows;
  simd.copyRows(x, to, rowOf(places, first), end, height, width, channels, paddedHeight, paddedWidth, above, left);
}

/** Finds the row of a line, counted through all images. */
function rowOf({ height, rows, rowStep }: Places, line: number): number {
  return Math.floor(line / height) * rows + (line % height) * rowStep;
}

/**
 * Number of positions that are summed in one block of a filter's gradient, and size of the patches
 * of a part. Blocks are added in order, and each part begins a block.
 */
const BLOCK = 256;
const PART_PATCHES = 2 ** 17;

interface FilterPass {
  source: Source;
  from: Places;
  lines: number;
  lineLength: number;
  outChannels: number;
  runLength: number;
  runOffsets: Int32Array;
  step: number;
  runs: number;
  positions: number;
  rows: number;
  bytes: number;
}

function placedFilter({ axes, inChannels, outChannels, lines, lineLength, taps }: Windows): FilterPass {
  const [, height, width] = axes;
  const { source, from } = paddedInput(height, width, inChannels);
  const step = Math.max(1, Math.min(lines, Math.floor(PART_PATCHES / (lineLength * taps * inChannels))));
  const rows = (rowCount(source, from, step) * from.rowBytes) / 4;
  return {
    source,
    from,
    lines,
    lineLength,
    outChannels,
    runLength: width.size * inChannels,
    runOffsets: Int32Array.from({ length: height.size }, (_, row) => row * from.rowBytes),
    step,
    ...placesOf({ runs: height.size, positions: step * lineLength, rows }),
  };
}

function filterGradient(
  simd: Exports,
  memory: WasmMemory,
  pass: FilterPass,
  scratch: number,
  x: number,
  dy: number,
  dFilter: number,
): void {
  const { source, from, lines, lineLength, outChannels, runLength, runOffsets, step } = pass;
  const [runs, positions, rows] = [scratch + pass.runs, scratch + pass.positions, scratch + pass.rows];
  new Int32Array(memory.buffer, runs, runOffsets.length).set(runOffsets);
  for (let first = 0; first < lines; first += step) {
    const last = Math.min(lines, first + step);
    place(simd, positions, from, first, last, lineLength);
    copyRows(simd, source, from, x, rows, first, last);
    const count = (last - first) * lineLength;
    for (let position = 0; position < count; position += BLOCK) {
      simd.correlateOver(
        rows,
        dy + 4 * (first * lineLength + position) * outChannels,
        dFilter,
        positions + 4 * position,
        Math.min(BLOCK, count - position),
        runs,
        runOffsets.length,
        runLength,
        outChannels,
        Number(first > 0 || position > 0),
      );
    }
  }
}
