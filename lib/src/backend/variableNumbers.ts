import type { Variable } from '@tensorflow/tfjs-core';
import { engine } from '#tfjs-core';
import type { Heap } from './kernels/heap.js';

/**
 * Assigns new numbers to a variable. They need a place of their own: other tensors may share the
 * old ones, and tfjs keeps a packed copy of a filter for as long as its tensor exists.
 */
export function replaceNumbers(heap: Heap, variable: Variable, write: (from: number, to: number) => void): void {
  const made = heap.make(variable.shape);
  write(heap.at(variable), heap.at(made));
  const tensor = engine().makeTensorFromTensorInfo(made);
  variable.assign(tensor);
  tensor.dispose();
}

/** Returns the address of numbers that no other tensor shares, so that they may be changed. */
export function ownNumbers(heap: Heap, variable: Variable): number {
  if (heap.isShared(variable)) {
    replaceNumbers(heap, variable, (from, to) => {
      heap.numbersAt(to, variable.size).set(heap.numbersAt(from, variable.size));
    });
  }
  return heap.at(variable);
}
