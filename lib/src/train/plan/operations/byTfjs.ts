import type { Tensor } from '@tensorflow/tfjs-core';
import { grad, tidy } from '#tfjs-core';
import { withTapeFreed } from '../../../network/withTapeFreed.js';
import { copyToTensor, type Operation, type PlanHeap, type Planner } from './operation.js';

/** Plans a function of tensors without weights and random numbers, which tfjs computes. */
export function byTfjs(heap: PlanHeap, inputShape: number[], shape: number[], apply: (x: Tensor) => Tensor): Operation {
  const copyFrom = (tensor: Tensor, to: number): void => {
    heap.numbersAt(to, tensor.size).set(heap.numbers(tensor));
  };
  return {
    shape,
    weights: [],
    forward: ({ x, y }) => tidy(() => copyFrom(apply(copyToTensor(heap, x, inputShape)), y)),
    backward: ({ x, dy, dx }) => {
      if (dx === 0) return;
      tidy(() => {
        const [input, gradient] = [copyToTensor(heap, x, inputShape), copyToTensor(heap, dy, shape)];
        copyFrom(
          withTapeFreed(() => grad(apply)(input, gradient)),
          dx,
        );
      });
    },
  };
}

/** Plans a layer without weights that computes the same in training and outside of it. */
export const layerByTfjs: Planner = (heap, layer, [inputShape]) => {
  const shape = layer.computeOutputShape(inputShape) as number[];
  return byTfjs(heap, inputShape, shape, (x) => [layer.call([x], {})].flat()[0] as Tensor);
};
