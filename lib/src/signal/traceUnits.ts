import { activation } from '../activation/activation.js';
import { saturatedFraction } from './sample.js';
import { type Numbers, perSample } from './traceStatistics.js';

/** Which elements pass no gradient. */
export interface OffUnits {
  offSamples: Float64Array;
  offFraction: number;
  deadFraction: number;
}

/**
 * @param slope f′ of each element, z the pre-activations
 * @param shape of both, [batch, …, units]
 * @param axis that of the units
 */
export function offUnits(slope: Numbers, z: Numbers, shape: readonly number[], axis: number): OffUnits {
  const off = Uint8Array.from(slope, (value, i) => (value === 0 && !Number.isNaN(z[i]) ? 1 : 0));
  const offSamples = perSample(off, shape[0], (value) => value);
  return {
    offSamples,
    offFraction: offSamples.reduce((sum, value) => sum + value, 0) / offSamples.length,
    deadFraction: deadFraction(off, shape, axis),
  };
}

/** Share of the units with no element that is on. */
function deadFraction(off: Uint8Array, shape: readonly number[], axis: number): number {
  const width = shape[axis] ?? 1;
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const alive = new Uint8Array(width);
  for (let i = 0; i < off.length; i++) if (off[i] === 0) alive[Math.floor(i / inner) % width] = 1;
  return 1 - alive.reduce((sum, value) => sum + value, 0) / width;
}

/** Activations of tfjs that have a least and a largest value, under their names there. */
const bounded = ['tanh', 'sigmoid', 'hardSigmoid', 'softsign', 'relu6'] as const;

/** Share of the elements at an end of the function's range, if it has two. */
export function saturatedShare(a: Numbers, activationFunction: string | undefined): number | undefined {
  const name = bounded.find((one) => one === activationFunction);
  const range = name && activation(name).range;
  return range && saturatedFraction(a as Float32Array, range);
}

/** The axis of a layer's units in its output: the last, or the first after the batch for convolutions so laid out. */
export function unitAxis(layer: object, rank: number): number {
  return (layer as { dataFormat?: unknown }).dataFormat === 'channelsFirst' ? 1 : rank - 1;
}
