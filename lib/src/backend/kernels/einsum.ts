import type { TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util, util } from '#tfjs-core';
import type { Kernel, Store } from './store.js';

/**
 * Tensor with a number as the label of each axis. The labels of the result are the smallest
 * numbers.
 */
interface Term {
  tensor: TensorInfo;
  labels: number[];
}

/** Computes Einstein sums of one or two terms, the number that tfjs allows, as matrix products. */
export const einsum: Kernel = (store, inputs, attributes) => {
  const tensors = Object.values(inputs);
  const { equation } = attributes as { equation: string };
  const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, tensors.length);
  backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as never);
  const result = allDims.map((_, i) => i).filter((label) => !summedDims.includes(label));
  const [first, second] = idDims.map((labels, i) => ({ tensor: tensors[i], labels }));
  const temporary: TensorInfo[] = [];
  const keep = (tensor: TensorInfo): TensorInfo => {
    temporary.push(tensor);
    return tensor;
  };
  const product = second ? multiplyTerms(store, first, second, result, keep) : first;
  const out = arrange(store, sumOut(store, product, result, keep), result, keep);
  temporary.splice(temporary.indexOf(out), 1);
  temporary.forEach(store.free);
  return out;
};

type Keep = (tensor: TensorInfo) => TensorInfo;

function multiplyTerms(store: Store, left: Term, right: Term, needed: number[], keep: Keep): Term {
  const a = sumOut(store, left, [...needed, ...right.labels], keep);
  const b = sumOut(store, right, [...needed, ...left.labels], keep);
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => needed.includes(label));
  const inner = shared.filter((label) => !needed.includes(label));
  const rows = a.labels.filter((label) => !shared.includes(label));
  const columns = b.labels.filter((label) => !shared.includes(label));
  const x = arrange(store, a, [...batch, ...rows, ...inner], keep);
  const y = arrange(store, b, [...batch, ...inner, ...columns], keep);
  const count = util.sizeFromShape(x.shape.slice(0, batch.length));
  const depth = util.sizeFromShape(x.shape.slice(batch.length + rows.length));
  const matrices = { a: { ...x, shape: [count, -1, depth] }, b: { ...y, shape: [count, depth, -1] } };
  matrices.a.shape[1] = util.sizeFromShape(x.shape) / (count * depth);
  matrices.b.shape[2] = util.sizeFromShape(y.shape) / (count * depth);
  const product = keep(store.run('BatchMatMul', matrices, { transposeA: false, transposeB: false }));
  const shape = [...x.shape.slice(0, batch.length + rows.length), ...y.shape.slice(batch.length + inner.length)];
  return { tensor: { ...product, shape }, labels: [...batch, ...rows, ...columns] };
}

/** Sums over the axes whose labels are not needed. */
function sumOut(store: Store, { tensor, labels }: Term, needed: readonly number[], keep: Keep): Term {
  const axis = labels.flatMap((label, i) => (needed.includes(label) ? [] : i));
  if (axis.length === 0) return { tensor, labels };
  const sum = keep(store.run('Sum', { x: tensor }, { axis, keepDims: false }));
  return { tensor: sum, labels: labels.filter((label) => needed.includes(label)) };
}

/** Transposes a tensor so that its axes are in the order of `labels`. */
function arrange(store: Store, term: Term, labels: readonly number[], keep: Keep): TensorInfo {
  const perm = labels.map((label) => term.labels.indexOf(label));
  return keep(store.run('Transpose', { x: term.tensor }, { perm }));
}
