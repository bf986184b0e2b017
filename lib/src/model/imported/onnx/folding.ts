import { product } from '../../../init/shape.js';
import type { OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError } from '../importedModel.js';
import { describeNode, type GraphContext, integerOf, integersOf } from './graphContext.js';
import { type Constant, SAMPLES, transposed } from './values.js';

/** The largest constant that is made by repeating a number. */
const LARGEST_FILL = 2 ** 24;

const constantOf = (data: ArrayLike<number>, shape: readonly number[] = [data.length]): Constant => ({
  kind: 'constant',
  shape,
  data: Float64Array.from(data),
});

type Fold = (node: OnnxNode, context: GraphContext) => Constant;

/** Operators that compute constants from constants: shapes above all, and transposed weights. */
export const FOLDS: Readonly<Record<string, Fold>> = {
  Identity: (node, context) => context.constant(node, 0),
  Cast: (node, context) => context.constant(node, 0),
  Transpose: (node, context) => {
    const value = context.constant(node, 0);
    return transposed(value, integersOf(node, 'perm') ?? value.shape.map((_, i) => value.shape.length - 1 - i));
  },
  Reshape: (node, context) => {
    const value = context.constant(node, 0);
    const target = context.integers(node, 1).map((n, axis) => (n === 0 ? value.shape[axis] : n));
    const known = target.reduce((product, n) => (n === -1 ? product : product * n), 1);
    return { kind: 'constant', data: value.data, shape: target.map((n) => (n === -1 ? value.data.length / known : n)) };
  },
  Unsqueeze: (node, context) => {
    const value = context.constant(node, 0);
    const axes = axesOf(node, context) ?? [];
    const rank = value.shape.length + axes.length;
    const added = axes.map((axis) => (axis < 0 ? axis + rank : axis));
    const rest = [...value.shape];
    const shape = Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : (rest.shift() as number)));
    return { kind: 'constant', data: value.data, shape };
  },
  Squeeze: (node, context) => {
    const value = context.constant(node, 0);
    const axes = axesOf(node, context)?.map((axis) => (axis < 0 ? axis + value.shape.length : axis));
    const shape = value.shape.filter((n, axis) => (axes === undefined ? n !== 1 : !axes.includes(axis)));
    return { kind: 'constant', data: value.data, shape };
  },
  Gather: (node, context) => {
    const [value, indices] = [context.constant(node, 0), context.constant(node, 1)];
    if (value.shape.length !== 1 || integerOf(node, 'axis', 0) !== 0) throw notFolded(node);
    const data = Array.from(indices.data, (i) => value.data[i < 0 ? i + value.data.length : i]);
    return constantOf(data, indices.shape);
  },
  Concat: (node, context) => {
    const parts = node.inputs.map((_, i) => context.constant(node, i));
    return joined(parts, integerOf(node, 'axis', 0));
  },
  Slice: (node, context) => {
    const value = context.constant(node, 0);
    if (isUniform(value)) return constantOf([value.data[0]], value.shape);
    const { starts, ends, axes = starts.map((_, i) => i), steps = starts.map(() => 1) } = sliceOf(node, context);
    if (steps.some((step) => step !== 1)) throw notFolded(node);
    return starts.reduce((part, start, i) => slicedAlong(part, axes[i], start, ends[i]), value);
  },
  ConstantOfShape: (node, context) => {
    const shape = context.integers(node, 0);
    const fill = node.attributes.get('value')?.tensor;
    const count = product(shape);
    const value = fill?.floats[0] ?? fill?.integers[0] ?? firstOf(fill?.raw);
    // One number stands for all, because their count depends on the data.
    if (shape.includes(SAMPLES)) return constantOf([value], shape);
    if (count > LARGEST_FILL || count < 0) throw notFolded(node);
    return constantOf(new Float64Array(count).fill(value), shape);
  },
  Expand: (node, context) => {
    const value = context.constant(node, 0);
    const shape = context.integers(node, 1);
    const count = product(shape);
    if (value.data.some((x) => x !== value.data[0]) || count > LARGEST_FILL) throw notFolded(node);
    if (shape.includes(SAMPLES)) return constantOf(value.data.subarray(0, 1), shape);
    return constantOf(new Float64Array(Math.max(count, 0)).fill(value.data[0]), shape);
  },
  Equal: (node, context) => foldPair(node, context, (a, b) => (a === b ? 1 : 0), true),
  Where: (node, context) => {
    const [test, yes, no] = [0, 1, 2].map((i) => context.constant(node, i));
    return constantOf(
      Array.from(test.data, (isTrue, i) => (isTrue !== 0 ? at(yes, i) : at(no, i))),
      test.shape,
    );
  },
  Add: (node, context) => foldPair(node, context, (a, b) => a + b),
  Sub: (node, context) => foldPair(node, context, (a, b) => a - b),
  Mul: (node, context) => foldPair(node, context, (a, b) => a * b),
  Div: (node, context) => foldPair(node, context, (a, b) => a / b),
  Sqrt: (node, context) => {
    const value = context.constant(node, 0);
    return constantOf(Array.from(value.data, Math.sqrt), value.shape);
  },
};

