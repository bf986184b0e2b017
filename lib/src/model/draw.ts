import type { Initializer } from '../init/initializer.js';
import type { Random } from '../random/random.js';
import { gateShape, gatesOf } from './weightFans.js';
import type { WeightOwner } from './weightOwners.js';

/** The values of a weight; each gate of an LSTM or a GRU is drawn as a matrix of its own. */
export function draw(owner: WeightOwner, weight: string, initializer: Initializer, random: Random): Float32Array {
  const gates = gatesOf(owner, weight);
  const shape = gateShape(owner, weight);
  const values = gates === 1 ? initializer(random, shape) : new Float32Array(size(shape) * gates);
  const columns = shape[shape.length - 1];
  for (let gate = 0; gates > 1 && gate < gates; gate++) {
    const part = initializer(random.split(gate), shape);
    for (let row = 0; row * columns < part.length; row++)
      values.set(part.subarray(row * columns, (row + 1) * columns), (row * gates + gate) * columns);
  }
  checkValues(values, size(shape) * gates, `${owner.name}/${weight}`);
  return values;
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A user's own initializer may give anything. */
function checkValues(values: unknown, count: number, where: string): void {
  if (!(values instanceof Float32Array) || values.length !== count)
    throw new TypeError(`the initializer of ${where} must give a Float32Array of ${count} numbers`);
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0)
    throw new RangeError(`the initializer of ${where} gives ${values[at]} at place ${at}; all must be finite`);
}
