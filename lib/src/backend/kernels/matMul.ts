import type { TensorInfo } from '@tensorflow/tfjs-core';
import { broadcast_util, util } from '#tfjs-core';
import type { Heap } from './heap.js';
import type { Kernel } from './store.js';

interface Attributes {
  transposeA: boolean;
  transposeB: boolean;
  activation: string;
  leakyreluAlpha: number;
}

/** Multiplies matrices in the last two axes, and broadcasts the axes before them. */
export const batchMatMul: Kernel<Heap> = (heap, { a, b }, attributes) => multiply(heap, a, b, attributes);

function multiply(heap: Heap, a: TensorInfo, b: TensorInfo, attributes: object): TensorInfo {
  const { transposeA, transposeB } = attributes as unknown as Attributes;
  const [m, k] = matrixSize(a, transposeA);
  const [inner, n] = matrixSize(b, transposeB);
  if (k !== inner)
    throw new RangeError(`matMul: ${m} × ${k} and ${inner} × ${n} matrices; the inner sizes must be equal`);
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const out = heap.make([...batch, m, n]);
  if (k === 0) heap.numbers(out).fill(0);
  if (m * k * n === 0) return out;
  const [fromA, fromB, to] = [heap.at(a), heap.at(b), heap.at(out)];
  const matricesB = matrixOf(b, batch);
  matrixOf(a, batch).forEach((matrixA, i) => {
    const [atA, atB] = [fromA + 4 * m * k * matrixA, fromB + 4 * k * n * matricesB[i]];
    heap.multiply(atA, atB, to + 4 * m * n * i, m, k, n, transposeA, transposeB);
  });
  return out;
}

function matrixSize({ shape, dtype }: TensorInfo, transposed: boolean): [number, number] {
  if (dtype !== 'float32')
    throw new TypeError(`matMul: the wasm backend multiplies float32, not ${dtype}; cast the tensors first`);
  const [rows, columns] = shape.slice(-2);
  return transposed ? [columns, rows] : [rows, columns];
}

/** Finds, for each product of a batch, which matrix of the tensor takes part. */
function matrixOf({ shape }: TensorInfo, batch: readonly number[]): Int32Array {
  const own = shape.slice(0, -2);
  const numbers = new Int32Array(util.sizeFromShape([...batch]));
  let repeat = numbers.length;
  let stride = util.sizeFromShape(own);
  batch.forEach((count, axis) => {
    const size = own[axis - (batch.length - own.length)] ?? 1;
    repeat /= count;
    stride /= size;
    if (size > 1) for (let i = 0; i < numbers.length; i++) numbers[i] += (Math.floor(i / repeat) % size) * stride;
  });
  return numbers;
}

/**
 * Multiplies, adds a bias and applies an activation in one step, as a dense layer does if no
 * gradient is needed.
 */
export const fusedMatMul: Kernel<Heap> = (heap, { a, b, bias, preluActivationWeights: alpha }, attributes) => {
  const { activation, leakyreluAlpha } = attributes as unknown as Attributes;
  const product = multiply(heap, a, b, attributes);
  const sum = bias ? replace(heap, product, heap.run('Add', { a: product, b: bias })) : product;
  if (activation === 'linear') return sum;
  const kernel = ACTIVATIONS[activation];
  if (kernel === undefined)
    throw new RangeError(
      `matMul: no activation ${activation}; allowed: linear, ${Object.keys(ACTIVATIONS).join(', ')}`,
    );
  return replace(heap, sum, heap.run(kernel, { x: sum, ...(alpha && { alpha }) }, { alpha: leakyreluAlpha }));
};

const ACTIVATIONS: Record<string, string> = {
  relu: 'Relu',
  relu6: 'Relu6',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
  sigmoid: 'Sigmoid',
  elu: 'Elu',
};

function replace(heap: Heap, old: TensorInfo, tensor: TensorInfo): TensorInfo {
  heap.free(old);
  return tensor;
}
