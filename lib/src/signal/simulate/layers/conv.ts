import type { Conv } from '../../../network/spec/graph.js';
import type { Slot } from '../arena/arena.js';
import type { Ready, Setting } from '../arena/ready.js';
import { copyMatrix } from './copyMatrix.js';
import { tapsOf } from './taps.js';
import { addBias, drawWeights } from './weights.js';
import { gather, scatter, type Windows } from './windows.js';

/**
 * Number of elements that are gathered into the matrix of windows at a time. As many samples are
 * gathered as fit into the processor's cache.
 */
const CHUNK = 2 ** 18;

/**
 * Computes a convolution as products of matrices, one for each group: the values under the window,
 * with a row for each position, times the kernel of the group. In the backward pass, the gradient
 * times the transposed kernel gives the gradients of those values, which are added up where the
 * values came from.
 */
export function conv(op: Conv, { arena, batch, hasBackward }: Setting, input: Slot, out: Slot): Ready {
  const [, , channels, filters] = op.kernel;
  const { groups } = op;
  const part = filters / groups;
  const taps = tapsOf(op.window);
  const inner = taps.taps * channels;
  const chunk = Math.min(batch, Math.max(1, Math.floor(CHUNK / (taps.positions * inner))));
  const windowsOf = (first: number, group: number): Windows => ({
    taps,
    channels,
    image: { first, size: input.length / batch, width: channels * groups, channel: group * channels },
  });
  /**
   * Calls `run` for some samples at a time and each group. `rows` is the count of their positions,
   * starting at `row`.
   */
  const each = (run: (windows: Windows, group: number, row: number, rows: number, samples: number) => void): void => {
    for (let first = 0; first < batch; first += chunk) {
      const samples = Math.min(chunk, batch - first);
      for (let group = 0; group < groups; group++) {
        run(windowsOf(first, group), group, first * taps.positions, samples * taps.positions, samples);
      }
    }
  };
  const scratch = (): [windows: Slot, values: Slot] => {
    const slots: [Slot, Slot] = [
      arena.allocate(chunk * taps.positions * inner),
      arena.allocate(chunk * taps.positions * part),
    ];
    for (const slot of slots) arena.release(slot);
    return slots;
  };

  const grouped = arena.allocate(inner * filters);
  const kernel = arena.allocate(inner * filters);
  const [windows, values] = scratch();
  arena.release(kernel);
  if (!hasBackward) arena.release(grouped);
  const groupKernels = Array.from({ length: groups }, (_, group) => grouped.part(group * inner * part, inner * part));
  return {
    forward(random) {
      drawWeights(op.init, random, op.kernel, kernel);
      for (const [group, to] of groupKernels.entries()) {
        copyMatrix({ slot: kernel, width: filters, column: group * part }, { slot: to, width: part }, inner, part);
      }
      each((from, group, row, rows, samples) => {
        gather(from, input.data, windows.data, samples);
        arena.multiply(windows, groupKernels[group], values, rows, inner, part);
        copyMatrix({ slot: values, width: part }, { slot: out, width: filters, row, column: group * part }, rows, part);
      });
      addBias(op.bias, random, filters, out);
    },
    backward(gradient, [into]) {
      const [windows, values] = scratch();
      return () => {
        into.data.fill(0);
        each((to, group, row, rows, samples) => {
          const from = { slot: gradient, width: filters, row, column: group * part };
          copyMatrix(from, { slot: values, width: part }, rows, part);
          arena.multiply(values, groupKernels[group], windows, rows, part, inner, true);
          scatter(to, windows.data, into.data, samples);
        });
      };
    },
  };
}
