import type { Activation } from '../activation/activation.js';

/** Statistics of one layer of one net; a batch is row-major, a row for each sample. */
export interface LayerSample {
  preActivation: SampleMoments;
  activation: SampleMoments;
  gradient?: SampleMoments;
  deadFraction: number;
  saturatedFraction?: number;
}

export interface SampleMoments {
  mean: number;
  variance: number;
  secondMoment: number;
}

/** How near to an end of its range an activation counts as saturated: |tanh z| > .97. */
const SATURATED = 0.03;

/** Moments over all elements, summed in double precision; the variance from centred values, so that nothing cancels. */
export function sampleMoments(x: Float32Array): SampleMoments {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i];
    squares += x[i] * x[i];
  }
  const mean = sum / x.length;
  let centred = 0;
  for (let i = 0; i < x.length; i++) centred += (x[i] - mean) * (x[i] - mean);
  return { mean, variance: centred / x.length, secondMoment: squares / x.length };
}

/** Share of the units whose derivative is 0 on every sample of the batch. */
export function deadFraction(z: Float32Array, width: number, { df }: Activation): number {
  let dead = 0;
  for (let unit = 0; unit < width; unit++) {
    let i = unit;
    while (i < z.length && df(z[i]) === 0) i += width;
    if (i >= z.length) dead++;
  }
  return dead / width;
}

/** Share of the elements that lie at an end of the range. */
export function saturatedFraction(a: Float32Array, [low, high]: readonly [number, number]): number {
  let saturated = 0;
  for (let i = 0; i < a.length; i++) if (a[i] < low + SATURATED || a[i] > high - SATURATED) saturated++;
  return saturated / a.length;
}
