import { drawFrom } from '../../init/drawFrom.js';
import type { Initializer } from '../../init/initializer.js';
import { product } from '../../init/shape.js';
import type { WeightOwner } from '../../network/view/layerFacts.js';
import type { Random } from '../../random/random.js';
import { gateShape, gatesOf } from './weightFans.js';

/** Draws the values of a weight. Each gate of an LSTM or a GRU is drawn as a matrix of its own. */
export function draw(owner: WeightOwner, weight: string, initializer: Initializer, random: Random): Float32Array {
  const gates = gatesOf(owner, weight);
  const shape = gateShape(owner, weight);
  const what = `initializer of ${owner.name}/${weight}`;
  const values = gates === 1 ? drawFrom(initializer, random, shape, what) : new Float32Array(product(shape) * gates);
  const columns = shape[shape.length - 1];
  for (let gate = 0; gates > 1 && gate < gates; gate++) {
    const part = drawFrom(initializer, random.split(gate), shape, what);
    for (let row = 0; row * columns < part.length; row++)
      values.set(part.subarray(row * columns, (row + 1) * columns), (row * gates + gate) * columns);
  }
  checkFinite(values, what);
  return values;
}

/** Checks values that may come from a user's own initializer. */
function checkFinite(values: Float32Array, what: string): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new RangeError(`the ${what} returns ${values[at]} at index ${at}; all values must be finite`);
}
