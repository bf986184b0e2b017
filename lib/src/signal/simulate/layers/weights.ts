import { drawFrom } from '../../../init/drawFrom.js';
import type { Initializer } from '../../../init/initializer.js';
import type { Random } from '../../../random/random.js';
import type { Slot } from '../arena/arena.js';

/** Draws weights into a slot. */
export function drawWeights(init: Initializer, random: Random, shape: readonly number[], slot: Slot): void {
  slot.data.set(drawFrom(init, random, shape, 'initializer'));
}

/**
 * Adds a bias to every row of a batch. The bias has a stream of its own, split from the stream of
 * the weights.
 */
export function addBias(init: Initializer | undefined, random: Random, units: number, out: Slot): void {
  if (init === undefined) return;
  const bias = drawFrom(init, random.split(0), [units], 'bias initializer');
  const { data } = out;
  for (let row = 0; row < data.length; row += units) for (let j = 0; j < units; j++) data[row + j] += bias[j];
}
