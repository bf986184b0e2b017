import type { Tensor } from '@tensorflow/tfjs-core';
import { product } from '../../../init/shape.js';
import { byTfjs } from './byTfjs.js';
import { type Activation, type Operation, type PlanHeap, type Planner, unchanged } from './operation.js';

/** Plans an activation as an operation of its own. */
export function elementwise(heap: PlanHeap, shape: number[], activation: Activation): Operation {
  const name = activation.getClassName();
  if (name === 'linear') return unchanged(shape);
  if (name === 'relu') return relu(heap, shape);
  if (name === 'tanh' || name === 'sigmoid') return saturating(heap, shape, name);
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
