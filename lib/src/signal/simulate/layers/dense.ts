import type { Dense } from '../../../network/spec/graph.js';
import type { Slot } from '../arena/arena.js';
import type { Ready, Setting } from '../arena/ready.js';
import { addBias, drawWeights } from './weights.js';

/** Computes z = a·W + b for each position, and ∂a = ∂z·Wᵀ in the backward pass. */
export function dense(op: Dense, { arena, hasBackward }: Setting, input: Slot, out: Slot): Ready {
  const [inputs, units] = op.kernel;
  const rows = input.length / inputs;
  const weights = arena.allocate(inputs * units);
  if (!hasBackward) arena.release(weights);
  return {
    forward(random) {
      drawWeights(op.init, random, op.kernel, weights);
      arena.multiply(input, weights, out, rows, inputs, units);
      addBias(op.bias, random, units, out);
    },
    backward(gradient, [into]) {
      return () => arena.multiply(gradient, weights, into, rows, units, inputs, true);
    },
  };
}
