import { getBackend } from '#tfjs-core';
import { wasmHeap } from '../../backend/wasm.js';
import type { PlanHeap } from './operations/operation.js';

/** Returns the memory of the wasm backend if it runs now and has all routines. */
export function planHeap(): PlanHeap | undefined {
  const heap = getBackend() === 'wasm' ? wasmHeap() : undefined;
  return heap?.routines && heap.correlations ? (heap as PlanHeap) : undefined;
}
