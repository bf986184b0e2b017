import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { GEMM_SCRATCH, gemm, type Multiply, plainMultiply } from '../../foundation/wasm/gemm.js';
import { limitMemory, type WasmModule } from './limitMemory.js';
import { runner, type Store } from './store.js';

/** Memory of the wasm backend. */
export interface Heap extends Store {
  /** Returns the byte offset of a tensor's numbers. */
  at(tensor: TensorInfo): number;
  /** Returns another tensor with the same numbers, which are freed when both are disposed. */
  share(tensor: TensorInfo): TensorInfo;
  multiply: Multiply;
}

/**
 * Opens the heap of a newly started backend, and returns a switch between its two matrix products.
 */
export function heapOf(backend: BackendWasm): { heap: Heap; fuse(fused: boolean): void } {
  const wasm = backend.wasm as unknown as WasmModule;
  const scratch = wasm._malloc(GEMM_SCRATCH);
  // This must come after the first call of the function, because that call replaces it.
  limitMemory(wasm);
  const products = { plain: productOf(wasm, scratch, false), fused: productOf(wasm, scratch, true) };
  const heap: Heap = {
    make: (shape, dtype = 'float32') => backend.makeOutput(shape, dtype),
    free: ({ dataId }) => void backend.disposeData(dataId),
    numbers: (tensor) => backend.typedArrayFromHeap(tensor),
    at: ({ dataId }) => backend.getMemoryOffset(dataId),
    share: ({ dataId, shape, dtype }) => {
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    run: runner('wasm', backend),
    multiply: products.plain,
  };
  const fuse = (fused: boolean): void => {
    heap.multiply = fused ? products.fused : products.plain;
  };
  return { heap, fuse };
}

/**
 * Makes the matrix product. tfjs guarantees access to the numbers, but not to the memory itself.
 */
function productOf(wasm: WasmModule, scratch: number, fused: boolean): Multiply {
  const memory = wasm.asm?.memory;
  if (memory) return gemm(memory, scratch, fused);
  return plainMultiply({
    get buffer() {
      return wasm.HEAPU8.buffer as ArrayBuffer;
    },
  });
}
