import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { GEMM_SCRATCH, gemm, type Multiply, plainMultiply } from '../../foundation/wasm/gemm.js';
import { type Correlation, correlationsOn } from './convolution/correlation.js';
import { limitMemory, type WasmModule } from './limitMemory.js';
import { type Routines, routinesOn } from './routines.js';
import { runner, type Store } from './store.js';
import type { Windows } from './windows.js';

/** Memory of the wasm backend. */
export interface Heap extends Store {
  /** Returns the byte offset of a tensor's numbers. */
  at(tensor: TensorInfo): number;
  /** Returns a view of float32 numbers from a byte offset, which growing memory detaches. */
  numbersAt(at: number, count: number): Float32Array;
  /** Returns another tensor with the same numbers, which are freed when both are disposed. */
  share(tensor: TensorInfo): TensorInfo;
  /** Whether another tensor has the same numbers, so that they must not be changed. */
  isShared(tensor: TensorInfo): boolean;
  multiply: Multiply;
  /**
   * Prepares a convolution by SIMD. Undefined where SIMD or access to the memory is missing.
   */
  correlations: ((windows: Windows) => Correlation) | undefined;
  /** Undefined where SIMD or access to the memory is missing. */
  routines: Routines | undefined;
}

/**
 * Opens the heap of a newly started backend, and returns a switch between its two ways of rounding.
 */
export function heapOf(backend: BackendWasm): { heap: Heap; fuse(fused: boolean): void } {
  const wasm = backend.wasm as unknown as WasmModule;
  const scratch = wasm._malloc(GEMM_SCRATCH);
  // This must come after the first call of the function, because that call replaces it.
  limitMemory(wasm);
  const products = { plain: productsOn(wasm, scratch, false), fused: productsOn(wasm, scratch, true) };
  const { memory } = wasm.asm ?? {};
  const heap: Heap = {
    make: (shape, dtype = 'float32') => backend.makeOutput(shape, dtype),
    free: ({ dataId }) => void backend.disposeData(dataId),
    numbers: (tensor) => backend.typedArrayFromHeap(tensor),
    at: ({ dataId }) => backend.getMemoryOffset(dataId),
    numbersAt: (at, count) => new Float32Array(wasm.HEAPU8.buffer, at, count),
    share: ({ dataId, shape, dtype }) => {
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    run: runner('wasm', backend),
    isShared: ({ dataId }) => backend.refCount(dataId) > 1,
    ...products.plain,
    routines: memory && routinesOn(memory),
  };
  const fuse = (fused: boolean): void => {
    Object.assign(heap, fused ? products.fused : products.plain);
  };
  return { heap, fuse };
}

/**
 * Makes the routines that round in two ways. tfjs guarantees access to the numbers, but not to the
 * memory itself.
 */
function productsOn(wasm: WasmModule, scratch: number, fused: boolean): Pick<Heap, 'multiply' | 'correlations'> {
  const memory = wasm.asm?.memory;
  if (memory) return { multiply: gemm(memory, scratch, fused), correlations: correlationsOn(memory, fused) };
  const buffer = {
    get buffer() {
      return wasm.HEAPU8.buffer as ArrayBuffer;
    },
  };
  return { multiply: plainMultiply(buffer), correlations: undefined };
}
