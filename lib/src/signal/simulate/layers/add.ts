import type { Add } from '../../../network/spec/graph.js';
import type { Slot } from '../arena/arena.js';
import type { Ready } from '../arena/ready.js';

/** Adds the inputs, each times its scale. */
export function add({ scales }: Add, inputs: readonly Slot[], out: Slot): Ready {
  return {
    forward() {
      const z = out.data;
      z.fill(0);
      for (const [k, { data: x }] of inputs.entries()) for (let i = 0; i < z.length; i++) z[i] += scales[k] * x[i];
    },
    backward(gradient, into) {
      return () => {
        const from = gradient.data;
        for (const [k, { data: to }] of into.entries()) for (let i = 0; i < to.length; i++) to[i] = scales[k] * from[i];
      };
    },
  };
}