function foldPair(
  node: OnnxNode,
  context: GraphContext,
  compute: (a: number, b: number) => number,
  compares = false,
): Constant {
  const [a, b] = [context.constant(node, 0), context.constant(node, 1)];
  const longer = a.data.length >= b.data.length ? a : b;
  const shorter = longer === a ? b : a;
  const fits = shorter.data.length === longer.data.length || shorter.data.length === 1;
  // A multiple of the unknown number of samples would be read as that number.
  if (!fits || (!compares && [...a.data, ...b.data].includes(SAMPLES))) throw notFolded(node);
  return constantOf(
    Array.from(longer.data, (_, i) => compute(at(a, i), at(b, i))),
    longer.shape,
  );
}

/** Takes the places from `start` to `end` along an axis; negative numbers count from the end. */
function slicedAlong({ shape, data }: Constant, given: number, start: number, end: number): Constant {
  const axis = given < 0 ? given + shape.length : given;
  const size = shape[axis];
  const bound = (place: number): number => Math.min(Math.max(place < 0 ? place + size : place, 0), size);
  const [from, to] = [bound(start), bound(end)];
  const inner = product(shape.slice(axis + 1));
  const rows = Array.from({ length: data.length / (size * inner) }, (_, outer) =>
    data.subarray((outer * size + from) * inner, (outer * size + to) * inner),
  );
  return constantOf(concatenated(rows), shape.with(axis, Math.max(0, to - from)));
}

function joined(parts: readonly Constant[], given: number): Constant {
  const { shape } = parts[0];
  const axis = given < 0 ? given + shape.length : given;
  const outer = product(shape.slice(0, axis));
  const rows = Array.from({ length: outer }, (_, row) =>
    parts.map(({ data }) => data.subarray((row * data.length) / outer, ((row + 1) * data.length) / outer)),
  );
  const size = parts.reduce((sum, part) => sum + part.shape[axis], 0);
  return constantOf(concatenated(rows.flat()), shape.with(axis, size));
}

function concatenated(parts: readonly ArrayLike<number>[]): Float64Array {
  const result = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    result.set(part, place);
    place += part.length;
  }
  return result;
}

/** A part of a constant with one value throughout has that value, whatever its shape. */
function isUniform({ shape, data }: Constant): boolean {
  return shape.length > 1 && data.length > 0 && data.every((value) => value === data[0]);
}

function at({ data }: Constant, i: number): number {
  return data[data.length === 1 ? 0 : i];
}

function firstOf(raw: Uint8Array | undefined): number {
  if (raw === undefined) return 0;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return raw.length === 8 ? Number(view.getBigInt64(0, true)) : raw.length === 4 ? view.getFloat32(0, true) : 0;
}

/** Axes are an attribute up to opset 12, and an input after it. */
export function axesOf(node: OnnxNode, context: GraphContext): number[] | undefined {
  const value = context.optional(node, 1);
  return value === undefined ? integersOf(node, 'axes') : context.integers(node, 1);
}

/** Sizes of a slice are attributes up to opset 9, and inputs after it. */
export function sliceOf(
  node: OnnxNode,
  context: GraphContext,
): { starts: number[]; ends: number[]; axes: number[] | undefined; steps: number[] | undefined } {
  const read = (index: number, name: string): number[] | undefined =>
    context.optional(node, index) === undefined ? integersOf(node, name) : context.integers(node, index);
  return {
    starts: read(1, 'starts') ?? [],
    ends: read(2, 'ends') ?? [],
    axes: read(3, 'axes'),
    steps: read(4, 'steps'),
  };
}

function notFolded(node: OnnxNode): ImportError {
  return new ImportError(
    `${describeNode(node)} computes a shape in a way that is not known. Export the model with a fixed size of its inputs, except the number of samples.`,
  );
}
