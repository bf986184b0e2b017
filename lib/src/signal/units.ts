import type { layers } from '@tensorflow/tfjs-layers';
import type { Activation } from '../activation/activation.js';
import type { TypedNumbers } from '../foundation/numberArray.js';
import { mean } from '../foundation/statistics.js';
import { product } from '../init/shape.js';

/**
 * Distance from an end of its range within which an activation counts as saturated: |tanh z| > .97.
 */
const SATURATED = 0.03;

/**
 * Computes the share of the units, along the last axis, whose derivative is 0 for every sample of
 * the batch and at every position.
 */
export function deadFraction(z: Float32Array, width: number, { df }: Activation): number {
  let dead = 0;
  for (let unit = 0; unit < width; unit++) {
    let i = unit;
    while (i < z.length && df(z[i]) === 0) i += width;
    if (i >= z.length) dead++;
  }
  return dead / width;
}

/** Computes the share of the elements that are saturated: close to an end of the range. */
export function saturatedFraction(a: Float32Array, [low, high]: readonly [number, number]): number {
  let saturated = 0;
  for (let i = 0; i < a.length; i++) if (a[i] < low + SATURATED || a[i] > high - SATURATED) saturated++;
  return saturated / a.length;
}

/** Shares of the elements and units that pass no gradient. */
export interface OffUnits {
  offSamples: Float64Array;
  offFraction: number;
  deadFraction: number;
}

/**
 * Finds the elements whose derivative is 0, and the units for which it is 0 everywhere.
 *
 * @param slope f′(z) of each element
 * @param z the pre-activations
 * @param shape the shape of both, [batch, …, units]
 * @param axis the axis of the units
 */
export function offUnits(slope: TypedNumbers, z: TypedNumbers, shape: readonly number[], axis: number): OffUnits {
  const off = new Uint8Array(slope.length);
  for (let i = 0; i < off.length; i++) off[i] = slope[i] === 0 && !Number.isNaN(z[i]) ? 1 : 0;
  const size = off.length / shape[0];
  const offSamples = Float64Array.from({ length: shape[0] }, (_, sample) =>
    mean(off.subarray(sample * size, (sample + 1) * size)),
  );
  return { offSamples, offFraction: mean(offSamples), deadFraction: shareNeverOn(off, shape, axis) };
}

/** Computes the share of the units that have no element that is on. */
function shareNeverOn(off: Uint8Array, shape: readonly number[], axis: number): number {
  const width = shape[axis] ?? 1;
  const inner = product(shape.slice(axis + 1));
  const dead = new Uint8Array(width).fill(1);
  for (let i = 0; i < off.length; i++) if (off[i] === 0) dead[Math.floor(i / inner) % width] = 0;
  return mean(dead);
}

/**
 * Finds the axis of the units in a layer's output: the last one, or the first after the batch for a
 * channels-first convolution. A wrapper that applies such a layer at each time step puts the steps
 * before it.
 */
export function unitAxis(layer: layers.Layer, rank: number): number {
  if ((layer as { dataFormat?: unknown }).dataFormat === 'channelsFirst') return 1;
  const { layer: inner } = layer as { layer?: layers.Layer };
  return layer.getClassName() === 'TimeDistributed' && inner ? 1 + unitAxis(inner, rank - 1) : rank - 1;
}
