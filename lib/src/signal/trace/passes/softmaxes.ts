import type { NamedAttrMap, NamedTensorMap, Softmax, Tensor } from '@tensorflow/tfjs-core';
import { engine } from '#tfjs-core';
import { withProperties } from './patches.js';

/** Name of the kernel of tfjs. */
const SOFTMAX: typeof Softmax = 'Softmax';

/**
 * Runs `body` while every softmax reports its logits, also one in the middle of a layer of your
 * own. All softmaxes of tfjs normalize the last axis.
 */
export function withSoftmaxes<T>(onSoftmax: (logits: Tensor) => void, body: () => T): T {
  const backend = engine();
  const { runKernel: original } = backend;
  const runKernel = (name: string, inputs: NamedTensorMap, attributes?: NamedAttrMap): Tensor | Tensor[] => {
    if (name === SOFTMAX) onSoftmax(inputs.logits);
    return original.call(backend, name, inputs, attributes);
  };
  return withProperties(backend, { runKernel }, body);
}
