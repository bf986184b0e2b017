import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmMemory } from '../../wasm/instantiate.js';
import { GEMM_SCRATCH, gemm, type Multiply } from '../gemm.js';
import { limitMemory } from './limitMemory.js';
import { runner, type Store } from './store.js';

/** The memory of the wasm backend. */
export interface Heap extends Store {
  /** Where a tensor's numbers begin, in bytes. */
  at(tensor: TensorInfo): number;
  multiply: Multiply;
}

/** What emscripten's module has beside what tfjs declares of it. */
export interface WasmModule {
  HEAPU8: Uint8Array;
  asm?: { memory?: WasmMemory };
  _malloc(bytes: number): number;
  _free(at: number): void;
}

/** The heap of a backend that has just started, and a switch between its two matrix products. */
export function heapOf(backend: BackendWasm): { heap: Heap; fuse(fused: boolean): void } {
  const wasm = backend.wasm as unknown as WasmModule;
  const scratch = wasm._malloc(GEMM_SCRATCH);
  // Only now: the first call replaces the function.
  limitMemory(wasm);
  const memory = wasm.asm?.memory ?? {
    grow: unreachable,
    get buffer() {
      return wasm.HEAPU8.buffer as ArrayBuffer;
    },
  };
  const products = new Map<boolean, Multiply>();
  const heap: Heap = {
    make: (shape, dtype = 'float32') => backend.makeOutput(shape, dtype),
    free: ({ dataId }) => void backend.disposeData(dataId),
    numbers: (tensor) => backend.typedArrayFromHeap(tensor),
    at: ({ dataId }) => backend.getMemoryOffset(dataId),
    run: runner('wasm', backend),
    multiply: gemm(memory, scratch),
  };
  const fuse = (fused: boolean): void => {
    heap.multiply = products.get(fused) ?? gemm(memory, scratch, fused);
    products.set(fused, heap.multiply);
  };
  return { heap, fuse };
}

function unreachable(): never {
  throw new Error('only the backend enlarges its memory');
}
