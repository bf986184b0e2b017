import {
  type DataType,
  getKernel,
  registerKernel,
  type TensorInfo,
  type TypedArray,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/** What a kernel written in TypeScript needs of a backend. */
export interface Store {
  /** A new tensor; its numbers are whatever. Making one may move the memory: views taken before are empty after. */
  make(shape: number[], dtype?: DataType): TensorInfo;
  /** Gives back a tensor that is not returned. */
  free(tensor: TensorInfo): void;
  /** A tensor's numbers, in place. */
  numbers(tensor: TensorInfo): TypedArray;
  /** Runs another kernel of the backend. */
  run(kernel: string, inputs: Record<string, TensorInfo>, attributes?: object): TensorInfo;
}

/** What an operation does with tensors. */
export type Kernel<S extends Store = Store> = (
  store: S,
  inputs: Record<string, TensorInfo>,
  attributes: Record<string, unknown>,
) => TensorInfo;

/** A tensor of zeros. */
export function zeros(store: Store, shape: number[]): TensorInfo {
  const tensor = store.make(shape);
  store.numbers(tensor).fill(0);
  return tensor;
}

/** Puts kernels in the place of those that a backend has under these names, or does not have. */
export function replaceKernels<S extends Store>(
  backendName: string,
  store: S,
  kernels: Record<string, Kernel<S>>,
): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (getKernel(kernelName, backendName)) unregisterKernel(kernelName, backendName);
    const kernelFunc = ({ inputs, attrs }: { inputs: object; attrs?: object }): TensorInfo =>
      kernel(store, inputs as never, attrs as never);
    registerKernel({ kernelName, backendName, kernelFunc: kernelFunc as never });
  }
}

export function runner(backendName: string, backend: object): Store['run'] {
  return (name, inputs, attrs = {}) =>
    getKernel(name, backendName).kernelFunc({ inputs, backend, attrs: attrs as never }) as TensorInfo;
}
