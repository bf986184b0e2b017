import type { Tensor } from '@tensorflow/tfjs-core';
import { product } from '../../../init/shape.js';
import { byTfjs } from './byTfjs.js';
import { type Activation, type Operation, type PlanHeap, type Planner, runInPlace, unchanged } from './operation.js';

/** Plans an activation as an operation of its own. */
export function elementwise(heap: PlanHeap, shape: number[], activation: Activation): Operation {
  const name = activation.getClassName();
  if (name === 'linear') return unchanged(shape);
  if (name === 'relu') return relu(heap, shape);
  if (name === 'tanh' || name === 'sigmoid') return saturating(heap, shape, name);
  if (name === 'gelu') return gelu(heap, shape);
  return byTfjs(heap, shape, shape, (x) => activation.apply(x) as Tensor);
}

/** Plans an activation whose derivative follows from its result. */
function saturating({ routines }: PlanHeap, shape: number[], name: 'tanh' | 'sigmoid'): Operation {
  const count = product(shape);
  const gradient = name === 'tanh' ? routines.tanhGradient : routines.sigmoidGradient;
  return {
    shape,
    sharesGradient: true,
    weights: [],
    forward: ({ x, y }) => routines[name](x, y, count),
    backward: ({ y, dy }) => gradient(y, dy, count),
  };
}

/** Plans a GELU, for which tfjs computes the error function and its derivative. */
function gelu(heap: PlanHeap, shape: number[]): Operation {
  const { routines } = heap;
  const count = product(shape);
  return {
    shape,
    sharesGradient: true,
    addsGradient: true,
    keptBytes: 4 * count,
    scratchBytes: 4 * count,
    weights: [],
    forward: ({ x, y, kept }) => {
      routines.divide(x, kept, count, Math.SQRT2);
      runInPlace(heap, 'Erf', kept, count);
      routines.gelu(x, kept, y, count);
    },
    backward: ({ x, dy, dx, isAdded, kept, scratch }) => {
      if (dx === 0) return;
      routines.geluExponent(x, scratch, count, Math.SQRT2);
      runInPlace(heap, 'Exp', scratch, count);
      const slope = 2 / Math.sqrt(Math.PI);
      routines.geluGradient(x, kept, scratch, dy, dx, count, Math.SQRT2, slope, Number(isAdded));
    },
  };
}

/** Plans a ReLU. */
export function relu({ routines }: PlanHeap, shape: number[]): Operation {
  const count = product(shape);
  return {
    shape,
    sharesGradient: true,
    weights: [],
    forward: ({ x, y }) => routines.relu(x, y, count),
    backward: ({ y, dy }) => routines.reluGradient(y, dy, count),
  };
}

/** Plans a sum of signals with the same shape. */
export const add: Planner = ({ routines }, _, shapes) => {
  const [shape] = shapes;
  if (shapes.length < 2 || shapes.some((other) => other.join() !== shape.join())) return undefined;
  const count = product(shape);
  return {
    shape,
    sharesGradient: true,
    weights: [],
    forward: ({ inputs: [first, second, ...others], y }) => {
      routines.add(first, second, y, count);
      for (const other of others) routines.add(y, other, y, count);
    },
  };
};
