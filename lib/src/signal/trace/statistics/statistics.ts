import type { TypedNumbers } from '../../../foundation/numberArray.js';
import { meanSquare, quantile } from '../../../foundation/statistics.js';
import { type Histogram, histogram } from '../../../plot/histogram.js';
import { type SampleMoments, sampleMoments, sampleSignal } from '../../sample.js';
import type { Quantiles, TracedMoments, TracedSignal } from '../result.js';

/** Maximum number of elements that are sorted for quantiles. */
const MAX_SORTED = 16_384;

const NOT_COMPUTED: Quantiles = {
  ...{ min: Number.NaN, p01: Number.NaN, p05: Number.NaN, p25: Number.NaN, median: Number.NaN },
  ...{ p75: Number.NaN, p95: Number.NaN, p99: Number.NaN, max: Number.NaN },
};

export function tracedMoments(x: TypedNumbers, batch: number): TracedMoments {
  return { ...moments(x), samples: secondMoments(x, batch) };
}

/** @param bins number of bars; with 0, neither quantiles nor histograms are computed */
export function tracedSignal(x: TypedNumbers, batch: number, bins: number): TracedSignal {
  const of = { ...sampleSignal(x as Float32Array, batch), samples: secondMoments(x, batch) };
  if (bins === 0) return { ...of, quantiles: NOT_COMPUTED };
  const finite = Number.isFinite(of.secondMoment) ? x : x.filter(Number.isFinite);
  const bars = histogramOf(finite, bins, (only) => Math.max(Math.abs(only), 1));
  const decades = histogramOf(magnitudes(finite), bins, () => 1);
  return {
    ...of,
    quantiles: quantiles(finite),
    ...(bars && { histogram: bars }),
    ...(decades && { magnitudes: decades }),
  };
}

export function moments(x: TypedNumbers): SampleMoments {
  return sampleMoments(x as Float32Array);
}

function secondMoments(x: TypedNumbers, batch: number): Float64Array {
  const size = x.length / batch;
  const out = new Float64Array(batch);
  for (let sample = 0; sample < batch; sample++) {
    out[sample] = meanSquare(x.subarray(sample * size, (sample + 1) * size));
  }
  return out;
}

function quantiles(finite: TypedNumbers): Quantiles {
  const sorted = Float64Array.from(pickElements(finite)).sort();
  const at = (p: number): number => quantile(sorted, p);
  let [min, max] = [at(0), at(1)];
  for (let i = 0; i < finite.length; i++) {
    if (finite[i] < min) min = finite[i];
    if (finite[i] > max) max = finite[i];
  }
  const [p01, p05, p25, median, p75, p95, p99] = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map(at);
  return { min, p01, p05, p25, median, p75, p95, p99, max };
}

/**
 * Picks elements at multiples of the golden section of the length. An integer stride could pick the
 * same few channels again and again.
 */
function pickElements(x: TypedNumbers): TypedNumbers {
  if (x.length <= MAX_SORTED) return x;
  const out = new Float32Array(MAX_SORTED);
  for (let i = 0; i < MAX_SORTED; i++) out[i] = x[Math.floor(((i * 0.6180339887498949) % 1) * x.length)];
  return out;
}

function magnitudes(finite: TypedNumbers): Float64Array {
  return Float64Array.from(pickElements(finite).filter((value: number) => value !== 0)).map((value) =>
    Math.log10(Math.abs(value)),
  );
}

/** @param range width of the histogram if all values are equal */
function histogramOf(
  finite: TypedNumbers | Float64Array,
  bins: number,
  range: (only: number) => number,
): Histogram | undefined {
  if (finite.length === 0) return undefined;
  const first = finite[0];
  if (!isConstant(finite)) return histogram(finite, { bins });
  const half = range(first) / 2;
  return histogram(finite, { bins, low: first - half, high: first + half });
}

function isConstant(values: TypedNumbers | Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
