import { engine, type NamedAttrMap, type NamedTensorMap, Softmax, type Tensor } from '@tensorflow/tfjs-core';
import { withProperties } from './patches.js';

/**
 * Runs `body` while every softmax reports its logits, also one in the middle of a layer of your
 * own. All softmaxes of tfjs normalize the last axis.
 */
export function withSoftmaxes<T>(onSoftmax: (logits: Tensor) => void, body: () => T): T {
  const backend = engine();
  const { runKernel: original } = backend;
  const runKernel = (name: string, inputs: NamedTensorMap, attributes?: NamedAttrMap): Tensor | Tensor[] => {
    if (name === Softmax) onSoftmax(inputs.logits);
    return original.call(backend, name, inputs, attributes);
  };
  return withProperties(backend, { runKernel }, body);
}
