import type { TypedNumbers } from '../../../foundation/numberArray.js';
import { mean } from '../../../foundation/statistics.js';
import { product } from '../../../init/shape.js';

/** Shares of the elements and units that pass no gradient. */
export interface OffUnits {
  offSamples: Float64Array;
  offFraction: number;
  deadFraction: number;
}

/**
 * @param slope f′ of each element; `z` holds the pre-activations
 * @param shape shape of both, [batch, …, units]
 * @param axis axis of the units
 */
export function offUnits(slope: TypedNumbers, z: TypedNumbers, shape: readonly number[], axis: number): OffUnits {
  const off = new Uint8Array(slope.length);
  for (let i = 0; i < off.length; i++) off[i] = slope[i] === 0 && !Number.isNaN(z[i]) ? 1 : 0;
  const size = off.length / shape[0];
  const offSamples = Float64Array.from({ length: shape[0] }, (_, sample) =>
    mean(off.subarray(sample * size, (sample + 1) * size)),
  );
  return { offSamples, offFraction: mean(offSamples), deadFraction: deadFraction(off, shape, axis) };
}

/** Computes the share of the units that have no element that is on. */
function deadFraction(off: Uint8Array, shape: readonly number[], axis: number): number {
  const width = shape[axis] ?? 1;
  const inner = product(shape.slice(axis + 1));
  const dead = new Uint8Array(width).fill(1);
  for (let i = 0; i < off.length; i++) if (off[i] === 0) dead[Math.floor(i / inner) % width] = 0;
  return mean(dead);
}

/**
 * Finds the axis of the units in a layer's output: the last one, or the first after the batch for a
 * channels-first convolution.
 */
export function unitAxis(layer: object, rank: number): number {
  return (layer as { dataFormat?: unknown }).dataFormat === 'channelsFirst' ? 1 : rank - 1;
}
