import type { DataType, TensorInfo, TypedArray } from '@tensorflow/tfjs-core';
import { getKernel, registerKernel, unregisterKernel } from '#tfjs-core';

/** Operations of a backend that a kernel written in TypeScript needs. */
export interface Store {
  /**
   * Makes a tensor whose numbers are not initialized. This may move the memory and detach earlier
   * views.
   */
  make(shape: number[], dtype?: DataType): TensorInfo;
  /** Frees a tensor that is not returned. */
  free(tensor: TensorInfo): void;
  /** Returns a view of a tensor's numbers. */
  numbers(tensor: TensorInfo): TypedArray;
  /** Runs another kernel of the backend. */
  run(kernel: string, inputs: Record<string, TensorInfo>, attributes?: object): TensorInfo;
}

/** Computes an operation on tensors. `original` runs the kernel of tfjs that this one replaces. */
export type Kernel<S extends Store = Store> = (
  store: S,
  inputs: Record<string, TensorInfo>,
  attributes: Record<string, unknown>,
  original: () => TensorInfo,
) => TensorInfo;

/** Makes a tensor of zeros. */
export function zeros(store: Store, shape: number[]): TensorInfo {
  const tensor = store.make(shape);
  store.numbers(tensor).fill(0);
  return tensor;
}

/** Replaces or adds kernels of a backend by name. */
export function replaceKernels<S extends Store>(
  backendName: string,
  store: S,
  kernels: Record<string, Kernel<S>>,
): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const replaced = getKernel(kernelName, backendName);
    if (replaced) unregisterKernel(kernelName, backendName);
    const kernelFunc = (call: { inputs: object; attrs?: object; backend: object }): TensorInfo =>
      kernel(store, call.inputs as never, call.attrs as never, () => replaced.kernelFunc(call as never) as TensorInfo);
    registerKernel({ kernelName, backendName, kernelFunc: kernelFunc as never });
  }
}

export function runner(backendName: string, backend: object): Store['run'] {
  return (name, inputs, attrs = {}) =>
    getKernel(name, backendName).kernelFunc({ inputs, backend, attrs: attrs as never }) as TensorInfo;
}
