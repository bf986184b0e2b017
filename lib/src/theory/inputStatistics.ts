import { describe, positiveInteger } from '../argument.js';

/** What a batch of inputs is to the theory. */
export interface InputStatistics {
  batch: number;
  /** Mean square of the inputs. */
  secondMoment: number;
  /** Mean and variance over pairs of samples of their cosine. */
  cosine: number;
  cosineVariance: number;
}

/** Pairs are taken among so many first rows. */
const MOST_ROWS = 128;

/** Of the batch given, row-major [batch, width], or expected of `batch` rows of independent N(0, 1) numbers. */
export function inputStatistics(
  input: Float32Array | undefined,
  batch: number | undefined,
  width: number,
): InputStatistics {
  if (batch !== undefined) positiveInteger(batch, 'batch');
  if (input === undefined) return { batch: batch ?? 64, secondMoment: 1, cosine: 0, cosineVariance: 1 / width };
  if (!(input instanceof Float32Array)) throw new TypeError(`input is ${describe(input)}; it must be a Float32Array`);
  const rows = input.length / width;
  if (rows === 0 || rows !== (batch ?? Math.floor(rows))) {
    throw new RangeError(
      `input has ${input.length} numbers; it must have ${batch ?? 'batch'} · ${width}, a row of widths[0] for each sample`,
    );
  }
  const secondMoment = input.reduce((sum, x) => sum + x * x, 0) / input.length;
  if (!(Number.isFinite(secondMoment) && secondMoment > 0)) {
    throw new RangeError(`input has second moment ${secondMoment}; its numbers must be finite and not all 0`);
  }
  const cosines = pairCosines(input, Math.min(rows, MOST_ROWS), width);
  const cosine = mean(cosines);
  return { batch: rows, secondMoment, cosine, cosineVariance: mean(cosines.map((c) => (c - cosine) ** 2)) };
}

function pairCosines(input: Float32Array, rows: number, width: number): number[] {
  const row = (k: number): Float32Array => input.subarray(k * width, (k + 1) * width);
  const lengths = Array.from({ length: rows }, (_, k) => Math.sqrt(dot(row(k), row(k))));
  const cosines: number[] = [];
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b < a; b++)
      if (lengths[a] * lengths[b] > 0) cosines.push(dot(row(a), row(b)) / (lengths[a] * lengths[b]));
  }
  return cosines;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
