import type { GraphNode } from '../../../network/spec/graph.js';
import type { Slot } from '../arena/arena.js';
import type { Ready, Setting } from '../arena/ready.js';
import { add } from './add.js';
import { conv } from './conv.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { norm } from './norm.js';
import { avgPool, globalAvgPool, maxPool } from './pool.js';

/** Lays out an operation that reads `inputs` and writes `out`. */
export function makeReady({ op, shape }: GraphNode, setting: Setting, inputs: readonly Slot[], out: Slot): Ready {
  const [input] = inputs;
  switch (op.type) {
    case 'dense':
      return dense(op, setting, input, out);
    case 'conv':
      return conv(op, setting, input, out);
    case 'layerNorm':
    case 'batchNorm':
    case 'rmsNorm':
      return norm(op, setting, input, out, shape[shape.length - 1]);
    case 'dropout':
      return dropout(op, input, out);
    case 'maxPool':
      return maxPool(op, setting, input, out);
    case 'avgPool':
      return avgPool(op, setting, input, out);
    case 'globalAvgPool':
      return globalAvgPool(setting, input, out);
    case 'add':
      return add(op, inputs, out);
    case 'input':
    case 'activation':
    case 'flatten':
      return same(inputs, out);
  }
}

/**
 * Passes the input on unchanged. The input node has no input, so its output stays what was written
 * to it.
 */
function same([input]: readonly Slot[], out: Slot): Ready {
  return {
    forward() {
      if (input !== undefined) out.data.set(input.data);
    },
    backward(gradient, [into]) {
      return () => into.data.set(gradient.data);
    },
  };
}
