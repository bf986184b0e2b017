import { type Operation, type PlanHeap, type Planner, product, unchanged } from './operation.js';

/** Plans an activation in a layer of its own. */
export function elementwise({ routines }: PlanHeap, shape: number[], activation: string): Operation | undefined {
  if (activation === 'linear') return unchanged(shape);
  if (activation !== 'relu') return undefined;
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
