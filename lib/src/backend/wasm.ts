import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { backend, env, setBackend } from '#tfjs-core';
import { explainMissing } from '../foundation/notInstalled.js';
import { hasFusedGemm } from '../foundation/wasm/gemm.js';
import { columnMean, columnSum } from './kernels/columnSums.js';
import { depthwiseFilterGradient, depthwiseInputGradient } from './kernels/convolution/depthwise.js';
import { imageConvolution, imageFilterGradient, imageInputGradient } from './kernels/convolution/images.js';
import { filterGradient, inputGradient } from './kernels/convolution/patches.js';
import { einsum } from './kernels/einsum.js';
import { type Heap, heapOf } from './kernels/heap.js';
import { identity } from './kernels/identity.js';
import { batchMatMul, fusedMatMul } from './kernels/matMul.js';
import { oneHot } from './kernels/oneHot.js';
import { averagePoolGradient, imageMaxPoolGradient, maxPoolGradient } from './kernels/pooling.js';
import { unsortedSegmentSum } from './kernels/segments.js';
import { type Kernel, replaceKernels } from './kernels/store.js';
import { tanh } from './kernels/tanh.js';
import { tile } from './kernels/tile.js';
import { fuseOptimizers } from './optimizers.js';
import { hasTestedKernels, TESTED } from './testedVersions.js';

/** Address of a folder, or of each file by name. */
export type WasmPaths = string | Record<string, string>;

/** Kernels that tfjs's wasm backend lacks, computes wrongly or computes slowly. */
const KERNELS: Record<string, Kernel<Heap>> = {
  BatchMatMul: batchMatMul,
  _FusedMatMul: fusedMatMul,
  Einsum: einsum,
  Identity: identity,
  Mean: columnMean,
  OneHot: oneHot,
  Sum: columnSum,
  Tanh: tanh,
  Tile: tile,
  UnsortedSegmentSum: unsortedSegmentSum,
  Conv2D: imageConvolution,
  Conv2DBackpropFilter: imageFilterGradient,
  Conv2DBackpropInput: imageInputGradient,
  Conv3DBackpropFilterV2: filterGradient,
  Conv3DBackpropInputV2: inputGradient,
  DepthwiseConv2dNativeBackpropFilter: depthwiseFilterGradient,
  DepthwiseConv2dNativeBackpropInput: depthwiseInputGradient,
  MaxPoolGrad: imageMaxPoolGradient,
  MaxPool3DGrad: maxPoolGradient,
  AvgPoolGrad: averagePoolGradient,
  AvgPool3DGrad: averagePoolGradient,
};

let loadedHeap: Heap | undefined;

/** Returns the memory of the wasm backend, once {@link loadWasm} has loaded it. */
export function wasmHeap(): Heap | undefined {
  return loadedHeap;
}

/**
 * Starts and repairs tfjs's WebAssembly backend. A browser fetches its files from `paths`. Resolves
 * with a switch that returns a description of what runs.
 */
export async function loadWasm(paths?: WasmPaths): Promise<(fma: boolean) => string> {
  const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm').catch(
    explainMissing('@tensorflow/tfjs-backend-wasm'),
  );
  if (paths !== undefined) setWasmPaths(paths);
  // With threads, the memory would be shared, and the module of the matrix product could not import
  // it.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  if (!(await withoutNewListeners(() => setBackend('wasm'))))
    throw new Error('tfjs could not start it (are its .wasm files where the option wasmPaths says?)');
  if (!hasTestedKernels(version))
    return () => `wasm ${version} with the kernels of tfjs, because those of initlab are tested on ${TESTED}`;
  const { heap, fuse } = heapOf(backend() as BackendWasm);
  loadedHeap = heap;
  replaceKernels('wasm', heap, KERNELS);
  fuseOptimizers(heap);
  const description = simd ? 'wasm with SIMD' : 'wasm without SIMD, which this machine or browser lacks';
  return (fma) => {
    fuse(fma);
    if (!fma) return description;
    return `${description} and ${hasFusedGemm() ? 'fused multiply-add' : 'no fused multiply-add, which this engine lacks'}`;
  };
}

/** Events of errors that nothing catches. */
const UNCAUGHT = ['uncaughtException', 'unhandledRejection'] as const;

/** The part of Node's process that keeps listeners. Browsers have none. */
interface Listening {
  listeners(event: string): ((...args: unknown[]) => void)[];
  off(event: string, listener: (...args: unknown[]) => void): void;
}

/**
 * Starts the module of the backend, and removes the listeners for uncaught errors that it adds in
 * Node. They throw each error again, so that Node prints the line of the module that does this,
 * which is 60 kB long, before the error.
 */
async function withoutNewListeners<T>(start: () => Promise<T>): Promise<T> {
  const { process } = globalThis as { process?: Partial<Listening> };
  if (process?.listeners === undefined || process.off === undefined) return start();
  const { listeners, off } = process as Listening;
  const before = UNCAUGHT.map((event) => listeners.call(process, event));
  try {
    return await start();
  } finally {
    for (const [i, event] of UNCAUGHT.entries()) {
      const added = listeners.call(process, event).filter((listener) => !before[i].includes(listener));
      for (const listener of added) off.call(process, event, listener);
    }
  }
}
