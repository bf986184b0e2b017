import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { findBackend, util } from '#tfjs-core';
import { explainMissing } from '../foundation/notInstalled.js';
import { einsum } from './kernels/einsum.js';
import { averagePoolGradient, maxPoolGradient } from './kernels/pooling.js';
import { resizeNearestGradient } from './kernels/segments.js';
import { type Kernel, replaceKernels, runner, type Store } from './kernels/store.js';

/**
 * Kernels that replace faulty ones of tfjs's cpu backend, which count the padding in averages, swap
 * axes and mix up the images of a batch.
 */
const KERNELS: Record<string, Kernel> = {
  Einsum: einsum,
  AvgPoolGrad: averagePoolGradient,
  AvgPool3DGrad: averagePoolGradient,
  MaxPool3DGrad: maxPoolGradient,
  ResizeNearestNeighborGrad: resizeNearestGradient,
};

/**
 * Starts and repairs tfjs's backend in plain JavaScript, without the banner that it prints in Node.
 */
export async function loadCpu(): Promise<() => string> {
  await import('@tensorflow/tfjs-backend-cpu').catch(explainMissing('@tensorflow/tfjs-backend-cpu'));
  const backend = findBackend('cpu') as MathBackendCPU;
  (backend as unknown as { firstUse: boolean }).firstUse = false;
  replaceKernels('cpu', storeOf(backend), KERNELS);
  return () => 'cpu (plain JavaScript, slow)';
}

function storeOf(backend: MathBackendCPU): Store {
  return {
    make: (shape, dtype = 'float32') =>
      backend.makeTensorInfo(shape, dtype, util.getTypedArrayFromDType(dtype as 'float32', util.sizeFromShape(shape))),
    free: (tensor) => backend.disposeIntermediateTensorInfo(tensor),
    numbers: ({ dataId }) => backend.data.get(dataId).values as Float32Array,
    run: runner('cpu', backend),
  };
}
