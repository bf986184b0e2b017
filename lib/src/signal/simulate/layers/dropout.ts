import type { Dropout } from '../../../network/spec/graph.js';
import type { Slot } from '../arena/arena.js';
import type { Ready } from '../arena/ready.js';

/**
 * Sets every value to 0 with probability `rate`, and otherwise divides it by 1 − rate, which keeps
 * the mean.
 */
export function dropout({ rate }: Dropout, input: Slot, out: Slot): Ready {
  const factors = new Float32Array(out.length);
  return {
    forward(random) {
      random.uniform(factors);
      const [x, z] = [input.data, out.data];
      for (let i = 0; i < z.length; i++) {
        factors[i] = factors[i] < rate ? 0 : 1 / (1 - rate);
        z[i] = x[i] * factors[i];
      }
    },
    backward(gradient, [into]) {
      return () => {
        const [from, to] = [gradient.data, into.data];
        for (let i = 0; i < to.length; i++) to[i] = from[i] * factors[i];
      };
    },
  };
}
